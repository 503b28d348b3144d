import { describe, expect, it } from 'vitest'
import { isFailure } from '../../../src/core/base/failure'
import { parseCueRange, resolveCues } from '../../../src/core/document/cueText'
import { rational } from '../../../src/core/time/rational'
import { exampleDocument } from '../../fixtures/exampleDocument'

const { info } = exampleDocument.media

describe('cues in words (docs/spec/planner.md P19)', () => {
  it('takes seconds as they are written and the end of the film', () => {
    expect(resolveCues([parseCueRange('0.1-2'), parseCueRange('3 – end')], info)).toEqual([
      { id: 'cue-1', name: '1m1', musicIn: rational(1, 10), musicOut: rational(2) },
      { id: 'cue-2', name: '1m2', musicIn: rational(3), musicOut: info.duration },
    ])
  })

  it('counts time codes from the start time code of the film, at its frame rate', () => {
    const cue = parseCueRange('01:00:01:12-01:00:03:00')
    expect(resolveCues([cue], { ...info, timecode: '01:00:00:00' })[0]).toMatchObject({
      musicIn: rational(37, 25),
      musicOut: rational(3),
    })
    const ntsc = { ...info, frameRate: rational(30_000, 1001), timecode: '00:59:58;00' }
    expect(resolveCues([parseCueRange('01:00:00;00-end')], ntsc)[0]!.musicIn).toEqual(
      rational(60 * 1001, 30_000),
    )
    expect(resolveCues([parseCueRange('00:00:01:00-end')], info)[0]!.musicIn).toEqual(rational(1))
  })

  it('names cues in the order of time, whatever the order they are given in', () => {
    const cues = resolveCues([parseCueRange('3-4'), parseCueRange('0-1')], info)
    expect(cues.map(({ name, musicIn }) => [name, musicIn.numerator])).toEqual([
      ['1m1', 0],
      ['1m2', 3],
    ])
  })

  it.each(['', '5', '5-', '-5', '1-2-3', 'a-b', '1e3-5', '00:00:61:00-end', '99999999999-end', '0x5-6'])(
    'refuses “%s”',
    (text) => {
      try {
        parseCueRange(text)
        expect.unreachable()
      } catch (error) {
        expect(isFailure(error) && error.context.reason).toContain('is no cue')
      }
    },
  )
})
