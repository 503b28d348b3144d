import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { composeEvents, type ComposeRequest } from '../../../src/core/music/decode'
import { createDecodeState, type DecodeState } from '../../../src/core/music/decodeState'
import { composeRequest } from '../../../src/core/music/composeRequest'
import { decodeEvents } from '../../../src/core/music/events'
import { ensembles, families } from '../../../src/core/music/families'
import {
  leanBarLine,
  leanDelta,
  leanDuration,
  leanFamily,
  leanLine,
  leanStop,
  leanVelocity,
} from '../../../src/core/music/leanTexture'
import type { Section } from '../../../src/core/music/plan'
import { findPreset } from '../../../src/core/music/presets'
import { defaultLeaning } from '../../../src/core/music/sampling'
import type { Leaning } from '../../../src/core/music/softBias'
import { barTextures, type BarTexture } from '../../../src/core/music/texture'
import { deltaSteps, durationSteps, eventType, pitchStop } from '../../../src/core/music/vocabulary'
import { arcCurve, filmPlan } from './support/filmPlan'
import { randomNetwork, randomTables } from './support/randomNetwork'

const [drums, bass, piano, strings, brass] = ['drums', 'bass', 'piano', 'strings', 'brass'].map((name) =>
  families.indexOf(name as (typeof families)[number]),
) as [number, number, number, number, number]
const flags = (...playing: number[]): boolean[] => families.map((_, family) => playing.includes(family))
const sectionOf = (changes: Partial<Section> = {}): Section => ({ ...changes }) as Section
const bare: Leaning = { clash: 0, silence: 0, crowd: 0, mode: 0 }

describe('what a bar is expected to hold (docs/spec/composer-decoding.md, D54)', () => {
  const film = fc.record({
    ensemble: fc.constantFrom(...ensembles),
    playing: fc.uniqueArray(fc.nat(11), { minLength: 1, maxLength: 12 }),
    arousal: fc.double({ min: -1.5, max: 1.5, noNaN: true }),
    tempo: fc.integer({ min: 150_000, max: 3_000_000 }),
    count: fc.integer({ min: 1, max: 40 }),
    seed: fc.nat(),
  })

  test('shares sum to 1 over families that may play; at least two play where two may', () => {
    fc.assert(
      fc.property(film, ({ ensemble, playing, arousal, tempo, count, seed }) => {
        const section = sectionOf()
        const bar = { section, families: flags(...playing), arousal, microsecondsPerQuarter: tempo }
        const textures = barTextures(Array(count).fill(bar), [section], ensemble, seed)
        expect(textures).toHaveLength(count)
        for (const { shares, loudness, pace } of textures) {
          expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1)
          expect(shares.every((share, family) => share === 0 || playing.includes(family))).toBe(true)
          expect(shares.filter((share) => share > 0).length).toBeGreaterThanOrEqual(
            Math.min(2, playing.length),
          )
          expect(loudness.every((bucket) => bucket > 1 && bucket < 15)).toBe(true)
          expect(pace).toBeGreaterThan(0)
        }
        for (let bar = 0; bar + 1 < count; bar++)
          if (bar % 4 !== 3) expect(textures[bar + 1]!.shares).toEqual(textures[bar]!.shares)
      }),
    )
  })

  test('brass rests in some phrases, drums of a band and the strings of an orchestra in none; a return rests alike', () => {
    const [first, second] = [sectionOf({ name: 'A' }), sectionOf({ name: 'B' })]
    const back = sectionOf({ name: 'A', returnsTo: 0 })
    const sections = [first, second, back]
    const bars = sections.flatMap((section) =>
      Array.from({ length: 64 }, () => ({
        section,
        families: flags(drums, strings, brass),
        arousal: -0.2,
        microsecondsPerQuarter: 500_000,
      })),
    )
    const textures = barTextures(bars, sections, 'orchestra', 7)
    const resting = (family: number): number => textures.filter(({ shares }) => shares[family] === 0).length
    expect(resting(strings)).toBe(0)
    expect(resting(drums)).toBe(0)
    expect(resting(brass)).toBeGreaterThan(20)
    expect(resting(brass)).toBeLessThan(120)
    expect(textures.slice(128)).toEqual(textures.slice(0, 64))
  })

  test('in full arousal all play', () => {
    const bar = {
      section: sectionOf(),
      families: flags(drums, strings, brass),
      arousal: 0.6,
      microsecondsPerQuarter: 500_000,
    }
    const textures = barTextures(Array(80).fill(bar), [bar.section], 'orchestra', 3)
    expect(textures.every(({ shares }) => shares.filter((share) => share > 0).length === 3)).toBe(true)
  })
})

