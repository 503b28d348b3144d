import { describe, expect, it } from 'vitest'
import { Failure } from '../../../src/core/base/failure'
import type { Note, Score, Track } from '../../../src/core/music/score'
import { ticks } from '../../../src/core/time/units'
import { renderWav, type RenderOptions } from '../../../src/main/engine/sound/renderWav'
import { loudness, powerAt, readWav, type Wav } from './wavReader'

/** 60 beats per minute: a tick is 1/960 s, a quarter a second. */
const quarter = 960

const part = (
  program: number,
  notes: readonly [start: number, length: number, pitch: number, velocity: number][],
  more: Partial<Track> = {},
): Track => ({
  id: `part${program}`,
  name: 'Part',
  family: 'piano',
  channel: 0,
  program,
  volume: 100,
  pan: 64,
  notes: notes.map(([start, length, pitch, velocity]): Note => ({
    start: ticks(start * quarter),
    duration: ticks(length * quarter),
    pitch,
    velocity,
  })),
  controls: [],
  ...more,
})

const scoreOf = (...tracks: readonly Track[]): Score => ({
  tempo: [{ tick: ticks(0), microsecondsPerQuarter: 1_000_000 }],
  metre: [],
  keys: [],
  tracks,
  chords: [],
  markers: [],
  endTick: ticks(60 * quarter),
})

async function render(score: Score, options: RenderOptions): Promise<Buffer> {
  const blocks: Uint8Array[] = []
  for await (const block of renderWav(score, options)) blocks.push(block)
  return Buffer.concat(blocks)
}

const renderAndRead = async (score: Score, durationSeconds: number): Promise<Wav> =>
  readWav(await render(score, { durationSeconds }))

const peak = (wav: Wav): number =>
  wav.channels.reduce(
    (most, channel) => channel.reduce((so, sample) => Math.max(so, Math.abs(sample)), most),
    0,
  )

const frequencyOf = (pitch: number): number => 440 * 2 ** ((pitch - 69) / 12)

