import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rational } from '../../../src/core/time/rational'
import { parseTimecode, timecodeToFrames } from '../../../src/core/time/timecode'
import { rulerMarks, timecodeOf, type FilmTimecode } from '../../../src/renderer/src/timeline/layers/ruler'
import { stripSlots } from '../../../src/renderer/src/timeline/layers/thumbnails'
import {
  curveTransform,
  lowerBound,
  timeToX,
  valueToY,
  xToTime,
  yToValue,
} from '../../../src/renderer/src/timeline/layers/transforms'
import { layLanes, laneAt, lanesHeight } from '../../../src/renderer/src/timeline/lanes'
import { createTimelineView, maximumPixelsPerSecond } from '../../../src/renderer/src/timeline/timelineView'

const duration = 1200
const viewOf = (width = 1000) => {
  const view = createTimelineView(() => duration)
  view.resize(width)
  view.fit()
  return view
}
const end = ({ start, width, pixelsPerSecond }: ReturnType<ReturnType<typeof viewOf>['get']>): number =>
  start + width / pixelsPerSecond

const manyTracks = (count: number) =>
  Array.from({ length: count }, (_, place) => ({ id: String(place), name: `Part ${place}` }))

describe('docs/spec/timeline-view.md', () => {
  it('V1: pixels to values and back', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1000, noNaN: true }),
        fc.double({ min: 1, max: 1200, noNaN: true }),
        fc.double({ min: -1, max: 1, noNaN: true }),
        (time, pixelsPerSecond, value) => {
          const transform = { start: 3, pixelsPerSecond }
          expect(xToTime(transform, timeToX(transform, time))).toBeCloseTo(time, 6)
          const lane = curveTransform({ top: 17, height: 90 })
          expect(yToValue(lane, valueToY(lane, value))).toBeCloseTo(value, 9)
        },
      ),
    )
    const lane = curveTransform({ top: 0, height: 100 })
    expect(yToValue(lane, -50)).toBe(1)
    expect(yToValue(lane, 500)).toBe(-1)
  })

  it('V2: from the whole film to single frames, the time under the pointer stays', () => {
    const view = viewOf()
    expect(view.get()).toMatchObject({ start: 0, pixelsPerSecond: 1000 / duration })
    for (let turn = 0; turn < 40; turn++) {
      const before = xToTime(view.get(), 400)
      view.zoom(1.4, 400)
      expect(xToTime(view.get(), 400)).toBeCloseTo(before, 6)
    }
    expect(view.get().pixelsPerSecond).toBe(maximumPixelsPerSecond)
  })

  it('V3: no row of movements leaves the film', () => {
    const movement = fc.oneof(
      fc.record({ kind: fc.constant('zoom' as const), by: fc.double({ min: 0.1, max: 10, noNaN: true }) }),
      fc.record({ kind: fc.constant('scroll' as const), by: fc.integer({ min: -5000, max: 5000 }) }),
      fc.record({ kind: fc.constant('resize' as const), by: fc.integer({ min: 100, max: 3000 }) }),
      fc.record({ kind: fc.constant('reveal' as const), by: fc.integer({ min: 0, max: duration }) }),
    )
    fc.assert(
      fc.property(fc.array(movement, { maxLength: 30 }), (movements) => {
        const view = viewOf()
        for (const { kind, by } of movements) {
          if (kind === 'zoom') view.zoom(by, 300)
          else if (kind === 'scroll') view.scrollBy(by)
          else if (kind === 'resize') view.resize(by)
          else view.reveal(by)
          expect(view.get().start).toBeGreaterThanOrEqual(0)
          expect(end(view.get())).toBeLessThanOrEqual(duration + 1e-6)
          if (kind === 'reveal') {
            expect(view.get().start).toBeLessThanOrEqual(by)
            expect(end(view.get())).toBeGreaterThanOrEqual(by - 1e-6)
          }
        }
      }),
    )
    const whole = viewOf()
    whole.resize(700)
    expect(end(whole.get())).toBeCloseTo(duration, 6)
  })

  it('V4: labels are those of their frames, exist in drop frame, and keep their distance', () => {
    const rate = rational(30_000, 1001)
    const start = timecodeToFrames(parseTimecode('00:59:58;00')!, rate)
    const timecode: FilmTimecode = { frameRate: rate, firstFrame: start, dropFrame: true }
    fc.assert(
      fc.property(
        fc.double({ min: 0.8, max: 1200, noNaN: true }),
        fc.double({ min: 0, max: 1000, noNaN: true }),
        (pixelsPerSecond, from) => {
          const range = { start: from, end: from + 1000 / pixelsPerSecond, pixelsPerSecond }
          const marks = rulerMarks(timecode, range, 96)
          const labelled = marks.filter(({ label }) => label !== null)
          for (const { frame, label } of labelled) {
            expect(label).toBe(timecodeOf(timecode, frame))
            expect(timecodeToFrames(parseTimecode(label!)!, rate)).toBe(start + frame)
          }
          labelled.slice(1).forEach(({ frame }, index) => {
            const pixels = ((frame - labelled[index]!.frame) * pixelsPerSecond * 1001) / 30_000
            expect(pixels).toBeGreaterThan(94)
          })
        },
      ),
    )
  })

  it('V4: labels stand at equal distances, none is missing, whole seconds where the distance is one', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(24, 25, 30, 48, 50, 60),
        fc.double({ min: 0.1, max: maximumPixelsPerSecond, noNaN: true }),
        (rate, pixelsPerSecond) => {
          const timecode = { frameRate: rational(rate), firstFrame: 0, dropFrame: false }
          const range = { start: 0, end: 3000 / pixelsPerSecond, pixelsPerSecond }
          const frames = rulerMarks(timecode, range, 96).flatMap(({ frame, label }) => (label ? [frame] : []))
          const step = frames[1]!
          expect(frames).toEqual(frames.map((_, index) => index * step))
          expect(step < rate || step % rate === 0).toBe(true)
          expect(frames.length).toBeGreaterThan(2)
        },
      ),
    )
  })

  it('V4: drop frame leaves out its two labels at the minute', () => {
    const timecode = { frameRate: rational(30_000, 1001), firstFrame: 0, dropFrame: true }
    expect([1798, 1799, 1800, 1801].map((frame) => timecodeOf(timecode, frame))).toEqual([
      '00:00:59;28',
      '00:00:59;29',
      '00:01:00;02',
      '00:01:00;03',
    ])
  })

  it('V6: pictures stand where they stood before', () => {
    const seen = new Set<number>()
    for (const start of [100, 100.7, 103.2]) {
      const slots = stripSlots({ time: { start, pixelsPerSecond: 40 }, width: 800 }, 80, duration, 1 / 25)
      for (const { time } of slots) {
        expect(time % 2).toBe(0)
        seen.add(time)
      }
    }
    expect(seen.size).toBeLessThan(15)
    const near = stripSlots({ time: { start: 5, pixelsPerSecond: 1200 }, width: 800 }, 80, duration, 1 / 25)
    expect(near.length).toBeLessThanOrEqual(21)
  })

  it('lays lanes without overlap, closer together where they are many, and finds them again', () => {
    const tracks = [
      { id: 'a', name: 'Violins' },
      { id: 'b', name: 'Horns' },
    ]
    const layout = layLanes({ hasScore: true, tracks }, 500)
    const { lanes } = layout
    lanes.slice(1).forEach((lane, index) => {
      expect(lane.top).toBe(lanes[index]!.top + lanes[index]!.height + 1)
      expect(laneAt(layout, lane.top + 1)).toBe(lane)
    })
    expect(lanes.at(-1)).toMatchObject({ kind: 'track', trackId: 'b' })
    expect(laneAt(layout, lanesHeight(layout) + 5)).toBeUndefined()
  })

  it('V9: twelve tracks fit a window of 1000 pixels; more, or less room, scroll alone', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 330, max: 1200 }),
        fc.integer({ min: 0, max: 900 }),
        (count, height, wanted) => {
          const content = { hasScore: true, tracks: manyTracks(count) }
          const [still, layout] = [layLanes(content, height), layLanes(content, height, wanted)]
          const { tracks } = layout
          const others = (lanes: typeof layout.lanes) => lanes.filter(({ kind }) => kind !== 'track')
          expect(others(layout.lanes)).toEqual(others(still.lanes))
          expect(lanesHeight(layout)).toBeLessThanOrEqual(Math.max(height, lanesHeight(layLanes(content, 0))))
          expect(tracks.height).toBeLessThanOrEqual(tracks.contentHeight)
          expect(tracks.scroll).toBe(Math.min(wanted, tracks.contentHeight - tracks.height))
          const rows = layout.lanes.filter(({ kind }) => kind === 'track')
          rows.forEach((lane, index) => {
            expect(lane.height).toBeGreaterThanOrEqual(14)
            expect(lane.top).toBe(tracks.top - tracks.scroll + index * (lane.height + 1))
            const isInSight = lane.top >= tracks.top && lane.top < tracks.top + tracks.height
            // A track that is scrolled away is not taken for the lane that stands there.
            if (isInSight) expect(laneAt(layout, lane.top)).toBe(lane)
            else expect(laneAt(layout, lane.top)).not.toBe(lane)
          })
        },
      ),
    )
    const close = layLanes({ hasScore: true, tracks: manyTracks(12) }, 484)
    expect(close.tracks.height).toBe(close.tracks.contentHeight)
    const crowded = layLanes({ hasScore: true, tracks: manyTracks(30) }, 484)
    expect(crowded.tracks.height).toBeLessThan(crowded.tracks.contentHeight)
    expect(lanesHeight(crowded)).toBeLessThanOrEqual(484)
  })

  it('finds the first of what is at or after a time', () => {
    expect(lowerBound([1, 3, 3, 7], 3)).toBe(1)
    expect(lowerBound([1, 3, 3, 7], 8)).toBe(4)
  })
})
