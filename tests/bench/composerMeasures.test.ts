import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { responseAlone, variantResult } from '../../bench/composer/emotionGrid'
import { heldOutMeasures, realOf } from '../../bench/composer/heldOut'
import { readNats, readTrainedAblations } from '../../bench/composer/learning'
import { closing } from '../../bench/composer/lookAt'
import {
  clippedShare,
  decodePcm24,
  integratedLoudness,
  peak,
  sampleRate,
  silentShare,
} from '../../bench/composer/loudness'
import { readOptions } from '../../bench/composer/options'
import { lineOf } from '../../bench/composer/pieceLines'
import { pianoRoll } from '../../bench/composer/pianoRoll'
import { curveOf, films, planFilm } from '../../bench/composer/plans'
import type { Judgement } from '../../bench/composer/python'
import { musicalMeasures } from '../../src/core/music/referenceStatistics'
import type { Score } from '../../src/core/music/score'
import { createTempoMap } from '../../src/core/time/tempoMap'
import { ticks } from '../../src/core/time/units'
import { encodePcm24 } from '../../src/main/engine/sound/wavFormat'
import { temporaryFolder } from '../support/commandLine'

const root = resolve(import.meta.dirname, '../..')

describe('sound', () => {
  const sine = (amplitude: number, seconds: number): { left: Float32Array; right: Float32Array } => {
    const samples = Float32Array.from(
      { length: seconds * sampleRate },
      (_, index) => amplitude * Math.sin((2 * Math.PI * 997 * index) / sampleRate),
    )
    return { left: samples, right: samples.slice() }
  }

  test('a 997 Hz sine at -23 dBFS in both channels has -23 LUFS (EBU Tech 3341, case 1)', () => {
    expect(integratedLoudness(sine(10 ** (-23 / 20), 3))).toBeCloseTo(-23, 1)
  })

  test('silence does not count towards loudness, and is counted as silence', () => {
    const tone = sine(0.1, 2)
    const padded = { left: new Float32Array(4 * sampleRate), right: new Float32Array(4 * sampleRate) }
    padded.left.set(tone.left)
    padded.right.set(tone.right)
    expect(integratedLoudness(padded)).toBeCloseTo(integratedLoudness(tone), 0)
    expect(silentShare(padded)).toBeCloseTo(0.5, 2)
    expect(integratedLoudness({ left: new Float32Array(48_000), right: new Float32Array(48_000) })).toBe(
      -Infinity,
    )
  })

  test('peaks and clipping', () => {
    expect(peak(sine(0.5, 1))).toBeCloseTo(-6.02, 1)
    expect(clippedShare(sine(0.5, 1))).toBe(0)
    const square = { left: Float32Array.of(1, 0, 0, 0), right: Float32Array.of(0, -1, 0, 0) }
    expect(clippedShare(square)).toBe(0.5)
  })

  test('what the engine writes as 24-bit PCM is read back', () => {
    const sound = sine(0.7, 0.01)
    const back = decodePcm24(encodePcm24(sound.left, sound.right, 0, sound.left.length))
    sound.left.forEach((sample, index) => expect(back.left[index]).toBeCloseTo(sample, 5))
  })
})

describe('the page', () => {
  const key = { tick: ticks(0), tonic: 0, mode: 'major' } as const
  const close = (pitches: readonly number[]) => pitches.map((pitch) => ({ start: 960, end: 2880, pitch }))

  test('an ending: triad and tonic in the bass, and what rings on from before', () => {
    expect(closing(close([48, 64, 67]), key)).toEqual({ closesOnTriad: true, tonicInBass: true })
    expect(closing(close([52, 60, 67]), key)).toEqual({ closesOnTriad: true, tonicInBass: false })
    const ringing = [...close([48, 64, 67]), { start: 0, end: 1920, pitch: 50 }]
    expect(closing(ringing, key).closesOnTriad).toBe(false)
    const released = [...close([48, 64, 67]), { start: 0, end: 960, pitch: 50 }]
    expect(closing(released, key).closesOnTriad).toBe(true)
    expect(closing([], key)).toEqual({ closesOnTriad: false, tonicInBass: false })
  })

  const plan = planFilm(films[0]!, 'solo-piano', 1)
  const score: Score = {
    tempo: plan.tempo,
    metre: plan.metre,
    keys: plan.keys,
    tracks: [
      {
        ...{ id: 'piano', name: 'Piano <1>', family: 'piano', channel: 0, program: 0 },
        ...{ volume: 100, pan: 64, reverb: 40, controls: [] },
        notes: plan.bars.map((bar, index) => ({
          ...{ start: bar.tick, duration: ticks(480), pitch: 60 + index, velocity: 70 },
        })),
      },
    ],
    chords: [],
    markers: [],
    endTick: plan.endTick,
  }

  test('a line holds the bars that were asked for, from step 0 on, with the tempo in force there', () => {
    const line = lineOf('x', score, plan, { first: 2, last: 5 })
    expect(line.notes.map(([onset, , , pitch]) => [onset, pitch])).toEqual([
      [0, 62],
      [line.barLengths[0], 63],
      [line.barLengths[0]! + line.barLengths[1]!, 64],
    ])
    const inForce = 60e6 / createTempoMap(plan.tempo).tempoAt(plan.bars[2]!.tick)
    expect(line.tempo[0]).toEqual([0, inForce])
    const flat = lineOf('x', score, plan, { flat: true })
    expect(new Set(flat.notes.map((note) => note[4]))).toEqual(new Set([80]))
    expect(flat.tempo).toEqual([[0, 100]])
  })

  test('a piano roll is one SVG with a stroke for every note and cut', () => {
    const svg = pianoRoll('A <roll>', score, plan, curveOf(films[0]!))
    expect(svg.startsWith('<svg')).toBe(true)
    expect(svg).toContain('A &lt;roll&gt;')
    expect(svg).not.toContain('NaN')
    const strokes = /<path d="([^"]*)"[^>]*stroke="#1d4ed8" stroke-width="3.2"/.exec(svg)?.[1]
    expect(strokes?.match(/M/g)).toHaveLength(plan.bars.length)
  })
})

