import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cuePlan } from '../../../src/core/music/cuePlan'
import type { Plan, PlannedCue } from '../../../src/core/music/plan'
import { wallAfter, type DecodeFrame } from '../../../src/core/music/decodeFrame'
import { hitFrame } from '../../../src/core/music/hitFrame'
import { planScore } from '../../../src/core/music/planner/planScore'
import { findPreset, presetNames } from '../../../src/core/music/presets'
import type { Note, Score } from '../../../src/core/music/score'
import { seconds, ticks } from '../../../src/core/time/units'
import { scoreByNoise } from './support/composeFilm'
import { arcCurve, filmPlan, hitsAt } from './support/filmPlan'

const duration = 30

/** A film of two cues with silence between them. */
function twoCues(presetName: string, cuts: readonly number[], border: number): Plan {
  const preset = findPreset(presetName)!
  return planScore({
    duration: seconds(duration),
    hits: hitsAt(cuts),
    curve: arcCurve(duration),
    settings: {
      minimumTempo: 60,
      maximumTempo: 160,
      metre: { numerator: 4, denominator: 4 },
      key: 'automatic',
      preset: presetName,
      seed: 1,
    },
    ensemble: preset.ensemble,
    families: preset.families,
    cues: [
      { id: 'a', name: '1m1', start: seconds(0.4), end: seconds(border) },
      { id: 'b', name: '1m2', start: seconds(border + 2), end: seconds(duration) },
    ],
  })
}

const notesOf = (score: Score, { startTick, endTick }: PlannedCue): Note[] =>
  score.tracks
    .filter(({ family }) => family !== 'drums')
    .flatMap(({ notes }) => notes.filter(({ start }) => start >= startTick && start < endTick))

/** What sounds when the last notes are struck is the tonic triad with the tonic lowest, and it ends with the cue. */
function expectClose(score: Score, plan: Plan, cue: PlannedCue): void {
  const notes = notesOf(score, cue)
  const last = Math.max(...notes.map(({ start }) => start))
  const sounding = notes.filter(({ start, duration: length }) => start + length > last)
  const { tonic, mode } = cuePlan(plan, cue).keys.at(-1)!
  const triad = [0, mode === 'minor' ? 3 : 4, 7].map((interval) => (tonic + interval) % 12)
  expect(sounding.length).toBeGreaterThanOrEqual(3)
  expect(sounding.map(({ pitch }) => pitch % 12).filter((pitch) => !triad.includes(pitch))).toEqual([])
  expect(Math.min(...sounding.map(({ pitch }) => pitch)) % 12).toBe(tonic)
  expect(Math.max(...notes.map(({ start, duration: length }) => start + length))).toBe(cue.endTick)
}

const frameOf: DecodeFrame = {
  barLengths: [96, 96, 98],
  endStep: 290,
  anchors: [],
  families: [],
  transposition: 0,
  foreignThirds: [],
  density: [],
}

describe('the close (docs/spec/composer-decoding.md, D9, D36) over a network of noise', () => {
  test('random films: every cue ends on its tonic triad alone, the tonic in the bass, played or quantised', async () => {
    const film = fc.record({
      presetName: fc.constantFrom(...presetNames),
      cuts: fc.uniqueArray(fc.integer({ min: 4, max: 110 }), { maxLength: 8 }),
      border: fc.integer({ min: 6, max: 20 }),
      seed: fc.integer({ min: 0, max: 1_000_000 }),
      humanSeed: fc.option(fc.nat(1000), { nil: undefined }),
    })
    await fc.assert(
      fc.asyncProperty(film, async ({ presetName, cuts, border, seed, humanSeed }) => {
        const plan = twoCues(
          presetName,
          cuts.map((cut) => cut / 4).sort((a, b) => a - b),
          border,
        )
        const { score } = await scoreByNoise({ plan, presetName, seed, humanSeed })
        for (const cue of plan.cues) expectClose(score, plan, cue)
      }),
      { numRuns: 20 },
    )
  })

  test('nothing rings into the close, nor on from it into a later hit', () => {
    const cadence = { tonic: 7, mode: 'major' } as const
    const frame = hitFrame({
      hits: [{ step: 240, kind: 'chord' }],
      barSteps: [0, 96, 192],
      endStep: 290,
      arousalAt: () => 0,
      keyAt: () => ({ tick: ticks(0), ...cadence }),
    })
    const anchors = [...frame.anchors, { ...frame.anchors[0]!, step: 265 }]
    const walls = [0, 239, 240, 264, 265].map((step) => wallAfter({ ...frameOf, anchors }, 0, step))
    expect(frame.anchors.map(({ step, cadence: close }) => [step, close])).toEqual([[240, cadence]])
    expect(walls).toEqual([240, 240, 265, 265, 290])
  })

  test('a hit inside the close strikes the triad again', async () => {
    const plan = filmPlan({ duration: 20, hits: [6, 17.2, 18.6] })
    const { score } = await scoreByNoise({ plan, presetName: 'orchestral', seed: 4, humanSeed: 4 })
    const key = plan.keys.at(-1)!
    const final = notesOf(score, plan.cues[0]!).filter(({ start }) => start >= plan.hits[2]!.tick)
    expect(final.length).toBeGreaterThanOrEqual(3)
    expect(Math.min(...final.map(({ pitch }) => pitch)) % 12).toBe(key.tonic)
  })
})
