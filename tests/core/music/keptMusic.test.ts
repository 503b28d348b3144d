import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ComposeRequest, ComposeResult } from '../../../src/core/music/decode'
import { isShut } from '../../../src/core/music/decodeFrame'
import { isWithin, keepMusic, keepsTrack, locksAround, type Lock } from '../../../src/core/music/keptMusic'
import type { Plan } from '../../../src/core/music/plan'
import { presetNames } from '../../../src/core/music/presets'
import type { Note, Score, Track } from '../../../src/core/music/score'
import { attribute, eventType, ticksPerStep } from '../../../src/core/music/vocabulary'
import { createTempoMap } from '../../../src/core/time/tempoMap'
import { seconds, ticks } from '../../../src/core/time/units'
import { filmPlan } from './support/filmPlan'
import { scoreByNoise } from './support/composeFilm'

const duration = 16
const cuts = [2.5, 5.4, 8.1, 11.2, 13.5]

/** Notes of a track whose onset a lock keeps. */
const lockedNotes = (track: Track, plan: Plan, locks: readonly Lock[]): Note[] => {
  const tempo = createTempoMap(plan.tempo)
  const spans = locks.map(({ start, end, tracks }) => ({
    startTick: ticks(Math.round(tempo.ticksAt(start))),
    endTick: ticks(Math.round(tempo.ticksAt(end))),
    tracks: tracks ?? null,
  }))
  return track.notes.filter((note) =>
    spans.some((span) => keepsTrack(span, track.id) && isWithin(note.start, span)),
  )
}

function expectKept(before: Score, after: Score, plan: Plan, locks: readonly Lock[]): void {
  for (const track of before.tracks) {
    const same = after.tracks.find(({ id }) => id === track.id)
    const kept = lockedNotes(track, plan, locks)
    if (kept.length === 0 && !same) continue
    // Exactly these: nothing is lost, changed or added inside a lock.
    expect(lockedNotes(same!, plan, locks), track.id).toEqual(kept)
  }
}

/** A few cuts, the film's start and its end: edges of locks. */
const edges = [0, ...cuts, duration]
const lockSets = fc.array(
  fc.record({
    from: fc.nat({ max: edges.length - 2 }),
    length: fc.integer({ min: 1, max: 3 }),
    trackShare: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
  }),
  { minLength: 1, maxLength: 3 },
)

/** The film with a bar of picture and music put before it at the same tempo: time inside moves by the bar's length. */
function shifted(plan: Plan, shift: number): Plan {
  const first = plan.tempo[0]!
  const gap = plan.tempo.find(({ tick }) => tick > 0)
  // The bar is squeezed into no time by a tempo that nobody would play: what follows keeps its place in the picture.
  const squeezed = { tick: ticks(0), microsecondsPerQuarter: 1 }
  const tempo = [squeezed, { ...first, tick: ticks(shift) }].concat(
    plan.tempo
      .filter((change) => change !== first && (gap ? change.tick >= gap.tick : true))
      .map((change) => ({ ...change, tick: ticks(change.tick + shift) })),
  )
  return { ...plan, tempo, endTick: ticks(plan.endTick + shift) }
}

/** Rows stand in ascending time; at one step CHORD comes first, then families in order (E12). */
function expectOrdered({ frame }: ComposeRequest, { rows, steps, given }: ComposeResult): void {
  rows.forEach((row, index) => {
    if (!given[index] && row[attribute.type] === eventType.group)
      expect(isShut(frame, row[attribute.family]!, steps[index]!)).toBe(false)
    const before = rows[index - 1]
    if (!before || row[attribute.type] === eventType.bar || row[attribute.type] === eventType.end) return
    expect(steps[index]!).toBeGreaterThanOrEqual(steps[index - 1]!)
    if (steps[index] !== steps[index - 1] || before[attribute.type] === eventType.bar) return
    expect(row[attribute.type]).toBe(eventType.group)
    if (before[attribute.type] === eventType.group)
      expect(row[attribute.family]!).toBeGreaterThanOrEqual(before[attribute.family]!)
  })
}

interface DrawnLock {
  readonly from: number
  readonly length: number
  readonly trackShare: number | undefined
}

function locksOf(score: Score, drawn: readonly DrawnLock[]): Lock[] {
  return drawn.map(({ from, length, trackShare }) => ({
    start: seconds(edges[from]!),
    end: seconds(edges[Math.min(edges.length - 1, from + length)]!),
    ...(trackShare !== undefined && {
      tracks: score.tracks
        .filter((_, index) => index % 2 === 0 || index / score.tracks.length < trackShare)
        .map(({ id }) => id),
    }),
  }))
}

