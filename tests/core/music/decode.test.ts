import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { valueAt } from '../../../src/core/emotion/evaluateCurve'
import { composeRequest } from '../../../src/core/music/composeRequest'
import { composeEvents, type ComposeRequest } from '../../../src/core/music/decode'
import { familyLimits } from '../../../src/core/music/decodeFrame'
import { decodeEvents, encodeEvents, type EventRow, type GridNote } from '../../../src/core/music/events'
import type { Plan } from '../../../src/core/music/plan'
import { findPreset, presetNames } from '../../../src/core/music/presets'
import { defaultLeaning } from '../../../src/core/music/sampling'
import type { Leaning } from '../../../src/core/music/softBias'
import { attribute, durationSteps, eventType, ticksPerStep } from '../../../src/core/music/vocabulary'
import { arcCurve, filmPlan } from './support/filmPlan'
import { randomNetwork, randomTables } from './support/randomNetwork'

type Bias = Parameters<typeof randomTables>[1]

interface Composed {
  readonly plan: Plan
  readonly request: ComposeRequest
  readonly rows: readonly EventRow[]
  readonly notes: readonly GridNote[]
  readonly forcedShare: number
}

async function composeFilm(options: {
  readonly duration: number
  readonly hits: readonly number[]
  readonly presetName: string
  readonly seed: number
  readonly bias?: Bias
  readonly leaning?: Leaning
}): Promise<Composed> {
  const plan = filmPlan(options)
  const curve = arcCurve(options.duration)
  const request = composeRequest({
    plan,
    emotionAt: (time) => valueAt(curve, time),
    parts: findPreset(options.presetName)!.parts,
    seed: options.seed,
    character: { leaning: options.leaning },
  })!
  const { rows, forcing } = await composeEvents(
    request,
    randomNetwork(options.seed),
    randomTables(options.seed, options.bias),
  )
  const { notes } = decodeEvents(rows, request.frame.barLengths)
  return { plan, request, rows, notes, forcedShare: forcing.forcedShare }
}

/** Distinct pitched keys that start at a step and last at least `length`. */
const chordAt = (notes: readonly GridNote[], step: number, length: number): Set<number> =>
  new Set(
    notes
      .filter((note) => note.family !== 0 && note.onset === step && note.duration >= length)
      .map((note) => note.pitch),
  )

/** D10: a bass has one voice, so a note that began while the chord is held would end the chord's. */
function expectBassHeld(notes: readonly GridNote[], step: number, length: number): void {
  const bass = notes.filter((note) => note.family === 1)
  if (!bass.some((note) => note.onset === step && note.duration >= length)) return
  const early = bass.filter((note) => note.onset > step && note.onset < step + length)
  expect(early, `bass after the hit at ${step}`).toEqual([])
}

function expectConstraints({ plan, request, rows, notes }: Composed): void {
  const { frame } = request
  const kept = plan.hits.filter((hit) => hit.kept)
  const chords = decodeEvents(rows, frame.barLengths).chords
  for (const hit of kept) {
    const step = hit.tick / ticksPerStep
    if (step >= frame.endStep) continue
    const next = frame.anchors.find((anchor) => anchor.step > step)?.step ?? frame.endStep
    const room = Math.min(48, next - step)
    const long = durationSteps.findLast((duration) => duration <= room)!
    expect(chordAt(notes, step, long).size, `hit at ${step}`).toBeGreaterThanOrEqual(3)
    expect(chords.some((chord) => chord.onset === step && chord.root < 12 && chord.quality < 9)).toBe(true)
    expectBassHeld(notes, step, long)
  }
  expect(rows.filter((row) => row[attribute.type] === eventType.bar)).toHaveLength(plan.bars.length)
  expect(rows.at(-1)![attribute.type]).toBe(eventType.end)
  expect(notes.some((note) => note.onset === 0)).toBe(true)
  for (const note of notes) {
    expect(note.onset).toBeLessThan(frame.endStep)
    const limit = familyLimits[note.family]!
    const heard = note.family === 0 ? note.pitch : note.pitch + frame.transposition
    expect(heard).toBeGreaterThanOrEqual(limit.lowest)
    expect(heard).toBeLessThanOrEqual(limit.highest)
  }
  // The cadence: the last anchor's chord is the tonic triad, holds to the end, and nothing new starts after it.
  const cadence = frame.anchors.at(-1)!
  const { tonic, mode } = cadence.cadence!
  const triad = [0, mode === 'minor' ? 3 : 4, 7].map((interval) => (tonic + interval) % 12)
  const closing = notes.filter((note) => note.onset >= cadence.step && note.family !== 0)
  expect(closing.every((note) => triad.includes(note.pitch % 12))).toBe(true)
  expect(closing.every((note) => note.onset === cadence.step)).toBe(true)
  expect(Math.min(...closing.map((note) => note.pitch)) % 12).toBe(tonic)
  const longest = Math.max(...closing.map((note) => note.duration))
  expect(longest).toBeGreaterThanOrEqual(Math.min(288, frame.endStep - cadence.step))
}

