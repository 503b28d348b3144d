import { Failure } from '../base/failure'
import { defaultMixer, silentTracks } from '../document/mixer'
import type { Plan, PlannedCue } from '../music/plan'
import type { Score } from '../music/score'
import { rationalToNumber } from '../time/rational'
import { createTempoMap, type TempoMap } from '../time/tempoMap'
import { seconds, ticks, type Seconds } from '../time/units'
import { compositionOf, type ExportOptions, type ExportSource } from './exportSource'
import { withTiming } from './noteTiming'
import { preRollTicks } from './preRoll'
import { assertPreRoll, chosenCues, emptyRange } from './scorePieces'
import { scoreRange } from './scoreRange'

/** A part of the film's sound that becomes files of its own. */
export interface SoundPiece {
  /** Name of the cue, or null for the film or a range of it. */
  readonly cue: string | null
  /** What is played to make it: the score from its first tick, or from where all begins that still sounds in the piece. */
  readonly score: Score
  /** Seconds of the score's sound before the file begins; below 0: silence before the score. */
  readonly skipped: Seconds
  /** Seconds from the first picture to the file's first sample; below 0 with a pre-roll. */
  readonly start: Seconds
  /** Seconds of the file, pre-roll included. */
  readonly duration: Seconds
}

/** Seconds that a cue's last notes may ring on; hall and release of the bundled bank are silent by then. */
const ringing = 3

interface Stretch {
  readonly cue: string | null
  readonly start: number
  readonly end: number
}

/** From its first beat until it has died away, the next cue begins or the film ends. */
function stretchOfCue(cue: PlannedCue, { cues }: Plan, tempo: TempoMap, length: number): Stretch {
  const [start, end] = [tempo.secondsAt(cue.startTick), tempo.secondsAt(cue.endTick)]
  const next = cues.find(({ startTick }) => startTick >= cue.endTick)
  const until = next ? tempo.secondsAt(next.startTick) : length
  return { cue: cue.name, start, end: Math.min(length, until, end + ringing) }
}

function stretches(source: ExportSource, { part }: ExportOptions, tempo: TempoMap): readonly Stretch[] {
  const { plan } = compositionOf(source)
  const length = rationalToNumber(source.document.media.info.duration)
  switch (part.kind) {
    case 'film':
      return [{ cue: null, start: 0, end: length }]
    case 'cues':
      return chosenCues(plan, part.names).map((cue) => stretchOfCue(cue, plan, tempo, length))
    case 'range': {
      const [start, end] = [Math.max(0, part.start), Math.min(length, part.end)]
      if (!(start < end)) throw emptyRange(part.start, part.end, length)
      return [{ cue: null, start, end }]
    }
  }
}

/** The score without its silent tracks. Throws Failure `wrong-use` where none is left. */
function heard({ document }: ExportSource, score: Score): Score {
  const silent = silentTracks(score, document.mixer ?? defaultMixer)
  if (silent.size === 0) return score
  const tracks = score.tracks.filter(({ id }) => !silent.has(id))
  if (tracks.length > 0) return { ...score, tracks }
  throw new Failure('wrong-use', { reason: 'every track is muted, so there is nothing to be heard' })
}

/** The score from where everything begins that is still heard at a time: earlier notes are left out. */
function audibleFrom(score: Score, tempo: TempoMap, { start, end }: Stretch): readonly [Score, Seconds] {
  const at = (time: number): number =>
    Math.max(0, Math.min(score.endTick, Math.round(tempo.ticksAt(seconds(time)))))
  const [heard, first, last] = [at(Math.max(0, start - ringing)), at(start), at(end)]
  const starts = score.tracks.flatMap(({ notes }) =>
    notes
      .filter((note) => note.start < first && note.start + note.duration > heard)
      .map((note): number => note.start),
  )
  const from = starts.reduce((least, each) => Math.min(least, each), heard)
  if (from === 0 && last === score.endTick) return [score, seconds(0)]
  const range = { startTick: ticks(from), endTick: ticks(Math.max(from + 1, last)) }
  return [scoreRange(score, range), tempo.secondsAt(range.startTick)]
}

/**
 * The parts of the film's sound that the options ask for: the whole film, each cue until it has died away, or a range, each as
 * it sounds in the film there (S1 to S3 of docs/spec/sound-export.md). Throws as `scorePieces` does.
 */
export function soundPieces(source: ExportSource, options: ExportOptions): SoundPiece[] {
  const { score, plan } = compositionOf(source)
  assertPreRoll(options.preRollBars)
  const timed = heard(source, withTiming(score, plan, options.timing, source.document.settings.seed))
  const tempo = createTempoMap(timed.tempo)
  return stretches(source, options, tempo).map((stretch) => {
    const [audible, from] = audibleFrom(timed, tempo, stretch)
    // The bars of the piece's own beginning, as its MIDI file has them.
    const atStart = ticks(Math.min(timed.endTick - 1, Math.round(tempo.ticksAt(seconds(stretch.start)))))
    const opening = scoreRange(timed, { startTick: atStart, endTick: timed.endTick })
    const preRoll = createTempoMap([opening.tempo[0]!]).secondsAt(preRollTicks(opening, options.preRollBars))
    return {
      cue: stretch.cue,
      score: audible,
      skipped: seconds(stretch.start - from - preRoll),
      start: seconds(stretch.start - preRoll),
      duration: seconds(preRoll + stretch.end - stretch.start),
    }
  })
}
