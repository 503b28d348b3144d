import { seconds, ticks, type Ticks } from '../time/units'
import type { Plan, PlannedCue } from './plan'

/** The entry in force at a tick, then all up to the end, counted from that tick. */
function changesWithin<Change extends { readonly tick: Ticks }>(
  changes: readonly Change[],
  { startTick, endTick }: PlannedCue,
): Change[] {
  const first = changes.findLast((change) => change.tick <= startTick) ?? changes[0]
  const later = changes.filter(
    (change) => change.tick > startTick && change.tick < endTick && change !== first,
  )
  return [...(first ? [{ ...first, tick: startTick }] : []), ...later].map((change) => ({
    ...change,
    tick: ticks(change.tick - startTick),
  }))
}

/**
 * One cue as a plan of its own: tick 0 and second 0 are its music-in, nothing of the film around it is left. A film with
 * one cue over all of it gives the film's plan.
 */
export function cuePlan(plan: Plan, cue: PlannedCue): Plan {
  const { startTick, endTick, startTime, endTime } = cue
  const tick = (at: Ticks): Ticks => ticks(at - startTick)
  const inside = (at: Ticks): boolean => at >= startTick && at < endTick
  const own = [...plan.sections.keys()].filter((index) => inside(plan.sections[index]!.startTick))
  return {
    duration: seconds(endTime - startTime),
    endTick: tick(endTick),
    tempo: changesWithin(plan.tempo, cue),
    metre: changesWithin(plan.metre, cue),
    keys: changesWithin(plan.keys, cue),
    bars: plan.bars
      .slice(cue.firstBar, cue.firstBar + cue.barCount)
      .map((bar) => ({ ...bar, tick: tick(bar.tick) })),
    cues: [
      {
        ...cue,
        startTick: ticks(0),
        endTick: tick(endTick),
        startTime: seconds(0),
        endTime: seconds(endTime - startTime),
        firstBar: 0,
      },
    ],
    sections: own.map((index) => {
      const { returnsTo, ...section } = plan.sections[index]!
      const source = returnsTo === undefined ? -1 : own.indexOf(returnsTo)
      return {
        ...section,
        startTick: tick(section.startTick),
        endTick: tick(section.endTick),
        startTime: seconds(section.startTime - startTime),
        endTime: seconds(section.endTime - startTime),
        ...(source >= 0 && { returnsTo: source }),
      }
    }),
    hits: plan.hits
      .filter((hit) => inside(hit.tick))
      .map((hit) => ({ ...hit, time: seconds(hit.time - startTime), tick: tick(hit.tick) })),
    ensemble: plan.ensemble,
    cost: plan.cost,
  }
}
