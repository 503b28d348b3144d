import type { PlannedCue } from '../music/plan'
import type { Score } from '../music/score'
import { ticks } from '../time/units'

/** A stretch of the score that becomes a clip in a DAW. */
export type ClipRange = Pick<PlannedCue, 'name' | 'startTick' | 'endTick'>

/**
 * What becomes a clip: from each cue's start (the first from tick 0) to the next one's, so that no note is left out; named
 * as the cue. The whole film where there is no cue.
 */
export function clipRanges({ endTick }: Score, cues: readonly PlannedCue[]): ClipRange[] {
  if (cues.length === 0) return [{ name: 'Score', startTick: ticks(0), endTick }]
  return cues.map(({ name, startTick }, index) => ({
    name,
    startTick: index === 0 ? ticks(0) : startTick,
    endTick: cues[index + 1]?.startTick ?? endTick,
  }))
}
