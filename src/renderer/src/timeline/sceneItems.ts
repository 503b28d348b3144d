import type { HitpointDocument } from '../../../core/document/document'
import { hitModeOf, hitTimeOf } from '../../../core/document/hitRequests'
import { playedCues } from '../../../core/document/editCues'
import type { Plan } from '../../../core/music/plan'
import type { ChordQuality, ChordSymbol, Score } from '../../../core/music/score'
import { rationalToNumber } from '../../../core/time/rational'
import { createTempoMap, type TempoMap } from '../../../core/time/tempoMap'
import { parseTimecode, timecodeToFrames } from '../../../core/time/timecode'
import { ticks } from '../../../core/time/units'
import { isHandMade } from '../../../core/timeline/editCuts'
import type { Selection } from '../app/session'
import type { Block } from './layers/blocks'
import type { CutItem } from './layers/cuts'
import { palette } from './layers/palette'
import type { FilmTimecode } from './layers/ruler'
import type { TempoStep } from './layers/tempo'

/** Plain items for the layers, from a document. */

/** How the film counts its frames: its own start time code, drop frame where that says so. */
export function filmTimecode({ media }: Pick<HitpointDocument, 'media'>): FilmTimecode {
  const { frameRate, timecode } = media.info
  const start = timecode === undefined ? null : parseTimecode(timecode)
  return {
    frameRate,
    firstFrame: start ? timecodeToFrames(start, frameRate) : 0,
    dropFrame: start?.dropFrame ?? false,
  }
}

export function cutItems(document: HitpointDocument, selection: Selection): readonly CutItem[] {
  const { frameRate } = document.media.info
  const rate = rationalToNumber(frameRate)
  const planned = new Map(document.composition?.plan.hits.map((hit) => [hit.id, hit]))
  const selected = new Set(selection.cuts)
  return document.transitions.map((transition): CutItem => {
    const aim = rationalToNumber(hitTimeOf(transition, frameRate))
    const hit = planned.get(transition.id)
    return {
      id: transition.id,
      time: rationalToNumber(transition.time),
      start: rationalToNumber(transition.start),
      end: rationalToNumber(transition.end),
      aim,
      kind: transition.kind,
      mode: hitModeOf(transition, document.settings.hits),
      selected: selected.has(transition.id),
      locked: transition.locked ?? false,
      byHand: isHandMade(transition),
      name: transition.name,
      // Where the music lands, beside where the picture wants it now: a moved cut shows its miss at once. Silence has none.
      errorFrames: hit && hit.reason !== 'outside-cue' ? (hit.time + hit.error - aim) * rate : undefined,
    }
  })
}

export const cueBlocks = (document: HitpointDocument, selected: string | null): readonly Block[] =>
  playedCues(document).map(({ id, name, musicIn, musicOut }) => ({
    start: rationalToNumber(musicIn),
    end: rationalToNumber(musicOut),
    label: name,
    colour: palette.cue,
    selected: id === selected,
    handles: true,
  }))

export const pitchNames = ['C', 'D♭', 'D', 'E♭', 'E', 'F', 'G♭', 'G', 'A♭', 'A', 'B♭', 'B'] as const
const qualityMarks: Readonly<Record<ChordQuality, string>> = {
  major: '',
  minor: 'm',
  diminished: '°',
  augmented: '+',
  suspended: 'sus',
  dominantSeventh: '7',
  majorSeventh: 'maj7',
  minorSeventh: 'm7',
  diminishedSeventh: '°7',
}

/** A chord as musicians write it: `Fm7/A♭`. */
export const chordName = ({ root, quality, bass }: ChordSymbol): string =>
  `${pitchNames[root] ?? '?'}${qualityMarks[quality]}${bass === root ? '' : `/${pitchNames[bass] ?? '?'}`}`

/** Every chord to the next one, or to the end of its cue. */
export function chordBlocks(
  score: Score,
  tempo: TempoMap,
  cues: readonly { readonly endTime: number }[],
): readonly Block[] {
  const ends = cues.map(({ endTime }) => endTime)
  return score.chords.map((chord, index) => {
    const start = tempo.secondsAt(chord.tick)
    const next = tempo.secondsAt(score.chords[index + 1]?.tick ?? score.endTick)
    const end = Math.min(next, ends.find((time) => time > start + 1e-3) ?? next)
    return { start, end, label: chordName(chord), colour: palette.chord }
  })
}

/** Sections with name, key and the families that play: `A · G major · strings, brass`. */
export const sectionBlocks = ({ sections, keys }: Plan): readonly Block[] =>
  sections.map(({ name, startTick, startTime, endTime, mode, families }) => {
    const tonic = keys.findLast(({ tick }) => tick <= startTick)?.tonic
    const key = tonic === undefined ? mode : `${pitchNames[tonic] ?? '?'} ${mode}`
    return {
      start: startTime,
      end: endTime,
      label: `${name} · ${key} · ${families.join(', ')}`,
      colour: palette.section,
    }
  })

export interface TempoItems {
  readonly steps: readonly TempoStep[]
  readonly bars: readonly number[]
  readonly end: number
}

export function tempoItems(plan: Plan, tempo: TempoMap): TempoItems {
  return {
    steps: plan.tempo.map(({ tick, microsecondsPerQuarter }) => ({
      time: tempo.secondsAt(tick),
      beatsPerMinute: 60_000_000 / microsecondsPerQuarter,
    })),
    bars: plan.bars.map(({ tick }) => tempo.secondsAt(ticks(tick))),
    end: plan.duration,
  }
}

const maps = new WeakMap<Score['tempo'], TempoMap>()

/** The tempo map of a list of tempo changes, made once. */
export function tempoMapOf(changes: Score['tempo']): TempoMap {
  const map = maps.get(changes) ?? createTempoMap(changes)
  maps.set(changes, map)
  return map
}
