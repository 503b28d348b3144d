import { describe, expect, it } from 'vitest'
import { rational, rationalToNumber } from '../../../src/core/time/rational'
import { createPictureClock, createShowinfoReader } from '../../../src/main/engine/media/pictureTimes'

const period = rational(1, 25)

/** Timestamps in hundredths of a second, null for a missing one. */
function run(timestamps: readonly (number | null)[]) {
  const clock = createPictureClock(period)
  clock.setTimeBase(rational(1, 100))
  const times = timestamps.map((timestamp) => Math.round(rationalToNumber(clock.next(timestamp)) * 1000) / 10)
  return { times, timing: clock.measure() }
}

const regular = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => from + index * 4)

describe('the clock of pictures', () => {
  it('counts from the first picture, whatever its timestamp', () => {
    expect(run(regular(350, 4)).times).toEqual([0, 4, 8, 12])
    expect(run(regular(-350, 4)).times).toEqual([0, 4, 8, 12])
  })

  it('gives a picture without a timestamp its place', () => {
    const { times, timing } = run([0, 4, null, 12, 16])
    expect(times).toEqual([0, 4, 8, 12, 16])
    expect(timing.repaired).toBe(1)
    expect(run([null, null, null]).times).toEqual([0, 4, 8])
  })

  it('does not let a repeated timestamp shift the pictures after it', () => {
    const { times, timing } = run([0, 4, 4, 8, 12])
    expect(times).toEqual([0, 4, 6, 8, 12])
    expect(timing.repaired).toBe(1)
  })

  it('catches up after an overlap, and never goes back', () => {
    const { times } = run([...regular(0, 5), ...regular(8, 10)])
    expect(times.slice(-3)).toEqual([36, 40, 44])
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(new Set(times).size).toBe(times.length)
  })

  it('goes on where the file’s clock begins anew', () => {
    const { times, timing } = run([...regular(1000, 50), ...regular(0, 50)])
    expect(times).toEqual(regular(0, 100))
    expect(timing).toMatchObject({ repaired: 1, variable: false, meanRate: rational(25) })
  })

  it('takes a few holes for holes and names the longest, many for a variable rate', () => {
    const holed = run([...regular(0, 100), ...regular(440, 100)]).timing
    expect(holed).toMatchObject({ variable: false, meanRate: rational(25), end: rational(84, 10) })
    expect(holed.hole).toEqual({ start: rational(396, 100), end: rational(44, 10) })
    const dropped = run([...regular(0, 100), ...regular(404, 100)]).timing
    expect(dropped).toMatchObject({ variable: false, hole: null })
    const slideshow = run(Array.from({ length: 50 }, (_, index) => index * index)).timing
    expect(slideshow).toMatchObject({ variable: true, hole: null })
  })
})

describe('the report of times', () => {
  /** What the reader makes of ffmpeg's messages, handed over in pieces of `size` characters. */
  function read(text: string, size: number) {
    const [timestamps, messages, timeBases]: [(number | null)[], string[], string[]] = [[], [], []]
    const reader = createShowinfoReader({
      onTimeBase: ({ numerator, denominator }) => timeBases.push(`${numerator}/${denominator}`),
      onPicture: (timestamp) => timestamps.push(timestamp),
      onMessage: (line) => messages.push(line),
    })
    for (let at = 0; at < text.length; at += size) reader.push(text.slice(at, at + size))
    return { timestamps, messages, timeBases }
  }
  const showinfo = '[Parsed_showinfo_4 @ 0x3d92f6c0] '
  const metadata = '[Parsed_metadata_7 @ 0x3d92f6c1] '
  const config = `${showinfo}config in time_base: 1/12288, frame_rate: 24/1\n${showinfo}config out time_base: 0/0, frame_rate: 0/0\n`
  const picture = (number: number, timestamp: string): string =>
    `${metadata}frame:${String(number).padEnd(4)} pts:${timestamp.padEnd(7)} pts_time:0.5\n${metadata}t=0\n`

  it.each([1, 7, 1000])('reads what metadata prints, in pieces of %i characters', (size) => {
    const text = `${config}${picture(0, '-512')}[h264 @ 0x1] concealing\n${picture(1, 'NOPTS')}${picture(2, '1024')}`
    expect(read(text, size)).toEqual({
      timestamps: [-512, null, 1024],
      messages: ['[h264 @ 0x1] concealing'],
      timeBases: ['1/12288'],
    })
  })

  it('reads what showinfo prints', () => {
    const text = `${config}${showinfo}n:   0 pts:    512 pts_time:0.0416667 duration: 512\n${showinfo}n:   1 pts:  NOPTS pts_time:NOPTS\n`
    expect(read(text, 50).timestamps).toEqual([512, null])
  })

  it('counts anew with new filters and passes over a number out of turn', () => {
    const text = config + picture(0, '0') + picture(5, '99') + picture(1, '512') + config + picture(0, '1024')
    expect(read(text, 4096).timestamps).toEqual([0, 512, 1024])
  })
})
