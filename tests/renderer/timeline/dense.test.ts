import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTempoMap } from '../../../src/core/time/tempoMap'
import { ticks } from '../../../src/core/time/units'
import { noteColumns } from '../../../src/renderer/src/timeline/layers/notes'
import { notePlace, rasterNotes } from '../../../src/renderer/src/timeline/layers/noteStrip'
import { createRuns } from '../../../src/renderer/src/timeline/layers/runs'
import { timeToX } from '../../../src/renderer/src/timeline/layers/transforms'

/** At 60 quarters a minute a quarter is a second. */
const tempo = createTempoMap([{ tick: ticks(0), microsecondsPerQuarter: 1_000_000 }])

describe('a lane of many notes', () => {
  const note = fc.record({
    start: fc.integer({ min: 0, max: 100_000 }),
    duration: fc.integer({ min: 1, max: 20_000 }),
    pitch: fc.integer({ min: 0, max: 127 }),
    velocity: fc.constant(80),
  })

  it('V5: has pixels where a note is, on its own height, and nowhere else', () => {
    fc.assert(
      fc.property(
        fc.array(note, { minLength: 1, maxLength: 40 }),
        fc.double({ min: 0, max: 60, noNaN: true }),
        fc.double({ min: 1, max: 60, noNaN: true }),
        fc.constantFrom(1, 1.5, 2),
        (notes, start, pixelsPerSecond, scale) => {
          const columns = noteColumns(notes, tempo)
          const area = { time: { start, pixelsPerSecond }, width: 300, top: 0, height: 20 }
          const [width, height] = [300 * scale, 20 * scale]
          const pixels = new Uint32Array(width * height)
          rasterNotes(pixels, { width, height, scale }, area, columns, { first: 0, last: notes.length }, 7)
          const { topOf, thickness } = notePlace(columns, area.height)
          const wanted = notes.map((each) => ({
            left: timeToX(area.time, each.start / 960) * scale,
            right: timeToX(area.time, (each.start + each.duration) / 960) * scale,
            top: topOf(each.pitch) * scale,
          }))
          for (const { left, right, top } of wanted) {
            // Its first pixel, and where it is long enough its middle.
            const columnsOfNote = [Math.floor(left), right - left > 4 ? Math.floor((left + right) / 2) : -1]
            const row = Math.min(height - 1, Math.round(top + (thickness * scale) / 2 - 0.5))
            for (const x of columnsOfNote.filter((each) => each >= 0 && each < width))
              expect([row - 1, row, row + 1].map((each) => pixels[each * width + x])).toContain(7)
          }
          pixels.forEach((pixel, place) => {
            if (pixel === 0) return
            const [x, y] = [place % width, Math.floor(place / width)]
            const isOfANote = wanted.some(
              ({ left, right, top }) =>
                x >= Math.floor(left) &&
                x <= Math.max(left, right) + 1 &&
                y >= top - 1 - scale &&
                y <= top + thickness * scale + 1 + scale,
            )
            expect([x, y, isOfANote]).toEqual([x, y, true])
          })
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('marks side by side', () => {
  it('V5: cover what they cover one by one, with a rectangle for each row of one colour', () => {
    const mark = fc.record({ gap: fc.integer({ min: 0, max: 9 }), colour: fc.constantFrom('a', 'b') })
    fc.assert(
      fc.property(fc.array(mark, { maxLength: 60 }), (marks) => {
        const filled: { left: number; width: number; colour: string }[] = []
        const context = {
          fillStyle: '',
          fillRect(left: number, top: number, width: number, height: number) {
            expect([top, height]).toEqual([3, 5])
            filled.push({ left, width, colour: this.fillStyle })
          },
        }
        const runs = createRuns(context as unknown as CanvasRenderingContext2D, 3, 5)
        const wanted = new Map<number, string>()
        let left = 0
        let rows = 0
        let before = { end: -1, colour: '' }
        for (const { gap, colour } of marks) {
          left += gap
          runs.add(left, left + 6, colour)
          for (let x = left; x < left + 6; x++) wanted.set(x, colour)
          if (before.colour !== colour || left > before.end) rows++
          before = { end: left + 6, colour }
        }
        runs.flush()
        runs.flush()
        const shown = new Map<number, string>()
        for (const { left: from, width, colour } of filled)
          for (let x = from; x < from + width; x++) shown.set(x, colour)
        expect([...shown].sort()).toEqual([...wanted].sort())
        expect(filled).toHaveLength(rows)
      }),
    )
  })
})
