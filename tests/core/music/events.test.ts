import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bareRow,
  decodeEvents,
  deltaIndex,
  durationIndex,
  encodeEvents,
  type GridNote,
} from '../../../src/core/music/events'
import { deltaSteps, durationSteps, eventType } from '../../../src/core/music/vocabulary'
import { eventFixtures, fixtureChords, fixtureNotes } from './support/eventFixture'

describe('events (docs/spec/composer-events.md, E1-E14)', () => {
  test('there are recorded fixtures', () => {
    expect(eventFixtures.map(({ name }) => name)).toContain('four-four')
    expect(eventFixtures.length).toBeGreaterThanOrEqual(5)
  })

  test.each(eventFixtures.map((fixture) => [fixture.name, fixture] as const))(
    'rows equal Python’s: %s',
    (_, fixture) => {
      const music = { notes: fixtureNotes(fixture), chords: fixtureChords(fixture) }
      const rows = encodeEvents(
        music,
        fixture.bars.map((bar) => bar.length),
      )
      expect([bareRow(eventType.start), ...rows, bareRow(eventType.end)]).toEqual(fixture.rows)
    },
  )

  test('E9: the nearest duration in log distance, the shorter on a tie', () => {
    expect(durationIndex(0)).toBe(0)
    expect(durationSteps[durationIndex(7)]).toBe(8)
    expect(durationSteps[durationIndex(11)]).toBe(12)
    // 24 and 54 would tie at 36; their neighbours are nearer. 216 lies below the geometric mean of 192 and 240.
    expect(durationSteps[durationIndex(214)]).toBe(192)
    expect(durationSteps[durationIndex(215)]).toBe(240)
    expect(durationSteps[durationIndex(10_000)]).toBe(288)
  })

  test('E5: deltas stay inside the bar and a tie takes the smaller', () => {
    expect(deltaSteps[deltaIndex(51, 96)]).toBe(48)
    expect(deltaSteps[deltaIndex(52, 96)]).toBe(54)
    expect(deltaSteps[deltaIndex(95, 90)]).toBe(84)
    expect(deltaIndex(-3, 96)).toBe(0)
  })

  const barLengths = [96, 72, 96, 60]
  const note = fc.record({
    // Up to 48 steps into a bar every distance has its own delta (E5).
    onset: fc
      .tuple(fc.constantFrom(0, 96, 168, 264), fc.integer({ min: 0, max: 48 }))
      .map(([start, position]) => start + position),
    duration: fc.constantFrom(...durationSteps),
    family: fc.integer({ min: 0, max: 11 }),
    pitch: fc.integer({ min: 27, max: 88 }),
    velocity: fc.integer({ min: 0, max: 15 }).map((bucket) => bucket * 8 + 4),
  })
  const placeOf = ({ onset, family, pitch, duration }: GridNote): string =>
    `${onset} ${family} ${pitch} ${duration}`

  test('round trip: onset, family, pitch and length survive', () => {
    fc.assert(
      fc.property(fc.array(note, { maxLength: 60 }), (notes) => {
        const decoded = decodeEvents(encodeEvents({ notes, chords: [] }, barLengths), barLengths).notes
        const before = [...new Set(notes.map(placeOf))].sort()
        expect(decoded.map(placeOf).sort()).toEqual(before)
      }),
    )
  })

  test('round trip of rows: encoding the decoded music gives the same rows', () => {
    fc.assert(
      fc.property(fc.array(note, { maxLength: 60 }), (notes) => {
        const rows = encodeEvents(
          { notes, chords: [{ onset: 24, root: 7, quality: 5, bass: 11 }] },
          barLengths,
        )
        expect(encodeEvents(decodeEvents(rows, barLengths), barLengths)).toEqual(rows)
      }),
    )
  })

  test('an event outside its bar is refused', () => {
    const rows = encodeEvents(
      { notes: [{ onset: 90, duration: 1, family: 2, pitch: 60, velocity: 60 }], chords: [] },
      [96],
    )
    expect(() => decodeEvents(rows, [48])).toThrow(RangeError)
  })
})