const texture: BarTexture = {
  shares: families.map((_, family) => ([drums, piano].includes(family) ? 0.5 : 0)),
  notes: families.map(() => 8),
  loudness: families.map(() => 9),
  voices: 4,
  pace: 6,
}

function stateWith(changes: Partial<DecodeState> = {}): DecodeState {
  const frame = {
    barLengths: [96, 96],
    endStep: 192,
    anchors: [],
    families: [flags(drums, bass, piano), flags(drums, bass, piano)],
    transposition: 0,
    foreignThirds: [null, null],
    density: [4, 4],
    textures: [texture, texture],
  }
  return { ...createDecodeState(frame), bar: 0, begun: true, ...changes }
}

function leant(size: number, lean: (logits: Float32Array) => void): Float32Array {
  const logits = new Float32Array(size)
  lean(logits)
  return logits
}

const sounding = (count: number, end: number) =>
  Array.from({ length: count }, (_, value) => ({ family: piano, value, end, release: end, heldUntil: 0 }))

describe('leaning towards it (D54-D58)', () => {
  test('the family that lags behind its share gains, the other loses, a resting one is held back', () => {
    const recentNotes = families.map((_, family) => (family === piano ? 20 : 0))
    const logits = leant(12, (into) => leanFamily(stateWith({ recentNotes }), into, { ...bare, balance: 1 }))
    expect(logits[drums]).toBeCloseTo(Math.log(13 / 3))
    expect(logits[piano]).toBeCloseTo(Math.log(13 / 23))
    expect(logits[bass]).toBe(-2)
    const even = families.map((_, family) => ([drums, piano].includes(family) ? 10 : 0))
    const balanced = leant(12, (into) =>
      leanFamily(stateWith({ recentNotes: even }), into, { ...bare, balance: 1 }),
    )
    expect(balanced[drums]).toBeCloseTo(0)
  })

  test('velocities keep to what arousal asks for', () => {
    const logits = leant(17, (into) => leanVelocity(stateWith(), piano, into, { ...bare, dynamics: 1 }))
    expect(logits.indexOf(Math.max(...logits.slice(0, 16)))).toBe(9)
    expect(logits[4]).toBeCloseTo(-2)
  })

  test('silence beyond half a beat costs, by the beat, also up to the bar line; over a sound nothing does', () => {
    const leaning = { ...bare, rest: 2 }
    const silent = leant(61, (into) => leanDelta(stateWith(), into, leaning))
    expect(silent[deltaSteps.indexOf(12)]).toBeCloseTo(0)
    expect(silent[deltaSteps.indexOf(36)]).toBeCloseTo(-2)
    const held = leant(61, (into) => leanDelta(stateWith({ sounding: sounding(1, 48) }), into, leaning))
    expect(held[deltaSteps.indexOf(48)]).toBeCloseTo(0)
    const line = (state: DecodeState): number =>
      leant(5, (into) => leanBarLine(state, into, leaning))[eventType.bar]!
    expect(line(stateWith({ position: 48 }))).toBeCloseTo(-3)
    expect(line(stateWith({ position: 48, sounding: sounding(1, 96) }))).toBeCloseTo(0)
  })

  test('onsets much nearer than usual cost, notes together nothing', () => {
    const logits = leant(61, (into) => leanDelta(stateWith(), into, { ...bare, haste: 2 }))
    expect(logits[0]).toBe(0)
    expect(logits[6]).toBe(0)
    expect(logits[3]).toBeLessThan(-1)
    expect(logits[1]).toBeLessThan(logits[3]!)
  })

  test('where twice the usual voices sound, chords stop sooner and long notes cost', () => {
    const leaning = { ...bare, voices: 1 }
    const crowded = stateWith({ sounding: sounding(8, 90) })
    const stop = (state: DecodeState): number =>
      leant(191, (into) => leanStop(state, piano, [], into, leaning))[pitchStop]!
    expect(stop(crowded)).toBeCloseTo(1)
    expect(stop(stateWith({ sounding: sounding(3, 90) }))).toBe(0)
    const lengths = leant(37, (into) => leanDuration(crowded, piano, into, leaning))
    expect(lengths[durationSteps.indexOf(12)]).toBe(0)
    expect(lengths[durationSteps.indexOf(48)]).toBeCloseTo(-2)
  })

  test('a bass that owes notes holds none for long, a piano may', () => {
    const leaning = { ...bare, balance: 1 }
    const lengths = leant(37, (into) => leanLine(stateWith(), bass, into, leaning))
    expect(lengths[durationSteps.indexOf(24)]).toBe(0)
    expect(lengths[durationSteps.indexOf(96)]).toBeCloseTo(-2)
    expect(
      leant(37, (into) => leanLine(stateWith(), piano, into, leaning)).every((value) => value === 0),
    ).toBe(true)
  })

  test('at a hit and at the close nothing is expected', () => {
    const anchor = { step: 0, minimumDuration: 48, minimumVelocity: 9 }
    const state = stateWith({ openAnchor: anchor, recentNotes: families.map(() => 5) })
    const all = { ...defaultLeaning }
    expect(leant(12, (into) => leanFamily(state, into, all)).every((value) => value === 0)).toBe(true)
    expect(leant(17, (into) => leanVelocity(state, piano, into, all)).every((value) => value === 0)).toBe(
      true,
    )
    expect(leant(61, (into) => leanDelta(state, into, all)).every((value) => value === 0)).toBe(true)
  })
})

