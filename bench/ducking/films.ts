import { createRandom, type Random } from '../../src/core/music/random'
import type { SoundOutline } from '../../src/core/playback/speech'
import { createPeakMeter, peaksPerSecond } from '../../src/main/engine/media/waveform'
import { sampleRate, type Sounds } from './sounds'

/** Pieces that are judged, seconds. */
export const pieceSeconds = 0.05
/** A film speaks first, over its bed, then there is the bed alone at a level of its own. */
const [talking, alone, under] = [25, 25, 10] as const
const pieceSamples = pieceSeconds * sampleRate

/** The sound of a film that was put together, with the truth about it. */
export interface BenchFilm {
  readonly speaker: string
  readonly bed: string
  /** Decibels by which the speech is above its bed; null: nothing but speech. */
  readonly above: number | null
  readonly outline: SoundOutline
  /** For every piece whether somebody is heard to speak in it. */
  readonly isSpoken: readonly boolean[]
}

const strength = (samples: Float32Array): number =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)

/** Lays utterances at an even level, pauses between them. */
function talk(utterances: readonly Float32Array[], random: Random, level: number): Float32Array {
  const samples = new Float32Array(talking * sampleRate)
  const between = (): number => Math.floor((0.2 + 1.3 * random.next()) * sampleRate)
  for (let at = between(); at < samples.length - 1.5 * sampleRate;) {
    const utterance = utterances[Math.floor(random.next() * utterances.length)]!
    const factor = level / (strength(utterance) + 1e-9)
    for (let index = 0; index < utterance.length && at + index < samples.length; index++)
      samples[at + index] = utterance[index]! * factor
    at += utterance.length + between()
  }
  return samples
}

/** Pieces of speech within 30 dB of its own loud level. */
function spokenPieces(samples: Float32Array): readonly boolean[] {
  const levels = Array.from({ length: samples.length / pieceSamples }, (_, piece) =>
    strength(samples.subarray(piece * pieceSamples, (piece + 1) * pieceSamples)),
  )
  const loud = levels.toSorted((a, b) => a - b)[Math.floor(0.95 * levels.length)]!
  return levels.map((level) => level > loud * 10 ** (-30 / 20))
}

/** Adds a stretch of a bed, from a random place of it and over again where it is short. */
function addBed(target: Float32Array, bed: Float32Array, random: Random, level: number): void {
  const start = Math.floor(random.next() * bed.length)
  const stretch = Float32Array.from(target, (_, index) => bed[(start + index) % bed.length]!)
  const factor = level / (strength(stretch) + 1e-9)
  for (let index = 0; index < target.length; index++) target[index]! += stretch[index]! * factor
}

function outlineOf(samples: Float32Array): SoundOutline {
  const meter = createPeakMeter(samples.length / (sampleRate / peaksPerSecond))
  meter.push(
    Int16Array.from(samples, (sample) => Math.max(-32_767, Math.min(32_767, Math.round(sample * 32_767)))),
  )
  const { count, planes } = meter.finish()
  return { high: planes.subarray(0, count), low: planes.subarray(count), peaksPerSecond, startSeconds: 0 }
}

const decibels = (value: number): number => 10 ** (value / 20)

/** One film of every speaker with every bed, the same ones every time. */
export function* benchFilms({ speech, beds }: Sounds): Generator<BenchFilm> {
  const random = createRandom(7)
  const ratios = [null, 24, 18, 12, 6] as const
  for (const [bed, samples] of beds)
    for (const [speaker, utterances] of speech) {
      const above = ratios[Math.floor(random.next() * ratios.length)]!
      const level = decibels(-20 - 8 * random.next())
      const film = new Float32Array((talking + alone + under) * sampleRate)
      const spoken = talk(utterances, random, level)
      film.set(spoken)
      const part = (from: number, to: number): Float32Array =>
        film.subarray(from * sampleRate, to * sampleRate)
      if (above !== null) addBed(part(0, talking), samples, random, level * decibels(-above))
      // As loud as the speech, give or take.
      addBed(part(talking, talking + alone), samples, random, level * decibels(-8 + 11 * random.next()))
      addBed(
        part(talking + alone, talking + alone + under),
        samples,
        random,
        level * decibels(-(above ?? 18)),
      )
      const silent = Array.from<boolean>({ length: (alone + under) / pieceSeconds }).fill(false)
      const isSpoken = [...spokenPieces(spoken), ...silent]
      yield { speaker, bed, above, outline: outlineOf(film), isSpoken }
    }
}