describe('locked music (docs/spec/composer-decoding.md, D19-D26)', () => {
  test('random locks: what they hold stays note for note, and nothing else begins there', async () => {
    await fc.assert(
      fc.asyncProperty(
        lockSets,
        fc.constantFrom(...presetNames),
        fc.integer({ min: 0, max: 1000 }),
        async (drawn, presetName, seed) => {
          const plan = filmPlan({ duration, hits: cuts, presetName })
          const first = await scoreByNoise({ plan, presetName, seed, humanSeed: seed })
          const locks = locksOf(first.score, drawn)
          const kept = keepMusic({ plan, score: first.score }, plan, locks)
          const second = await scoreByNoise({ plan, presetName, seed: seed + 1, kept, humanSeed: seed + 1 })
          expectKept(first.score, second.score, plan, locks)
          second.requests.forEach(({ request }, index) => {
            if (request) expectOrdered(request, second.results[index]!)
          })
        },
      ),
      { numRuns: 20 },
    )
  })

  test('a range between two cuts is written anew, what is around it stays, its hits have their chords', async () => {
    const plan = filmPlan({ duration, hits: cuts })
    const first = await scoreByNoise({ plan, presetName: 'orchestral', seed: 1 })
    const [start, end] = [seconds(cuts[1]!), seconds(cuts[3]!)]
    const locks = locksAround(start, end, plan.duration)
    const kept = keepMusic({ plan, score: first.score }, plan, locks)
    const second = await scoreByNoise({ plan, presetName: 'orchestral', seed: 2, kept })
    expectKept(first.score, second.score, plan, locks)
    const request = second.requests[0]!.request!
    const inside = (score: Score): number[][] => {
      const tempo = createTempoMap(plan.tempo)
      const span = { startTick: ticks(tempo.ticksAt(start)), endTick: ticks(tempo.ticksAt(end)) }
      return score.tracks.flatMap((track) =>
        track.notes.filter((note) => isWithin(note.start, span)).map((note) => [note.start, note.pitch]),
      )
    }
    expect(inside(second.score).length).toBeGreaterThan(8)
    expect(inside(second.score)).not.toEqual(inside(first.score))
    // The hit inside, and the one that the range begins with.
    for (const cut of [cuts[1]!, cuts[2]!]) {
      const hit = plan.hits.find(({ time, kept: isKept }) => time === cut && isKept)!
      const notes = second.score.tracks
        .filter(({ family }) => family !== 'drums')
        .flatMap((track) => track.notes.filter((note) => note.start === hit.tick))
      expect(new Set(notes.map((note) => note.pitch)).size).toBeGreaterThanOrEqual(3)
    }
    // The seam is announced, and the network is asked for no more than what it must join.
    const seam = plan.hits.find(({ time }) => time === cuts[3])!.tick / ticksPerStep
    expect(request.frame.seams?.map(({ step }) => step)).toEqual([seam])
    expect(request.conditions.boundaries).toContain(seam)
    const steps = second.results[0]!.steps
    expect(Math.max(...steps)).toBeLessThanOrEqual(seam + 2 * 96)
  })

  test('sampled notes end where locked music of their family begins', async () => {
    const plan = filmPlan({ duration, hits: cuts, presetName: 'solo-piano' })
    const first = await scoreByNoise({ plan, presetName: 'solo-piano', seed: 3 })
    const lock = { start: seconds(cuts[2]!), end: seconds(cuts[3]!) }
    const kept = keepMusic({ plan, score: first.score }, plan, [lock])
    const bias = { duration: { 36: 40 } }
    const { score } = await scoreByNoise({ plan, presetName: 'solo-piano', seed: 4, kept, bias })
    const edge = Math.round(createTempoMap(plan.tempo).ticksAt(lock.start))
    const before = score.tracks[0]!.notes.filter((note) => note.start < edge)
    expect(before.length).toBeGreaterThan(3)
    expect(Math.max(...before.map((note) => note.start + note.duration))).toBe(edge)
  })

  test('nothing is asked of the network when everything is kept', async () => {
    const plan = filmPlan({ duration, hits: cuts })
    const first = await scoreByNoise({ plan, presetName: 'band', seed: 1 })
    const kept = keepMusic({ plan, score: first.score }, plan, [{ start: seconds(0), end: plan.duration }])
    const again = await scoreByNoise({ plan, presetName: 'band', seed: 2, kept })
    expect(again.requests[0]!.request).toBeNull()
    expect(again.score).toEqual(first.score)
  })

  test('music moves with the picture when the plan before a lock changes', async () => {
    const plan = filmPlan({ duration, hits: cuts })
    const first = await scoreByNoise({ plan, presetName: 'orchestral', seed: 1 })
    // The same plan with one bar more in front, and a second more of picture.
    const shift = 960 * 4
    const later = shifted(plan, shift)
    const lock = { start: seconds(cuts[2]!), end: seconds(cuts[4]!) }
    const kept = keepMusic({ plan, score: first.score }, later, [lock])
    const [before, after] = [createTempoMap(plan.tempo), createTempoMap(later.tempo)]
    for (const track of kept.tracks) {
      const source = first.score.tracks.find(({ id }) => id === track.id)!
      const same = lockedNotes(source, plan, [lock])
      expect(track.notes.map(({ pitch, duration: length }) => [pitch, length])).toEqual(
        same.map(({ pitch, duration: length }) => [pitch, length]),
      )
      track.notes.forEach((note, index) =>
        expect(after.secondsAt(note.start)).toBeCloseTo(before.secondsAt(same[index]!.start), 4),
      )
    }
  })
})
