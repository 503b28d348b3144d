import type { Migration } from './migrate'

type Members = Readonly<Record<string, unknown>>

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Number of bars in version 1's runs of five numbers, the last of which counts the run. */
function barCount(bars: unknown): number {
  if (!Array.isArray(bars)) return 0
  return bars.reduce<number>((sum, value, index) => sum + (index % 5 === 4 ? Number(value) : 0), 0)
}

/** Version 1 knew one cue, the whole film, and one kind of hit, the chord. */
function planOf(plan: unknown): unknown {
  if (!isMembers(plan)) return plan
  const { duration, endTick, bars, hits } = plan
  const film = {
    id: 'film',
    name: '1m1',
    startTick: 0,
    endTick,
    startTime: 0,
    endTime: duration,
    firstBar: 0,
    barCount: barCount(bars),
  }
  return {
    ...plan,
    cues: [film],
    hits: Array.isArray(hits)
      ? hits.map((hit: unknown): unknown => (Array.isArray(hit) ? [...(hit as unknown[]), 'chord'] : hit))
      : hits,
  }
}

/** Adds cues, kinds of hits and the choice among tempo solutions. What is damaged stays so, for the schema to refuse. */
export const version1To2: Migration = {
  from: 1,
  to: 2,
  apply: (project) => {
    const { settings, composition } = project
    return {
      ...project,
      settings: isMembers(settings) ? { ...settings, solution: 1 } : settings,
      cues: [],
      ...(isMembers(composition)
        ? { composition: { ...composition, plan: planOf(composition.plan) } }
        : 'composition' in project
          ? { composition }
          : {}),
    }
  },
}
