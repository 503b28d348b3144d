import { describe, expect, it } from 'vitest'
import { encodePcm24, wavHeader } from '../../../src/main/engine/sound/wavFormat'
import { readWav } from './wavReader'

describe('wavHeader', () => {
  it('describes what follows', () => {
    const samples = encodePcm24(Float32Array.of(0, 1, -1), Float32Array.of(0.5, -0.5, 1e-8), 0, 3)
    const wav = readWav(Buffer.concat([wavHeader(3, 48_000), samples]))
    expect([...wav.channels[0]!]).toEqual([0, 1 - 2 ** -23, -1 + 2 ** -23])
    expect(wav.channels[1]![0]).toBeCloseTo(0.5, 6)
    expect(wav.channels[1]![2]).toBe(0)
  })

  it('moves its sizes to 64 bits above 4 GiB', () => {
    const frames = 5 * 3600 * 48_000
    const header = Buffer.from(wavHeader(frames, 48_000))
    expect(header.toString('latin1', 0, 4)).toBe('RF64')
    expect(header.readUInt32LE(4)).toBe(0xffffffff)
    expect(header.toString('latin1', 12, 16)).toBe('ds64')
    expect(header.readBigUInt64LE(20)).toBe(BigInt(frames * 6 + header.length - 8))
    expect(header.readBigUInt64LE(28)).toBe(BigInt(frames * 6))
    expect(header.readBigUInt64LE(36)).toBe(BigInt(frames))
    expect(header.toString('latin1', 48, 52)).toBe('fmt ')
    expect(header.toString('latin1', 72, 76)).toBe('data')
    expect(header).toHaveLength(80)
  })

  it('is an ordinary RIFF below', () => {
    expect(Buffer.from(wavHeader(4 * 3600 * 48_000, 48_000)).toString('latin1', 0, 4)).toBe('RIFF')
  })
})
