import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Editor } from '../../../src/renderer/src/app/editor'
import { followPicture } from '../../../src/renderer/src/player/pictureFollower'
import { testTransport } from './support/testTransport'

/** What the follower uses of a video element. */
function fakeVideo() {
  const video = { currentTime: 0, playbackRate: 1, seeking: false, paused: true }
  return Object.assign(video, {
    play: () => Promise.resolve(void (video.paused = false)),
    pause: () => void (video.paused = true),
  })
}

function player() {
  const { session, transport } = testTransport()
  const clock = { seconds: 0 }
  transport.useClock({ now: () => clock.seconds })
  const video = fakeVideo()
  const join = (start: number): (() => void) =>
    followPicture(video as unknown as HTMLVideoElement, { session, transport } as Editor, start)
  return { transport, video, join, clock }
}

describe('the picture, docs/spec/hearing.md', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('L8: plays along when it arrives while the film plays already', () => {
    const { transport, video, join, clock } = player()
    transport.play()
    clock.seconds = 3
    join(0.5)
    expect(video.paused).toBe(false)
    expect(video.currentTime).toBeCloseTo(3.5, 9)
  })

  it('L8: is pulled in while it is a little late, and sought when it is far off', () => {
    const { transport, video, join, clock } = player()
    join(0)
    expect(video.paused).toBe(true)
    transport.play()
    clock.seconds = 2
    video.currentTime = 1.95
    vi.advanceTimersByTime(200)
    expect(video.playbackRate).toBeGreaterThan(1)
    video.currentTime = 1
    vi.advanceTimersByTime(200)
    expect(video.currentTime).toBeCloseTo(2, 9)
  })

  it('stops when the page lets it go', () => {
    const { transport, video, join } = player()
    const leave = join(0)
    transport.play()
    leave()
    expect(video.paused).toBe(true)
    transport.seek(30)
    expect(video.currentTime).toBe(0)
  })
})
