import { describe, expect, it } from 'vitest'
import { playability } from '../../../src/main/engine/media/playback'

const mp4 = 'mov,mp4,m4a,3gp,3g2,mj2'

describe('what Chromium’s media element plays (docs/spec/host.md, H53)', () => {
  it.each([
    [mp4, 'h264', 'yuv420p', ['aac'], 'yes'],
    [mp4, 'h264', 'yuvj420p', [], 'yes'],
    [mp4, 'h264', 'yuv420p', ['pcm_s16le'], 'yes'],
    ['matroska,webm', 'vp9', 'yuv420p10le', ['opus'], 'yes'],
    ['matroska,webm', 'h264', 'yuv420p', ['aac'], 'perhaps'],
    [mp4, 'av1', 'yuv420p10le', ['aac'], 'yes'],
    [mp4, 'hevc', 'yuv420p10le', ['aac'], 'perhaps'],
    [mp4, 'h264', 'yuv422p10le', ['aac'], 'no'],
    [mp4, 'prores', 'yuv422p10le', ['pcm_s24le'], 'no'],
    [mp4, 'dnxhd', 'yuv422p', [], 'no'],
    [mp4, 'h264', 'yuv420p', ['ac3'], 'no'],
    ['avi', 'h264', 'yuv420p', ['mp3'], 'no'],
    ['mpegts', 'h264', 'yuv420p', ['aac'], 'no'],
  ] as const)('%s with %s %s and %j: %s', (container, videoCodec, pixelFormat, audioCodecs, expected) => {
    const streams = { container, videoCodec, pixelFormat, audioCodecs: [...audioCodecs] }
    expect(playability(streams).playable).toBe(expected)
  })
})