describe('reading', () => {
  test('evaluation.json is read as far as it goes', () => {
    expect(readNats({ trained: { natsPerNote: 5 }, baselines: { bigram: { natsPerNote: 8 } } })).toEqual([
      { label: 'the network', perNote: 5 },
      { label: 'bigram of events', perNote: 8 },
    ])
    expect(readNats(null)).toEqual([])
    expect(readTrainedAblations({ ablations: { runs: { full: { natsPerNote: 6 }, noteWise: {} } } })).toEqual(
      [{ label: 'with everything', perNote: 6 }],
    )
  })

  test('held-out measures are recorded for every class that presets are held to', async () => {
    const held = await heldOutMeasures({
      ...readOptions(['--work', temporaryFolder()], root),
      shared: null,
    })
    for (const ensemble of ['keyboard', 'strings', 'orchestra', 'band', 'song', 'chamber'] as const) {
      expect(held[ensemble]?.length).toBeGreaterThanOrEqual(10)
      for (const piece of realOf(held, ensemble))
        for (const measure of musicalMeasures) expect(piece[measure]).toBeGreaterThanOrEqual(0)
    }
    expect(realOf(held, 'unknown')).toBe(held.chamber)
  })

  test('options: groups, rehearsal, and words that are not understood', () => {
    const work = ['--work', temporaryFolder()]
    expect(readOptions([...work, '--quick'], root)).toMatchObject({ quick: true, seeds: 2 })
    expect(readOptions([...work, '--only', 'hits,speed'], root).groups).toEqual(['hits', 'speed'])
    expect(() => readOptions([...work, '--only', 'nothing'], root)).toThrow('There is no group nothing')
    expect(() => readOptions([...work, '--seeds', '0'], root)).toThrow('--seeds')
    expect(() => readOptions(['--frobnicate'], root)).toThrow('not understood')
  })
})

describe('responses to requests', () => {
  const requests = [-0.8, 0, 0.8].flatMap((valence) =>
    [-0.8, 0, 0.8].map((arousal) => ({ id: `${valence}/${arousal}`, variant: 'app', valence, arousal })),
  )
  const judgedBy = (hear: (valence: number, arousal: number) => [number, number]) => {
    const judged = Object.fromEntries(
      requests.map(({ id, valence, arousal }) => {
        const judgement: Judgement = { label: hear(valence, arousal), rank: hear(valence, arousal) }
        return [id, { first: judgement, second: judgement }]
      }),
    )
    return { validation: {} as never, judged }
  }

  test('a judge that hears what was asked gives 1 and no distance, one that hears the other way -1', () => {
    const right = variantResult(
      'app',
      requests,
      judgedBy((valence, arousal) => [valence, arousal]),
    )
    expect(right.response.first.valence).toMatchObject({ perPiece: 1, perCell: 1, l1: 0 })
    expect(right.response.second.arousal.l1Chance).toBeCloseTo((0.8 * 4 + 1.6 * 2) / 9, 9)
    expect(right.judgesAgree.valence).toBeCloseTo(1, 9)
    const wrong = variantResult(
      'app',
      requests,
      judgedBy((valence, arousal) => [-valence, -arousal]),
    )
    expect(wrong.response.first.arousal.perPiece).toBeCloseTo(-1, 9)
  })

  test('a dimension alone: what follows the other one only is no response', () => {
    const confused = variantResult(
      'app',
      requests,
      judgedBy((valence, arousal) => [arousal, valence]),
    )
    expect(responseAlone(confused.cells, 'first', 'valence')).toBe(0)
    const mixed = variantResult(
      'app',
      requests,
      judgedBy((v, a) => [v + 10 * a, a]),
    )
    expect(responseAlone(mixed.cells, 'first', 'valence')).toBeCloseTo(1, 9)
    expect(mixed.response.first.valence.perPiece).toBeLessThan(0.5)
  })

  test('pieces that no judge could hear are left out', () => {
    const { validation, judged } = judgedBy((valence, arousal) => [valence, arousal])
    const silent: Judgement = { label: null, rank: null }
    const some = { ...judged, [requests[0]!.id]: { first: silent, second: silent } }
    expect(variantResult('app', requests, { validation, judged: some }).pieces).toBe(8)
  })
})
