import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Plan, PlannedHit } from '../../../src/core/music/plan'
import { presetNames } from '../../../src/core/music/presets'
import type { Note, Score } from '../../../src/core/music/score'
import { eventType } from '../../../src/core/music/vocabulary'
import { ticks, ticksPerQuarter } from '../../../src/core/time/units'
import { filmPlan } from './support/filmPlan'
import { scoreByNoise } from './support/composeFilm'

const duration = 20
const cuts = [4, 8.5, 13, 17]

const withKinds = (plan: Plan, kinds: readonly PlannedHit['kind'][]): Plan => ({
  ...plan,
  hits: plan.hits.map((hit, index) => ({ ...hit, kind: kinds[index % kinds.length]! })),
})

const allNotes = (score: Score): Note[] => score.tracks.flatMap(({ notes }) => notes)
const pitchedAt = (score: Score, tick: number): Note[] =>
  score.tracks
    .filter(({ family }) => family !== 'drums')
    .flatMap(({ notes }) => notes.filter((n) => n.start === tick))

describe('kinds of hits (docs/spec/composer-decoding.md, D27-D30)', () => {
  test('a stop is silent: what sounds ends at the cut, nothing begins for a quarter note', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...presetNames),
        fc.integer({ min: 0, max: 999 }),
        fc.array(fc.constantFrom('chord' as const, 'stop' as const), { minLength: 4, maxLength: 4 }),
        async (presetName, seed, kinds) => {
          const plan = withKinds(filmPlan({ duration, hits: cuts, presetName }), kinds)
          const { score } = await scoreByNoise({ plan, presetName, seed, humanSeed: seed })
          const notes = allNotes(score)
          for (const { tick, kind, kept } of plan.hits) {
            if (!kept) continue
            if (kind === 'chord') {
              expect(new Set(pitchedAt(score, tick).map(({ pitch }) => pitch)).size).toBeGreaterThanOrEqual(3)
              continue
            }
            const within = notes.filter(
              ({ start, duration: length }) => start < tick + ticksPerQuarter && start + length > tick,
            )
            expect(within).toEqual([])
          }
        },
      ),
      { numRuns: 25 },
    )
  })

  test('music goes on after a stop, and a stop at the end is the end', async () => {
    const plan = filmPlan({ duration, hits: cuts })
    const middle = withKinds(plan, ['chord', 'stop', 'chord', 'chord'])
    const after = allNotes((await scoreByNoise({ plan: middle, presetName: 'orchestral', seed: 1 })).score)
    expect(after.some(({ start }) => start > plan.hits[1]!.tick + ticksPerQuarter)).toBe(true)
    const late = filmPlan({ duration, hits: [4, 8.5, 19.4] })
    expect(late.hits[2]!.kept).toBe(true)
    const ending = withKinds(late, ['chord', 'chord', 'stop'])
    const last = allNotes((await scoreByNoise({ plan: ending, presetName: 'orchestral', seed: 1 })).score)
    expect(Math.max(...last.map(({ start, duration: length }) => start + length))).toBe(late.hits[2]!.tick)
  })

  test('a swell rises in velocity and expression up to its chord', async () => {
    const plan = withKinds(filmPlan({ duration, hits: cuts }), ['chord', 'chord', 'swell', 'chord'])
    const hit = plan.hits[2]!
    const { score } = await scoreByNoise({
      ...{ plan, presetName: 'orchestral', seed: 7 },
      bias: { type: { [eventType.group]: 3 } },
    })
    const rising = allNotes(score).filter(
      ({ start }) => start < hit.tick && start >= hit.tick - 4 * ticksPerQuarter,
    )
    const mean = (notes: readonly Note[]): number =>
      notes.reduce((sum, { velocity }) => sum + velocity, 0) / notes.length
    const middle = hit.tick - 2 * ticksPerQuarter
    const [early, late] = [
      rising.filter(({ start }) => start < middle),
      rising.filter(({ start }) => start >= middle),
    ]
    expect(mean(late)).toBeGreaterThan(mean(early) + 8)
    expect(mean(pitchedAt(score, hit.tick))).toBeGreaterThan(mean(late))
    const expression = score.tracks[0]!.controls.filter(({ controller }) => controller === 11)
    const at = (tick: number): number => expression.findLast((change) => change.tick <= tick)!.value
    expect(at(hit.tick - 1)).toBeGreaterThan(at(hit.tick - 4 * ticksPerQuarter))
    expect(at(hit.tick)).toBeGreaterThan(at(hit.tick - 1))
  })

  test('an accent is a short, loud strike of five pitches or more', async () => {
    for (const presetName of presetNames) {
      const plan = withKinds(filmPlan({ duration, hits: cuts, presetName }), [
        'chord',
        'accent',
        'chord',
        'chord',
      ])
      const { score } = await scoreByNoise({ plan, presetName, seed: 3 })
      const struck = pitchedAt(score, plan.hits[1]!.tick)
      const accent = struck.filter((note) => note.velocity >= 112 && note.duration <= ticksPerQuarter)
      expect(new Set(accent.map(({ pitch }) => pitch)).size, presetName).toBeGreaterThanOrEqual(5)
    }
  })
})

/** The film's plan cut down to two cues with a silence of at least a bar between them. */
function twoCues(plan: Plan): Plan {
  const middle = Math.floor(plan.bars.length / 2)
  const cue = (id: string, first: number, last: number): Plan['cues'][number] => {
    const end = plan.bars[last]!
    const [startTick, endTick] = [plan.bars[first]!.tick, ticks(end.tick + end.length)]
    const whole = plan.cues[0]!
    const time = (tick: number) => (plan.duration * tick) / plan.endTick
    return {
      ...whole,
      id,
      name: id,
      startTick,
      endTick,
      startTime: time(startTick) as Plan['duration'],
      endTime: time(endTick) as Plan['duration'],
      firstBar: first,
      barCount: last + 1 - first,
    }
  }
  const cues = [cue('1m1', 0, middle - 2), cue('1m2', middle, plan.bars.length - 1)]
  const inside = (tick: number): boolean =>
    cues.some(({ startTick, endTick }) => tick >= startTick && tick < endTick)
  const sections = cues.map((own, index) => ({
    ...plan.sections[index]!,
    startTick: own.startTick,
    endTick: own.endTick,
    startTime: own.startTime,
    endTime: own.endTime,
  }))
  return { ...plan, cues, sections, hits: plan.hits.filter(({ tick }) => inside(tick)) }
}

describe('cues (D31, D32)', () => {
  test('each begins with a sound, resolves and ends exactly; between them nothing sounds', async () => {
    const plan = twoCues(filmPlan({ duration: 30, hits: [4, 9, 21, 26] }))
    const { score, requests } = await scoreByNoise({ plan, presetName: 'orchestral', seed: 2, humanSeed: 2 })
    const notes = allNotes(score)
    expect(requests.map(({ cue }) => cue.id)).toEqual(['1m1', '1m2'])
    for (const { startTick, endTick } of plan.cues) {
      const own = notes.filter(({ start }) => start >= startTick && start < endTick)
      expect(Math.min(...own.map(({ start }) => start))).toBe(startTick)
      expect(Math.max(...own.map(({ start, duration: length }) => start + length))).toBe(endTick)
    }
    const silent = notes.filter(
      ({ start }) => !plan.cues.some(({ startTick, endTick }) => start >= startTick && start < endTick),
    )
    expect(silent).toEqual([])
    for (const { request } of requests) expect(request!.frame.anchors.at(-1)!.cadence).toBeDefined()
    const [first, second] = requests
    expect(first!.request!.seed).not.toBe(second!.request!.seed)
  })
})