describe('renderWav', () => {
  it('is 48 kHz, 24 bit, stereo and as long as the picture to the sample', async () => {
    for (const durationSeconds of [0.001, 1, 2.002, 41 * (1001 / 30_000)]) {
      const wav = await renderAndRead(scoreOf(part(0, [[0, 1, 60, 80]])), durationSeconds)
      expect([wav.sampleRate, wav.bitsPerSample, wav.channels.length]).toEqual([48_000, 24, 2])
      expect(wav.channels[0]).toHaveLength(Math.round(durationSeconds * 48_000))
    }
  })

  it('is silent before the first note, sounds from it on, and rings out after it', async () => {
    const wav = await renderAndRead(scoreOf(part(19, [[1, 1, 60, 100]])), 4)
    expect(peak({ ...wav, channels: wav.channels.map((channel) => channel.subarray(0, 48_000 - 128)) })).toBe(
      0,
    )
    expect(loudness(wav, 1.02, 1.3)).toBeGreaterThan(0.01)
    expect(loudness(wav, 1.5, 1.95)).toBeGreaterThan(0.01)
    expect(loudness(wav, 3.5, 4)).toBeLessThan(loudness(wav, 1.5, 1.95) / 30)
  })

  it.each([
    ['flute', 73, 72],
    ['organ', 19, 57],
    ['strings', 48, 64],
  ])('plays the right pitch on the %s', async (_, program, pitch) => {
    const wav = await renderAndRead(scoreOf(part(program, [[0, 2, pitch, 100]])), 2)
    const power = (offset: number): number => powerAt(wav, frequencyOf(pitch + offset), 0.5, 1.7)
    // The note itself stands out from its neighbours by 20 dB.
    for (const offset of [-2, -1, 1, 2]) expect(power(0)).toBeGreaterThan(100 * power(offset))
  })

  it('follows the tempo map: a note on the hit sounds at the hit', async () => {
    const score: Score = {
      ...scoreOf(part(0, [[2, 1, 72, 120]])),
      tempo: [
        { tick: ticks(0), microsecondsPerQuarter: 500_000 },
        { tick: ticks(quarter), microsecondsPerQuarter: 437_000 },
      ],
    }
    const wav = await renderAndRead(score, 2)
    const onset = wav.channels[0]!.findIndex((sample) => Math.abs(sample) > 1e-4) / 48_000
    expect(onset).toBeGreaterThanOrEqual(0.937 - 0.002)
    expect(onset).toBeLessThan(0.937 + 0.01)
  })

  it('obeys velocity, volume, expression and pan', async () => {
    const note: [number, number, number, number] = [0, 1, 60, 100]
    const level = async (track: Track, channel = 0): Promise<number> =>
      loudness(await renderAndRead(scoreOf(track), 1), 0.1, 0.9, channel)
    const normal = await level(part(19, [note]))
    expect(await level(part(0, [[0, 1, 60, 30]]))).toBeLessThan((await level(part(0, [note]))) / 2)
    expect(await level(part(19, [note], { volume: 50 }))).toBeLessThan(normal / 2)
    const soft = { tick: ticks(0), controller: 11, value: 40 }
    expect(await level(part(19, [note], { controls: [soft] }))).toBeLessThan(normal / 2)
    const left = part(19, [note], { pan: 0 })
    expect(await level(left, 0)).toBeGreaterThan(4 * (await level(left, 1)))
  })

  it('plays percussion on channel 9: the crash is noise, not a note', async () => {
    const note: [number, number, number, number] = [0, 0.5, 49, 120]
    const drums = await renderAndRead(scoreOf(part(0, [note], { channel: 9, family: 'drums' })), 1)
    const piano = await renderAndRead(scoreOf(part(0, [note])), 1)
    const tonal = (wav: Wav): number =>
      powerAt(wav, frequencyOf(49), 0.05, 0.5) / (loudness(wav, 0.05, 0.5) * 0.45 * 48_000) ** 2
    expect(loudness(drums, 0.05, 0.5)).toBeGreaterThan(0.005)
    expect(tonal(drums)).toBeLessThan(tonal(piano) / 100)
  })

  it('never goes above -1 dBFS, however much plays at once, and fades at the end', async () => {
    const chord = Array.from({ length: 24 }, (_, index): [number, number, number, number] => [
      0,
      3,
      36 + 2 * index,
      127,
    ])
    const tracks = [56, 60, 61, 48].map((program, channel) => part(program, chord, { channel, volume: 127 }))
    const wav = await renderAndRead(scoreOf(...tracks), 2)
    expect(peak(wav)).toBeGreaterThan(0.5)
    expect(peak(wav)).toBeLessThanOrEqual(10 ** (-1 / 20) + 1e-6)
    expect(Math.abs(wav.channels[0]!.at(-1)!)).toBe(0)
    expect(loudness(wav, 1.95, 1.975)).toBeGreaterThan(0.05)
  })

  it('gives the same bytes every time', async () => {
    const score = scoreOf(part(48, [[0, 1, 60, 90]]), part(35, [[0.2, 1, 40, 90]], { channel: 1 }))
    const options = { durationSeconds: 1.5 }
    expect(Buffer.compare(await render(score, options), await render(score, options))).toBe(0)
  })

  it('reports progress and stops between blocks when cancelled', async () => {
    const shares: number[] = []
    const abort = new AbortController()
    const onProgress = (share: number): void => {
      shares.push(share)
      if (shares.length === 2) abort.abort()
    }
    const work = render(scoreOf(part(0, [[0, 1, 60, 80]])), {
      durationSeconds: 600,
      onProgress,
      cancellation: abort.signal,
    })
    await expect(work).rejects.toMatchObject({ code: 'cancelled' })
    expect(shares).toHaveLength(2)
    expect(shares[0]).toBeGreaterThan(0)
    expect(shares[1]).toBeGreaterThan(shares[0]!)
    expect(shares[1]).toBeLessThan(0.01)
  })

  it('says when the sound bank is missing or no sound bank', async () => {
    for (const soundBankPath of ['/nowhere/bank.sf2', import.meta.filename]) {
      const work = render(scoreOf(), { durationSeconds: 1, soundBankPath })
      await expect(work).rejects.toBeInstanceOf(Failure)
      await expect(work).rejects.toMatchObject({
        code: 'sound-bank-missing',
        context: { path: soundBankPath },
      })
    }
  })
})