describe('over a network of noise (D54)', () => {
  const compose = async (balance: number, seed: number) => {
    const plan = filmPlan({ duration: 40, hits: [7.3, 22.1], presetName: 'band', seed })
    const request: ComposeRequest = composeRequest({
      plan,
      emotionAt: () => ({ valence: 0.2, arousal: 0.6 }),
      parts: findPreset('band')!.parts,
      seed,
      character: { leaning: { ...defaultLeaning, balance } },
    })!
    const reluctant = { type: { [eventType.group]: 3 }, family: { [drums]: -2 } }
    const { rows } = await composeEvents(request, randomNetwork(seed), randomTables(seed, reluctant))
    const { notes } = decodeEvents(rows, request.frame.barLengths)
    const wanted = request.frame.textures!.reduce((sum, { shares }) => sum + shares[drums]!, 0)
    const share = notes.filter(({ family }) => family === drums).length / notes.length
    return Math.abs(share - wanted / request.frame.textures!.length)
  }

  test('a network that seldom drums comes nearer to the share of drums', async () => {
    const seeds = [1, 2, 3]
    const total = async (balance: number): Promise<number> => {
      let sum = 0
      for (const seed of seeds) sum += await compose(balance, seed)
      return sum
    }
    const [off, on] = [await total(0), await total(2)]
    expect(on).toBeLessThan(0.7 * off)
  })

  test('it is told with the request for every bar', () => {
    const plan = filmPlan({ duration: 25, hits: [3] })
    const request = composeRequest({
      plan,
      emotionAt: () => arcCurve(25).points[0]!,
      parts: findPreset('orchestral')!.parts,
      seed: 1,
    })!
    expect(request.frame.textures).toHaveLength(plan.bars.length)
  })
})
