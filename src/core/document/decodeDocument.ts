import type { EmotionCurve } from '../emotion/emotionCurve'
import type { Bar, Plan } from '../music/plan'
import type { KeyChange, MetreChange, Score, TempoChange, Track } from '../music/score'
import { compareRational, rational, type Rational } from '../time/rational'
import { seconds, ticks } from '../time/units'
import type { Transition } from '../timeline/transition'
import type { Cue, HitpointDocument, MediaReference } from './document'
import { restoreExtras } from './compositionExtras'
import {
  storedQualities,
  type ProjectFile,
  type StoredPlan,
  type StoredPoint,
  type StoredScore,
  type StoredTransition,
} from './fileSchema'
import { unpackRows } from './rows'

type RowSize = 2 | 3 | 4 | 5
type Row<Size extends RowSize> = {
  2: readonly [number, number]
  3: readonly [number, number, number]
  4: readonly [number, number, number, number]
  5: readonly [number, number, number, number, number]
}[Size]

/** Rows of a flat list, in ascending ticks from 0 on. */
function rowsOf<Size extends RowSize>(name: string, packed: readonly number[], size: Size): Row<Size>[] {
  const rows = unpackRows(packed, size) as unknown as Row<Size>[]
  ascending(
    name,
    rows.map((row) => row[0]),
  )
  return rows
}

function ascending(name: string, values: readonly number[]): void {
  check(!values.some((value, index) => value < (values[index - 1] ?? 0)), `${name} are not in order of time`)
}

function check(holds: boolean, reason: string): void {
  if (!holds) throw new RangeError(reason)
}

const within = (value: number, low: number, high: number): boolean => value >= low && value <= high
const fromFraction = ([numerator, denominator]: readonly [number, number]): Rational =>
  rational(numerator, denominator)

function restoreMedia(media: ProjectFile['media']): MediaReference {
  const { duration, startTime, frameRate, pixelAspectRatio, ...rest } = media.info
  check(duration[0] >= 0, 'the video has a negative duration')
  check(frameRate[0] > 0, 'the video has no frame rate')
  check(pixelAspectRatio[0] > 0, 'the video’s pixels have no width')
  return {
    ...media,
    info: {
      ...rest,
      duration: fromFraction(duration),
      startTime: fromFraction(startTime),
      frameRate: fromFraction(frameRate),
      pixelAspectRatio: fromFraction(pixelAspectRatio),
    },
  }
}

function restoreTransition(stored: StoredTransition): Transition {
  const [id, kind, origin, at, frame, confidence, mark, startAt, endAt] = stored
  const time = fromFraction(at)
  const start = startAt ? fromFraction(startAt) : time
  const end = endAt ? fromFraction(endAt) : time
  check(
    compareRational(start, time) <= 0 && compareRational(time, end) <= 0,
    `transition ${id} ends before it starts`,
  )
  return { id, kind, start, end, time, frame, confidence, origin, ...restoreHit(mark) }
}

function restoreHit(mark: StoredTransition[6]): Partial<Transition> {
  if (mark === null) return {}
  if (typeof mark === 'string') return { hit: mark }
  const { mode, kind, offset, downbeat, name, locked } = mark
  return {
    ...(mode === null ? {} : { hit: mode }),
    ...(kind === undefined ? {} : { hitKind: kind }),
    ...(offset === undefined ? {} : { hitOffset: offset }),
    ...(downbeat === undefined ? {} : { hitDownbeat: downbeat }),
    ...(name === undefined ? {} : { name }),
    ...(locked ? { locked } : {}),
  }
}

/** The cues of a file. Throws RangeError when they are not in order, overlap, or share an id. */
function restoreCues(stored: ProjectFile['cues']): Cue[] {
  const cues = stored.map((cue) => ({
    ...cue,
    musicIn: fromFraction(cue.musicIn),
    musicOut: fromFraction(cue.musicOut),
  }))
  cues.forEach(({ name, musicIn, musicOut }, index) => {
    const before = cues[index - 1]
    check(compareRational(musicIn, musicOut) < 0, `cue ${name} ends before it starts`)
    check(!before || compareRational(before.musicOut, musicIn) <= 0, `cue ${name} overlaps the one before it`)
  })
  check(new Set(cues.map((cue) => cue.id)).size === cues.length, 'two cues share an id')
  return cues
}

function restoreTransitions(stored: readonly StoredTransition[]): Transition[] {
  const transitions = stored.map(restoreTransition)
  check(
    !transitions.some(
      (transition, index) => index > 0 && compareRational(transitions[index - 1]!.time, transition.time) > 0,
    ),
    'transitions are not in order of time',
  )
  check(
    new Set(transitions.map((transition) => transition.id)).size === transitions.length,
    'two transitions share an id',
  )
  return transitions
}

function restoreCurve(stored: readonly StoredPoint[]): EmotionCurve {
  check(
    !stored.some(([time], index) => index > 0 && stored[index - 1]![0] > time),
    'curve points are not in order of time',
  )
  return {
    points: stored.map(([time, valence, arousal, confidence, step]) => ({
      time: seconds(time),
      valence,
      arousal,
      confidence,
      step: step === 1,
    })),
  }
}

interface TimeMaps {
  readonly tempo: readonly TempoChange[]
  readonly metre: readonly MetreChange[]
  readonly keys: readonly KeyChange[]
}

