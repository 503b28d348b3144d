import { presetNames } from '../music/presets'
import type { ScoreSettings } from './document'

/** What a new project starts with. */
export const defaultSettings: ScoreSettings = {
  minimumTempo: 60,
  maximumTempo: 160,
  metre: { numerator: 4, denominator: 4 },
  key: 'automatic',
  preset: presetNames[0]!,
  seed: 1,
  hits: 'auto',
  solution: 1,
}
