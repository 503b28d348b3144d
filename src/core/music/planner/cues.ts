import { Failure } from '../../base/failure'
import { seconds, type Seconds } from '../../time/units'
import type { CueRequest } from '../plan'

/** Shortest cue in seconds that may be asked for: a stinger. A shorter film is one cue whatever its length. */
export const shortestCue = 1

/** Times this close (seconds) count as equal: a cue may end where the next begins, and at the end of the film. */
const tolerance = 1e-6

const refuse = (reason: string): Failure => new Failure('wrong-use', { reason })
const at = (time: number): string => `${time.toFixed(3)} s`

/**
 * The cues of a request in ascending time, one over the whole film when none is asked for. Throws Failure `wrong-use`
 * for cues that are shorter than a second, reach outside the film, overlap, or share an id.
 */
export function cuesOf(requested: readonly CueRequest[] | undefined, duration: Seconds): CueRequest[] {
  if (!requested || requested.length === 0)
    return [{ id: 'film', name: '1m1', start: seconds(0), end: duration }]
  const cues = [...requested].sort((a, b) => a.start - b.start)
  cues.forEach(({ name, start, end }, index) => {
    const before = cues[index - 1]
    if (!Number.isFinite(start) || !Number.isFinite(end) || !(start < end))
      throw refuse(`cue ${name} must end after it starts`)
    if (start < -tolerance || end > duration + tolerance)
      throw refuse(
        `cue ${name} (${at(start)} to ${at(end)}) reaches outside the film, which lasts ${at(duration)}`,
      )
    if (end - start < Math.min(shortestCue, duration) - tolerance)
      throw refuse(`cue ${name} lasts ${at(end - start)}, and a cue lasts at least ${shortestCue} s`)
    if (before && start < before.end - tolerance)
      throw refuse(`cue ${name} starts at ${at(start)}, before cue ${before.name} has ended`)
  })
  if (new Set(cues.map((cue) => cue.id)).size < cues.length) throw refuse('two cues have the same id')
  return cues.map((cue) => ({
    ...cue,
    start: seconds(Math.max(0, cue.start)),
    end: seconds(Math.min(duration, cue.end)),
  }))
}
