import { Failure } from '../base/failure'
import type { Plan, PlannedCue } from '../music/plan'
import type { Score } from '../music/score'
import { createTempoMap } from '../time/tempoMap'
import { seconds, ticks, type Seconds } from '../time/units'
import { compositionOf, type ExportOptions, type ExportPart, type ExportSource } from './exportSource'
import { withTiming } from './noteTiming'
import { preRollTicks, withPreRoll } from './preRoll'
import { scoreRange } from './scoreRange'

/** A part of the score that becomes files of its own. */
export interface ScorePiece {
  /** Name of the cue, or null for the film or a range of it. */
  readonly cue: string | null
  readonly score: Score
  /** Where its first tick lies, in seconds from the first picture. */
  readonly firstTick: Seconds
}

/** Most silent bars that may be asked for: half a minute at 60 beats a minute. */
export const maximumPreRollBars = 8

/** The cues of those names or ids, or all of them. Throws Failure `wrong-use` for a cue that does not exist. */
export function chosenCues(plan: Plan, names: readonly string[] | undefined): readonly PlannedCue[] {
  if (!names) return plan.cues
  return names.map((wanted) => {
    const cue = plan.cues.find(({ id, name }) =>
      [id, name].some((text) => text.toLowerCase() === wanted.toLowerCase()),
    )
    if (cue) return cue
    throw new Failure('wrong-use', {
      reason: `there is no cue ${wanted}; the cues are ${plan.cues.map(({ name }) => name).join(', ')}`,
    })
  })
}

/** Throws Failure `wrong-use` for bars that no pre-roll has. */
export function assertPreRoll(bars: number): void {
  if (!Number.isInteger(bars) || bars < 0 || bars > maximumPreRollBars)
    throw new Failure('wrong-use', { reason: `a pre-roll has 0 to ${maximumPreRollBars} bars, not ${bars}` })
}

/** Times in seconds; `length`: of what there is. */
export const emptyRange = (start: number, end: number, length: number): Failure =>
  new Failure('wrong-use', {
    reason: `the range from ${start} to ${end} s holds no music; the score lasts ${length.toFixed(3)} s`,
  })

/** A range in ticks: the nearest ones, inside of the score. */
function rangeTicks(score: Score, start: Seconds, end: Seconds) {
  const tempo = createTempoMap(score.tempo)
  const at = (time: Seconds): number => Math.max(0, Math.min(score.endTick, Math.round(tempo.ticksAt(time))))
  const range = { startTick: ticks(at(start)), endTick: ticks(at(end)) }
  if (range.startTick < range.endTick) return range
  throw emptyRange(start, end, tempo.secondsAt(score.endTick))
}

function piecesOf(score: Score, plan: Plan, part: ExportPart): ScorePiece[] {
  const tempo = createTempoMap(score.tempo)
  switch (part.kind) {
    case 'film':
      return [{ cue: null, score, firstTick: seconds(0) }]
    case 'cues':
      return chosenCues(plan, part.names).map((cue) => ({
        cue: cue.name,
        score: scoreRange(score, cue),
        firstTick: tempo.secondsAt(cue.startTick),
      }))
    case 'range': {
      const range = rangeTicks(score, part.start, part.end)
      return [{ cue: null, score: scoreRange(score, range), firstTick: tempo.secondsAt(range.startTick) }]
    }
  }
}

/**
 * The parts of the score that the options ask for, with their timing and pre-roll. Throws Failure `wrong-use` for a
 * project without a score, a cue that does not exist, an empty range or too long a pre-roll.
 */
export function scorePieces(source: ExportSource, options: ExportOptions): ScorePiece[] {
  const { score, plan } = compositionOf(source)
  const bars = options.preRollBars
  assertPreRoll(bars)
  const timed = withTiming(score, plan, options.timing, source.document.settings.seed)
  return piecesOf(timed, plan, options.part).map((piece) => {
    const rolled = withPreRoll(piece.score, bars)
    const length = createTempoMap(rolled.tempo).secondsAt(preRollTicks(piece.score, bars))
    return { ...piece, score: rolled, firstTick: seconds(piece.firstTick - length) }
  })
}