describe('constrained decoding (score.md, stage 3) over a network of noise', () => {
  const film = fc.record({
    duration: fc.double({ min: 4, max: 45, noNaN: true }),
    cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 14 }),
    presetName: fc.constantFrom(...presetNames),
    seed: fc.integer({ min: 0, max: 1_000_000 }),
  })

  test('every kept hit has its chord, nothing passes the end, the bars are the plan’s', async () => {
    await fc.assert(
      fc.asyncProperty(film, async ({ duration, cuts, presetName, seed }) => {
        const hits = [...new Set(cuts.map((cut) => Math.round(cut * duration * 100) / 100))].sort(
          (a, b) => a - b,
        )
        const inside = hits.filter((time) => time < duration - 0.2)
        expectConstraints(await composeFilm({ duration, hits: inside, presetName, seed }))
      }),
      { numRuns: 60 },
    )
  })

  test('a recall far stronger than the network shuts nothing and is held like it (D53)', async () => {
    const leaning = { ...defaultLeaning, rhythm: 40, melody: 40 }
    for (const presetName of presetNames) {
      const options = { duration: 40, hits: [0.5, 3, 9.96, 15, 16.02, 29.3], presetName, seed: 11 }
      expectConstraints(await composeFilm({ ...options, leaning }))
    }
  })

  const extremes: readonly (readonly [string, Bias])[] = [
    ['that only wants to end the bar', { type: { [eventType.bar]: 40, [eventType.end]: 40 } }],
    ['that only wants groups', { type: { [eventType.group]: 40 } }],
    ['that only wants chords', { type: { [eventType.chord]: 40 } }],
    ['that never moves on', { delta: { 0: 40 } }],
    ['that only leaps', { delta: { 60: 40, 48: 30 } }],
    ['that only drums', { family: { 0: 40 } }],
    ['that only plays the bass', { family: { 1: 40 } }],
    ['that only plays single notes', { pitch: { 128: 40 } }],
    ['that never stops a chord', { pitch: { 128: -40 } }],
    ['that only plays short notes', { duration: { 0: 40 } }],
    ['that only plays the longest notes', { duration: { 36: 40 } }],
  ]
  test.each(extremes)('a network %s is still held', async (_, bias) => {
    for (const presetName of ['orchestral', 'band', 'solo-piano', 'hybrid-trailer'])
      expectConstraints(
        await composeFilm({
          duration: 24,
          hits: [0.5, 3, 4.1, 9.96, 15, 16.02, 22.8],
          presetName,
          seed: 4,
          bias,
        }),
      )
  })

  test('same seed, same music; another seed, other music', async () => {
    const options = { duration: 20, hits: [3, 8, 12.5], presetName: 'orchestral' }
    const [first, again] = [
      await composeFilm({ ...options, seed: 9 }),
      await composeFilm({ ...options, seed: 9 }),
    ]
    expect(again.rows).toEqual(first.rows)
    const { request } = first
    const other = await composeEvents({ ...request, seed: 10 }, randomNetwork(9), randomTables(9))
    expect(other.rows).not.toEqual(first.rows)
  })

  test('written rows keep the grammar: encoding the decoded music gives the same groups', async () => {
    const { rows, request } = await composeFilm({
      duration: 30,
      hits: [4, 11, 19],
      presetName: 'orchestral',
      seed: 2,
    })
    const music = decodeEvents(rows, request.frame.barLengths)
    const groups = (all: readonly EventRow[]): string[] =>
      all
        .filter((row) => row[attribute.type] === eventType.group)
        .map((row) => row.slice(attribute.family).join(' '))
    expect(groups(encodeEvents(music, request.frame.barLengths))).toEqual(groups(rows))
  })

  test('cancellation stops between events', async () => {
    const { request } = await composeFilm({ duration: 20, hits: [], presetName: 'band', seed: 1 })
    let events = 0
    const cancellation = { aborted: false }
    const composing = composeEvents(request, randomNetwork(1), randomTables(1), {
      cancellation,
      onEvent: () => {
        events++
        cancellation.aborted = events === 5
      },
    })
    await expect(composing).rejects.toMatchObject({ code: 'cancelled' })
    expect(events).toBe(5)
  })

  test('the forcing report is a share and noise is forced more than never', async () => {
    const { forcedShare } = await composeFilm({
      duration: 20,
      hits: [3, 8],
      presetName: 'orchestral',
      seed: 3,
    })
    expect(forcedShare).toBeGreaterThan(0)
    expect(forcedShare).toBeLessThan(1)
  })
})
