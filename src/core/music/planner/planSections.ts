import type { TempoMap } from '../../time/tempoMap'
import { seconds, ticks, type Ticks } from '../../time/units'
import type { Ensemble, Family } from '../families'
import type { PlannedCue, PlanSettings, Section } from '../plan'
import type { KeyChange, Mode } from '../score'
import { planForm } from './form'
import type { LaidFilm, LaidPart } from './layFilm'
import type { LockedPart } from './locks'
import { activeFamilies, modeOf, targetDensity, targetRegister, tonicOf } from './sectionCharacter'
import type { FramedStretch } from './planStretch'

interface SectionRequest {
  readonly settings: PlanSettings
  readonly families: readonly Family[]
  readonly ensemble: Ensemble
}

/** A section in its place, before the form names it. */
interface Draft extends Omit<Section, 'name' | 'returnsTo'> {
  readonly tonic: number
  readonly fixedName?: string | undefined
}

/** Gives the moods their places in the music (each from a bar line), their targets and names. Sections tile each cue. */
export function describeSections(
  laid: LaidFilm,
  map: TempoMap,
  request: SectionRequest,
): { readonly sections: Section[]; readonly keys: KeyChange[] } {
  const lines = laid.bars.map((bar) => bar.tick)
  const drafts: Draft[] = []
  for (const part of laid.parts) {
    const cue = laid.cues[part.stretch.kind === 'silent' ? -1 : part.stretch.cue]
    if (!cue) continue
    const place: PlacedPart = { part, cue, lines, map }
    if (part.framed)
      drafts.push(...freeDrafts(place, part.framed, laid.sectionTicks, request, drafts.at(-1)?.mode))
    else if (part.stretch.kind === 'locked') drafts.push(...lockedDrafts(place, part.stretch.part))
  }
  const form = planForm(drafts)
  return {
    sections: drafts.map(({ tonic: _tonic, fixedName: _fixedName, ...section }, index) => ({
      ...section,
      ...form[index]!,
    })),
    keys: keyChanges(drafts),
  }
}

interface PlacedPart {
  readonly part: LaidPart
  readonly cue: PlannedCue
  readonly lines: readonly Ticks[]
  readonly map: TempoMap
}

/** Borders of a section: exact at the ends of its cue, elsewhere where the tempo map is at its bar line. */
function borders({ cue, map }: PlacedPart, startTick: Ticks, endTick: Ticks) {
  return {
    startTick,
    endTick,
    startTime: startTick === cue.startTick ? cue.startTime : map.secondsAt(startTick),
    endTime: endTick === cue.endTick ? cue.endTime : map.secondsAt(endTick),
  }
}

function freeDrafts(
  place: PlacedPart,
  { moods, stretch }: FramedStretch,
  sectionTicks: ReadonlyMap<number, Ticks>,
  { settings, families, ensemble }: SectionRequest,
  modeBefore: Mode | undefined,
): Draft[] {
  const { part, lines, map } = place
  const placed: { readonly mood: (typeof moods)[number]; readonly tick: Ticks }[] = []
  for (const mood of moods) {
    const tick =
      mood.start === stretch.start
        ? part.startTick
        : (sectionTicks.get(mood.start) ?? nearestLine(lines, map.ticksAt(seconds(mood.start))))
    // A section too short for a bar of its own joins the one before it.
    const isFirst = placed.length === 0
    if (isFirst || (tick > placed.at(-1)!.tick && tick < part.endTick)) placed.push({ mood, tick })
  }
  const { key, seed } = settings
  let mode = modeBefore
  return placed.map(({ mood, tick }, index) => {
    mode = key === 'automatic' ? modeOf(mood, mode) : key.mode
    return {
      ...borders(place, tick, placed[index + 1]?.tick ?? part.endTick),
      valence: mood.valence,
      arousal: mood.arousal,
      mode,
      tonic: key === 'automatic' ? tonicOf(seed) : key.tonic,
      density: targetDensity(mood.arousal, ensemble),
      register: targetRegister(mood),
      families: activeFamilies(families, mood.arousal, ensemble),
    }
  })
}

/** The sections of a locked part as they were planned, cut at its ends. */
function lockedDrafts(place: PlacedPart, { plan, startTick, endTick }: LockedPart): Draft[] {
  const shift = place.part.startTick - startTick
  return plan.sections
    .filter((section) => section.startTick < endTick && section.endTick > startTick)
    .map(({ name, returnsTo: _returnsTo, ...section }) => {
      const from = ticks(Math.max(section.startTick, startTick) + shift)
      const to = ticks(Math.min(section.endTick, endTick) + shift)
      const key = plan.keys.findLast((change) => change.tick <= section.startTick) ?? plan.keys[0]
      return { ...section, ...borders(place, from, to), tonic: key?.tonic ?? 0, fixedName: name }
    })
}

/**
 * One tonic for the whole piece (from the setting, else from the seed; locked music keeps its own); the mode changes
 * with the sections between parallel keys (C major, C minor), so that the bass keeps its ground and the change reads as
 * a change of light.
 */
function keyChanges(drafts: readonly Draft[]): KeyChange[] {
  const changes: KeyChange[] = []
  for (const { startTick, tonic, mode } of drafts) {
    const before = changes.at(-1)
    if (before?.mode !== mode || before.tonic !== tonic) changes.push({ tick: startTick, tonic, mode })
  }
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
