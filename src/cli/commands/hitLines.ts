import type { Plan, PlannedHit, ThinReason } from '../../core/music/plan'
import { rationalToNumber, type Rational } from '../../core/time/rational'

const thinReasons: Readonly<Record<ThinReason, string>> = {
  'too-close': 'too close to a stronger hit',
  'tempo-range': 'no whole number of half beats fits inside the tempo range',
  outside: 'outside the music: before the first picture or too near the end',
  'outside-cue': 'in the silence between cues',
  locked: 'a locked range keeps the music that it has',
}

/** A number with fixed digits, without a sign on what rounds to nothing. */
export function fixed(value: number, digits: number): string {
  const text = value.toFixed(digits)
  return Number(text) === 0 ? (0).toFixed(digits) : text
}

/** One line on what became of a hit: its error in milliseconds and frames, or why it was left out. */
export function hitLine(hit: PlannedHit, frameRate: Rational, isNearMiss = false): string {
  const frames = hit.error * rationalToNumber(frameRate)
  const error = `${fixed(hit.error * 1000, 3)} ms, ${fixed(frames, 4)} frames`
  const time = `  ${hit.time.toFixed(3).padStart(9)} s  `
  const kind = hit.kind === 'chord' ? '' : `, ${hit.kind}`
  const reason = hit.reason ? thinReasons[hit.reason] : ''
  if (hit.mode === 'soft') return `${time}soft     ${reason || `nearest beat ${error} away`}`
  if (hit.kept) return `${time}hit      ${error}${hit.downbeat ? ', downbeat' : ''}${kind}`
  const near = isNearMiss ? `NEAR     ${error}, ` : 'THINNED  '
  return `${time}${near}${reason}${hit.markedByUser ? ', although you marked it' : ''}`
}

/** A warning for every must-hit that the user marked and the music does not land on. */
export const markedWarnings = ({ hits }: Pick<Plan, 'hits'>): string[] =>
  hits
    .filter((hit) => hit.mode === 'must' && hit.markedByUser && !hit.kept)
    .map(
      (hit) =>
        `Warning: the hit that you marked at ${hit.time.toFixed(3)} s is left out: ` +
        `${hit.reason ? thinReasons[hit.reason] : 'unknown'}.`,
    )

/** A hit as the commands print it in JSON. */
export const hitOutput = (hit: PlannedHit, frameRate: Rational): object => ({
  id: hit.id,
  time: hit.time,
  mode: hit.mode,
  kind: hit.kind,
  markedByUser: hit.markedByUser,
  kept: hit.kept,
  tick: hit.tick,
  errorMilliseconds: hit.error * 1000,
  errorFrames: hit.error * rationalToNumber(frameRate),
  downbeat: hit.downbeat,
  reason: hit.reason,
})
