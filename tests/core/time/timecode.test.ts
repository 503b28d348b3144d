import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { standardFrameRateNear, toFrameRate } from '../../../src/core/time/frameRate'
import { rational } from '../../../src/core/time/rational'
import {
  formatTimecode,
  framesToSeconds,
  framesToTimecode,
  parseTimecode,
  timecodeToFrames,
} from '../../../src/core/time/timecode'

const ntsc = rational(30000, 1001)

describe('time code', () => {
  it('reads and writes labels', () => {
    expect(parseTimecode('01:02:03:04')).toEqual({
      hours: 1,
      minutes: 2,
      seconds: 3,
      frames: 4,
      dropFrame: false,
    })
    expect(formatTimecode(parseTimecode('01:02:03;04')!)).toBe('01:02:03;04')
    for (const text of ['', '1:2:3', '24:00:00:00', '00:60:00:00', 'tc'])
      expect(parseTimecode(text)).toBeNull()
  })

  it('leaves out two labels a minute at 29.97, except every tenth', () => {
    expect(formatTimecode(framesToTimecode(1799, ntsc, true))).toBe('00:00:59;29')
    expect(formatTimecode(framesToTimecode(1800, ntsc, true))).toBe('00:01:00;02')
    expect(formatTimecode(framesToTimecode(17982, ntsc, true))).toBe('00:10:00;00')
    expect(formatTimecode(framesToTimecode(107892, ntsc, true))).toBe('01:00:00;00')
    expect(formatTimecode(framesToTimecode(3600, rational(60000, 1001), true))).toBe('00:01:00;04')
  })

  it('comes back to the same frame at every rate', () => {
    const rates = [rational(24), rational(25), ntsc, rational(60000, 1001), rational(24000, 1001)]
    fc.assert(
      fc.property(fc.nat(2_000_000), fc.constantFrom(...rates), fc.boolean(), (frames, rate, drop) => {
        expect(timecodeToFrames(framesToTimecode(frames, rate, drop), rate)).toBe(frames)
      }),
    )
  })

  it('keeps drop-frame labels near the clock for a day: 0.09 s of drift and two dropped labels', () => {
    for (let frames = 0; frames < 2_589_408; frames += 9973) {
      const { hours, minutes, seconds, frames: rest } = framesToTimecode(frames, ntsc, true)
      const label = hours * 3600 + minutes * 60 + seconds + rest / 30
      const exact = framesToSeconds(frames, ntsc)
      expect(Math.abs(label - exact.numerator / exact.denominator)).toBeLessThan(0.16)
    }
  })
})

describe('frame rates', () => {
  it('tells 23.976 from 24 and 29.97 from 30', () => {
    expect(toFrameRate(23.976)).toEqual(rational(24000, 1001))
    expect(toFrameRate(24)).toEqual(rational(24))
    expect(toFrameRate(29.97)).toEqual(ntsc)
    expect(toFrameRate(17.3)).toEqual(rational(17300, 1000))
    expect(standardFrameRateNear(27)).toBeNull()
    expect(() => toFrameRate(0)).toThrow(RangeError)
  })
})
