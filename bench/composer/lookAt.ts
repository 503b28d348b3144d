import { measureStructure } from '../../src/core/music/statisticsStructure'
import type { KeyChange, Score } from '../../src/core/music/score'
import { createTempoMap } from '../../src/core/time/tempoMap'
import { ticks } from '../../src/core/time/units'
import { frame } from './hitMeasures'
import { gridNotes } from '../../src/core/music/scoreNotes'
import { barLengthsOf } from './pieceLines'
import { presetOf } from './plans'
import type { Piece } from './workshop'

/** What a musician would look for on the page, as numbers. */
export interface Looks {
  readonly bars: number
  readonly notes: number
  readonly longestRepetition: number
  readonly longestStandstill: number
  /** Bars inside cues in which nothing sounds. */
  readonly emptyBars: number
  readonly outsideRange: number
  readonly closesOnTriad: boolean
  readonly tonicInBass: boolean
  readonly stops: boolean
  readonly forbiddenMass: number
  readonly forcedShare: number
}

interface PlayedNote {
  readonly start: number
  readonly end: number
  readonly pitch: number
}

const pitched = (score: Score): PlayedNote[] =>
  score.tracks
    .filter((track) => track.family !== 'drums')
    .flatMap((track) =>
      track.notes.map(({ start, duration, pitch }) => ({ start, end: start + duration, pitch })),
    )

/** Notes that their part cannot play. */
function outsideRange(score: Score, presetName: string): number {
  const { parts } = presetOf(presetName)
  return score.tracks.reduce((sum, track) => {
    const range = parts.find((part) => part.id === track.id)?.range
    return sum + (range ? track.notes.filter(({ pitch }) => pitch < range[0] || pitch > range[1]).length : 0)
  }, 0)
}

/** What sounds from the last onset on: all of it in the tonic triad, and the tonic lowest. */
export function closing(
  notes: readonly PlayedNote[],
  key: KeyChange | undefined,
): Pick<Looks, 'closesOnTriad' | 'tonicInBass'> {
  if (notes.length === 0 || !key) return { closesOnTriad: false, tonicInBass: false }
  const lastStart = Math.max(...notes.map((note) => note.start))
  const sounding = notes.filter((note) => note.end > lastStart)
  const triad = (key.mode === 'minor' ? [0, 3, 7] : [0, 4, 7]).map((interval) => (key.tonic + interval) % 12)
  return {
    closesOnTriad: sounding.every((note) => triad.includes(note.pitch % 12)),
    tonicInBass: Math.min(...sounding.map((note) => note.pitch)) % 12 === key.tonic,
  }
}

/** Looks at a piece. */
export function lookAt({ score, report, order: { plan, presetName } }: Piece): Looks {
  const barLengths = barLengthsOf(plan)
  const inCue = plan.bars.filter((bar) =>
    plan.cues.some((cue) => bar.tick >= cue.startTick && bar.tick < cue.endTick),
  )
  const silent = plan.bars.length - inCue.length
  const structure = measureStructure(gridNotes(score), barLengths)
  const notes = pitched(score)
  const tempo = createTempoMap(score.tempo)
  const end = Math.max(0, ...notes.map((note) => note.end))
  const musicEnd = plan.cues.at(-1)?.endTime ?? plan.duration
  return {
    bars: inCue.length,
    notes: gridNotes(score).length,
    longestRepetition: structure.longestRepetition,
    longestStandstill: structure.longestStandstill,
    emptyBars: Math.max(0, Math.round(structure.emptyBars * plan.bars.length) - silent),
    outsideRange: outsideRange(score, presetName),
    ...closing(notes, score.keys.at(-1)),
    stops: end <= score.endTick && Math.abs(musicEnd - tempo.secondsAt(ticks(end))) <= frame + 0.01,
    forbiddenMass: report.forcing.meanForbiddenMass,
    forcedShare: report.forcing.forcedShare,
  }
}
