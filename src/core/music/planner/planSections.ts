import type { TempoMap } from '../../time/tempoMap'
import { seconds, ticks, type Ticks } from '../../time/units'
import type { Ensemble, Family } from '../families'
import type { PlanSettings, Section } from '../plan'
import type { KeyChange, Mode } from '../score'
import type { LaidTempo } from './layTempo'
import { activeFamilies, formNames, modeOf, targetDensity, targetRegister, tonicOf } from './sectionCharacter'
import type { MoodSection } from './sections'

/** Gives the moods their places in the music (each from a bar line) and their targets. Sections tile the film. */
export function describeSections(
  moods: readonly MoodSection[],
  laid: LaidTempo,
  map: TempoMap,
  request: {
    readonly duration: number
    readonly settings: PlanSettings
    readonly families: readonly Family[]
    readonly ensemble: Ensemble
  },
): Section[] {
  const lines = laid.bars.map((bar) => bar.tick)
  const placed: { readonly mood: MoodSection; readonly tick: Ticks }[] = []
  for (const mood of moods) {
    const tick =
      mood.start === 0
        ? ticks(0)
        : (laid.sectionTicks.get(mood.start) ?? nearestLine(lines, map.ticksAt(seconds(mood.start))))
    // A section too short for a bar of its own joins the one before it.
    if (placed.length === 0 || tick > placed.at(-1)!.tick) placed.push({ mood, tick })
  }
  const { key } = request.settings
  let mode: Mode | undefined
  const modes = placed.map(({ mood }) => (mode = key === 'automatic' ? modeOf(mood.valence, mode) : key.mode))
  const names = formNames(placed.map(({ mood }, index) => ({ ...mood, mode: modes[index]! })))
  return placed.map(({ mood, tick }, index) => {
    const next = placed[index + 1]
    const endTick = next ? next.tick : laid.endTick
    return {
      name: names[index]!,
      startTick: tick,
      endTick,
      startTime: map.secondsAt(tick),
      endTime: next ? map.secondsAt(endTick) : seconds(request.duration),
      valence: mood.valence,
      arousal: mood.arousal,
      mode: modes[index]!,
      density: targetDensity(mood.arousal, request.ensemble),
      register: targetRegister(mood),
      families: activeFamilies(request.families, mood.arousal),
    }
  })
}

/**
 * One tonic for the whole piece (from the setting, else from the seed); the mode changes with the sections between
 * parallel keys (C major, C minor), so that the bass keeps its ground and the change reads as a change of light.
 */
export function keyChanges(sections: readonly Section[], settings: PlanSettings): KeyChange[] {
  const tonic = settings.key === 'automatic' ? tonicOf(settings.seed) : settings.key.tonic
  const changes: KeyChange[] = []
  for (const section of sections)
    if (changes.at(-1)?.mode !== section.mode)
      changes.push({ tick: section.startTick, tonic, mode: section.mode })
  return changes
}

function nearestLine(lines: readonly Ticks[], at: number): Ticks {
  let low = 0
  let high = lines.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (lines[middle]! <= at) low = middle
    else high = middle - 1
  }
  const [before, after] = [lines[low]!, lines[low + 1]]
  return after !== undefined && after - at < at - before ? after : before
}
