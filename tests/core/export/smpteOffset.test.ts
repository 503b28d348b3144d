import { parseMidi } from 'midi-file'
import { describe, expect, it } from 'vitest'
import { writeMidiFile } from '../../../src/core/export/midiFile'
import { smpteOffset } from '../../../src/core/export/smpteOffset'
import { rational } from '../../../src/core/time/rational'
import { exampleScore } from '../../fixtures/midi/exampleScore'

const show = (...parameters: Parameters<typeof smpteOffset>): string => {
  const { rate, hours, minutes, seconds, frames, subframes } = smpteOffset(...parameters)
  return `${rate} ${hours}:${minutes}:${seconds}:${frames}.${subframes}`
}
const ntsc = (nominal: number) => rational(nominal * 1000, 1001)

describe('smpteOffset (M10)', () => {
  it.each([
    [undefined, undefined, '25 0:0:0:0.0'],
    [rational(24), '01:00:00:00', '24 1:0:0:0.0'],
    [ntsc(24), '10:59:58:23', '24 10:59:58:23.0'],
    [rational(25), '01:02:03:24', '25 1:2:3:24.0'],
    [rational(30), '23:59:59:29', '30 23:59:59:29.0'],
    [ntsc(30), '01:00:00:00', '30 1:0:0:0.0'],
    [ntsc(30), '01:00:00;00', '29 1:0:0:0.0'],
    [ntsc(30), '00:01:00;02', '29 0:1:0:2.0'],
    [ntsc(60), '00:10:00;59', '29 0:10:0:29.50'],
    [rational(50), '01:00:00:49', '25 1:0:0:24.50'],
    [rational(48), '01:00:00:47', '24 1:0:0:23.50'],
    [rational(15), '01:00:00:07', '30 1:0:0:14.0'],
    // Drop-frame exists at 29.97 and 59.94 only.
    [rational(25), '01:00:00;10', '25 1:0:0:10.0'],
  ])('at %o, %s is %s', (frameRate, timecode, expected) => {
    expect(show(frameRate, timecode)).toBe(expected)
  })

  it.each(['', 'noon', '24:00:00:00', '00:60:00:00', '00:00:00:25', '00:00:00', '-1:00:00:00'])(
    'takes %j at 25 frames for midnight',
    (timecode) => {
      expect(show(rational(25), timecode)).toBe('25 0:0:0:0.0')
    },
  )

  it('does not believe a drop-frame label that was dropped', () => {
    expect(show(ntsc(30), '00:01:00;01')).toBe('30 0:0:0:0.0')
  })

  it('is written so that a parser reads it back', () => {
    const bytes = writeMidiFile(exampleScore, {
      title: '',
      frameRate: ntsc(30),
      startTimecode: '01:02:03;04',
    })
    expect(parseMidi(bytes).tracks[0]).toContainEqual(
      expect.objectContaining({
        type: 'smpteOffset',
        frameRate: 29,
        hour: 1,
        min: 2,
        sec: 3,
        frame: 4,
        subFrame: 0,
      }),
    )
  })
})
