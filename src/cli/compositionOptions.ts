import { InvalidArgumentError, Option } from 'commander'
import { isFailure } from '../core/base/failure'
import { parseCueRange, type CueRange } from '../core/document/cueText'
import { densityBounds, findFamily, type CompositionControls } from '../core/music/controls'
import { families, type Family } from '../core/music/families'
import { strongestGuidance } from '../core/music/sampling'
import type { CompositionWishes } from '../main/engine/workflow/composeDocument'
import { decimal, wholeNumber } from './arguments'

/** What `hitpoint score` takes of composing, as commander hands it over. */
export interface CompositionOptions {
  readonly takes?: number
  readonly emotionStrength?: number
  readonly density?: number
  readonly only?: readonly Family[]
  readonly without?: readonly Family[]
  readonly quantised?: boolean
  readonly regenerate?: CueRange
  readonly lock?: readonly CueRange[]
  readonly lockTrack?: readonly string[]
}

function range(text: string): CueRange {
  try {
    return parseCueRange(text, 'range')
  } catch (error) {
    if (!isFailure(error)) throw error
    throw new InvalidArgumentError(`${error.context.reason}.`)
  }
}

function family(text: string, before: readonly Family[] = []): readonly Family[] {
  const found = findFamily(text.toLowerCase())
  if (!found) throw new InvalidArgumentError(`Families are ${families.join(', ')}.`)
  return [...before, found]
}

/** Options of how a plan is composed. */
export const compositionOptions = (): readonly Option[] => [
  new Option(
    '--takes <number>',
    'different scores of the same plan, by this seed and the next ones',
  ).argParser(wholeNumber(1, 8)),
  new Option('--emotion-strength <factor>', 'how far the emotion is pushed, 1 to 3 (default 1.5)').argParser(
    decimal(1, strongestGuidance),
  ),
  new Option('--density <factor>', 'notes beside what is planned, 0.25 to 4 (default 1)').argParser(
    decimal(...densityBounds),
  ),
  new Option('--only <family>', 'only this instrument family plays; may be repeated').argParser(family),
  new Option('--without <family>', 'this instrument family is silent; may be repeated').argParser(family),
  new Option('--quantised', 'all notes exactly on the grid'),
  new Option('--regenerate <in-out>', 'of a project: compose only this range again').argParser(range),
  new Option('--lock <in-out>', 'of a project: keep this range note for note; may be repeated').argParser(
    (text: string, before: readonly CueRange[] = []) => [...before, range(text)],
  ),
  new Option('--lock-track <name>', 'of a project: keep this track; may be repeated').argParser(
    (text: string, before: readonly string[] = []) => [...before, text],
  ),
]

function controlsOf(options: CompositionOptions): CompositionControls | undefined {
  const { emotionStrength, density, only, without, quantised } = options
  const controls: CompositionControls = {
    ...(emotionStrength !== undefined && { emotionStrength }),
    ...(density !== undefined && { density }),
    ...(only !== undefined && { only }),
    ...(without !== undefined && { without }),
    ...(quantised !== undefined && { quantised }),
  }
  return Object.keys(controls).length > 0 ? controls : undefined
}

/** The engine's wishes of the options. */
export const compositionWishes = (options: CompositionOptions): CompositionWishes => ({
  controls: controlsOf(options),
  takes: options.takes,
  regenerate: options.regenerate,
  locks: options.lock,
  lockedTracks: options.lockTrack,
})