function restoreTimeMaps(stored: Pick<StoredScore, 'tempo' | 'metre' | 'keys'>): TimeMaps {
  const tempo = rowsOf('tempo changes', stored.tempo, 2).map(([tick, microsecondsPerQuarter], index, all) => {
    check(within(microsecondsPerQuarter, 1, 0xffffff), `${microsecondsPerQuarter} is not a tempo`)
    check(index === 0 ? tick === 0 : tick > all[index - 1]![0], 'tempo changes do not ascend from the start')
    return { tick: ticks(tick), microsecondsPerQuarter }
  })
  check(tempo.length > 0, 'there is no tempo')
  const metre = rowsOf('metre changes', stored.metre, 3).map(([tick, numerator, denominator]) => {
    const isMetre = within(numerator, 1, 255) && [1, 2, 4, 8, 16, 32, 64].includes(denominator)
    check(isMetre, `${numerator}/${denominator} is not a metre`)
    return { tick: ticks(tick), numerator, denominator }
  })
  const keys = rowsOf('key changes', stored.keys, 3).map(([tick, tonic, minor]): KeyChange => {
    check(within(tonic, 0, 11) && within(minor, 0, 1), `${tonic} is not a key`)
    return { tick: ticks(tick), tonic, mode: minor === 1 ? 'minor' : 'major' }
  })
  return { tempo, metre, keys }
}

/** A film of ten hours at 300 bars a minute; a run of bars in a hostile file is not unrolled beyond it. */
const maximumBars = 180_000

function restoreBars(stored: readonly number[]): Bar[] {
  const runs = rowsOf('bars', stored, 5)
  check(
    runs.every((run) => run.slice(1).every((value) => value > 0)),
    'a bar has no length',
  )
  check(runs.reduce((sum, run) => sum + run[4], 0) <= maximumBars, 'there are too many bars')
  return runs.flatMap(([tick, length, numerator, denominator, count]) =>
    Array.from({ length: count }, (_, index) => ({
      tick: ticks(tick + index * length),
      length: ticks(length),
      numerator,
      denominator,
    })),
  )
}

function restorePlan(stored: StoredPlan, score: StoredScore): Plan {
  return {
    duration: seconds(stored.duration),
    endTick: ticks(stored.endTick),
    ...restoreTimeMaps({
      tempo: stored.tempo ?? score.tempo,
      metre: stored.metre ?? score.metre,
      keys: stored.keys ?? score.keys,
    }),
    bars: restoreBars(stored.bars),
    cues: stored.cues.map((cue) => ({
      ...cue,
      startTick: ticks(cue.startTick),
      endTick: ticks(cue.endTick),
      startTime: seconds(cue.startTime),
      endTime: seconds(cue.endTime),
    })),
    sections: stored.sections.map((section) => ({
      ...section,
      startTick: ticks(section.startTick),
      endTick: ticks(section.endTick),
      startTime: seconds(section.startTime),
      endTime: seconds(section.endTime),
    })),
    hits: stored.hits.map(([id, time, mode, marked, tick, kept, error, downbeat, reason, kind]) => ({
      id,
      time: seconds(time),
      mode,
      markedByUser: marked === 1,
      kind,
      tick: ticks(tick),
      kept: kept === 1,
      error: seconds(error),
      downbeat: downbeat === 1,
      ...(reason === null ? {} : { reason }),
    })),
    ensemble: stored.ensemble,
    cost: stored.cost,
  }
}

function restoreTrack(stored: StoredScore['tracks'][number], endTick: number): Track {
  const { name } = stored
  return {
    ...stored,
    notes: rowsOf(`notes of ${name}`, stored.notes, 4).map(([start, duration, pitch, velocity]) => {
      check(start < endTick, `a note of ${name} starts after the end`)
      check(
        within(duration, 0, 0x0fffffff) && within(pitch, 0, 127) && within(velocity, 1, 127),
        `a note of ${name} cannot be played`,
      )
      return { start: ticks(start), duration: ticks(duration), pitch, velocity }
    }),
    controls: rowsOf(`controls of ${name}`, stored.controls, 3).map(([tick, controller, value]) => {
      check(within(controller, 0, 127) && within(value, 0, 127), `a control of ${name} is out of range`)
      return { tick: ticks(tick), controller, value }
    }),
  }
}

function restoreScore(stored: StoredScore): Score {
  ascending(
    'markers',
    stored.markers.map(([tick]) => tick),
  )
  return {
    ...restoreTimeMaps(stored),
    tracks: stored.tracks.map((track) => restoreTrack(track, stored.endTick)),
    chords: rowsOf('chords', stored.chords, 4).map(([tick, root, number, bass]) => {
      const quality = storedQualities[number]
      if (!quality || !within(root, 0, 11) || !within(bass, 0, 11)) throw new RangeError('a chord is unknown')
      return { tick: ticks(tick), root, quality, bass }
    }),
    markers: stored.markers.map(([tick, kind, text]) => ({ tick: ticks(tick), kind, text })),
    endTick: ticks(stored.endTick),
  }
}

/** The document of a schema-valid project file. Throws RangeError with the reason where its numbers contradict each other. */
export function decodeDocument(file: ProjectFile): HitpointDocument {
  const { media, settings, controls, transitions, detection, detectedCurve, curve, mixer, composition } = file
  check(settings.minimumTempo <= settings.maximumTempo, 'the slowest tempo is above the fastest')
  const detected = restoreCurve(detectedCurve)
  return {
    media: restoreMedia(media),
    transitions: restoreTransitions(transitions),
    ...(detection ? { detection } : {}),
    detectedCurve: detected,
    curve: curve ? restoreCurve(curve) : detected,
    settings,
    ...(controls ? { controls } : {}),
    cues: restoreCues(file.cues),
    ...(mixer ? { mixer } : {}),
    ...(composition
      ? {
          composition: {
            model: composition.model,
            plan: restorePlan(composition.plan, composition.score),
            score: restoreScore(composition.score),
            ...restoreExtras(composition, { score: restoreScore, curve: restoreCurve }),
          },
        }
      : {}),
  }
}
