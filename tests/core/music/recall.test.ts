import { describe, expect, test } from 'vitest'
import { valueAt } from '../../../src/core/emotion/evaluateCurve'
import { composeRequest } from '../../../src/core/music/composeRequest'
import { composeEvents, type ComposeRequest, type ComposeResult } from '../../../src/core/music/decode'
import { createDecodeState } from '../../../src/core/music/decodeState'
import { absentRow, attribute, eventType, pitchStop } from '../../../src/core/music/vocabulary'
import { barStarts, bareRow, placedMusic, type EventRow } from '../../../src/core/music/events'
import { findPreset } from '../../../src/core/music/presets'
import { createRecall } from '../../../src/core/music/recall'
import { defaultLeaning } from '../../../src/core/music/sampling'
import { arcCurve, filmPlan } from './support/filmPlan'
import { randomNetwork, randomTables } from './support/randomNetwork'

const curve = arcCurve(40)

/** The other leanings would blur what recall does. */
const recallAlone = { clash: 0.8, silence: 4, crowd: 1, mode: 1.5 }

function requestOf(seed: number, rhythm: number, melody: number): ComposeRequest {
  return composeRequest({
    plan: filmPlan({ duration: 40, hits: [7.3, 22.1], presetName: 'band', seed }),
    emotionAt: (time) => valueAt(curve, time),
    parts: findPreset('band')!.parts,
    seed,
    character: { leaning: { ...recallAlone, rhythm, melody } },
  })!
}

const compose = (request: ComposeRequest): Promise<ComposeResult> =>
  composeEvents(request, randomNetwork(request.seed), randomTables(request.seed))

/** Mean likeness (Jaccard index) of bars and the bars they recall: of their onsets, and of onsets with pitches. */
function likenessToReference({ frame }: ComposeRequest, { rows, steps }: ComposeResult) {
  const starts = barStarts(frame.barLengths)
  const { notes } = placedMusic(rows, steps)
  const content = (bar: number, pitch: boolean): Set<string> =>
    new Set(
      notes
        .filter(({ onset }) => onset >= starts[bar]! && onset < starts[bar]! + frame.barLengths[bar]!)
        .map((note) => `${note.onset - starts[bar]!}:${pitch ? note.pitch : note.family}`),
    )
  const mean = (pitch: boolean): number => {
    const values = frame.recall!.flatMap(({ reference }, bar) => {
      if (!reference || (pitch && !reference.pitches)) return []
      const [own, other] = [content(bar, pitch), content(reference.bar, pitch)]
      const union = new Set([...own, ...other]).size
      return union === 0 ? [] : [[...own].filter((entry) => other.has(entry)).length / union]
    })
    return values.reduce((sum, value) => sum + value, 0) / values.length
  }
  return { onsets: mean(false), pitches: mean(true) }
}

async function meanLikeness(rhythm: number, melody: number) {
  const all: { onsets: number; pitches: number }[] = []
  for (const seed of [1, 2, 3]) {
    const request = requestOf(seed, rhythm, melody)
    all.push(likenessToReference(request, await compose(request)))
  }
  const mean = (key: 'onsets' | 'pitches'): number =>
    all.reduce((sum, likeness) => sum + likeness[key], 0) / all.length
  return { onsets: mean('onsets'), pitches: mean('pitches') }
}

describe('recall over a network of noise (docs/spec/composer-decoding.md, D50-D53)', () => {
  test('the stronger it is, the more a bar is like the one that it recalls', async () => {
    const [off, some, strong] = [await meanLikeness(0, 0), await meanLikeness(6, 7), await meanLikeness(9, 9)]
    expect(some.onsets).toBeGreaterThan(1.5 * off.onsets)
    expect(strong.onsets).toBeGreaterThan(some.onsets)
    expect(some.pitches).toBeGreaterThan(2 * off.pitches)
    expect(strong.pitches).toBeGreaterThan(some.pitches)
    expect(off.pitches).toBeLessThan(0.1)
  })

  test('rhythm alone brings back onsets and not pitches', async () => {
    const [off, rhythm, both] = [
      await meanLikeness(0, 0),
      await meanLikeness(12, 0),
      await meanLikeness(12, 14),
    ]
    expect(rhythm.onsets).toBeGreaterThan(2 * off.onsets)
    expect(rhythm.pitches).toBeLessThan(0.6 * both.pitches)
  })

  test('at strength 0 a form changes nothing', async () => {
    const request = requestOf(5, 0, 0)
    const formless = { ...request, frame: { ...request.frame, recall: undefined } }
    expect(await compose(request)).toEqual(await compose(formless))
  })

  test('same seed, same music', async () => {
    expect((await compose(requestOf(6, 4, 5))).rows).toEqual((await compose(requestOf(6, 4, 5))).rows)
  })
})

const chord = (root: number): EventRow => {
  const row = [...absentRow]
  ;[row[attribute.type], row[attribute.root], row[attribute.quality]] = [eventType.chord, root, 0]
  return row
}
const group = (family: number, duration: number, ...pitches: number[]): EventRow => {
  const row = [...absentRow]
  ;[row[attribute.type], row[attribute.family], row[attribute.duration]] = [eventType.group, family, duration]
  row[attribute.velocity] = 9
  ;[...pitches, pitchStop].forEach((pitch, slot) => (row[attribute.pitch + slot] = pitch))
  return row
}

describe('what is expected next (D51, D52)', () => {
  const frame = {
    barLengths: [96, 96],
    endStep: 192,
    anchors: [],
    families: [[], []],
    transposition: 0,
    foreignThirds: [null, null],
    density: [0, 0],
    recall: [
      { reference: null, scale: [0, 2, 4, 5, 7, 9, 11] },
      { reference: { bar: 0, pitches: true }, scale: [0, 2, 4, 5, 7, 9, 11] },
    ],
  }
  const rows = [
    bareRow(eventType.bar),
    chord(0),
    group(6, 5, 60, 64),
    group(2, 3, 67),
    bareRow(eventType.bar),
  ]
  const written = { rows, steps: [0, 0, 0, 24, 96], bars: [0, 0, 0, 0, 1], given: rows.map(() => false) }
  const leaning = { ...defaultLeaning, rhythm: 2, melody: 3 }
  const at = (changes: object) => ({ ...createDecodeState(frame), begun: true, bar: 1, ...changes })
  const raised = (write: (logits: Float32Array) => void, size = 191): (readonly [number, number])[] => {
    const logits = new Float32Array(size)
    write(logits)
    return [...logits.entries()].filter(([, value]) => value !== 0)
  }

  test('type, place, family, length and pitches of the first event that is still to come', () => {
    const recall = createRecall(at({}), written, leaning)
    expect(raised((logits) => recall.type(logits))).toEqual([[eventType.chord, 2]])
    expect(raised((logits) => recall.chord(attribute.root, logits))).toEqual([[0, 3]])
    const later = createRecall(at({ chordHere: true }), written, leaning)
    expect(raised((logits) => later.type(logits))).toEqual([[eventType.group, 2]])
    expect(raised((logits) => later.delta(eventType.group, logits))).toEqual([[0, 2]])
    expect(raised((logits) => later.family(logits))).toEqual([[6, 2]])
    expect(raised((logits) => later.duration(6, logits))).toEqual([[5, 2]])
    expect(raised((logits) => later.velocity(6, 5, logits))).toEqual([[9, 2]])
    expect(raised((logits) => later.velocity(6, 4, logits))).toEqual([])
    expect(raised((logits) => later.pitch(6, 5, [], logits))).toEqual([[60, 3]])
    expect(raised((logits) => later.pitch(6, 5, [60], logits))).toEqual([[64, 3]])
    expect(raised((logits) => later.pitch(6, 5, [60, 64], logits))).toEqual([[pitchStop, 3]])
  })

  test('what was stepped past is no longer expected, after the last comes the bar line', () => {
    const past = createRecall(at({ position: 6 }), written, leaning)
    expect(raised((logits) => past.delta(eventType.group, logits))).toEqual([[18, 2]])
    const end = createRecall(at({ position: 30 }), written, leaning)
    expect(raised((logits) => end.type(logits)).map(([type]) => type)).toEqual([eventType.bar, eventType.end])
  })

  test('under another chord pitches move with it along the scale', () => {
    const rowsThere = [...rows, chord(2)]
    const moved = createRecall(
      at({ chordHere: true }),
      { rows: rowsThere, steps: [...written.steps, 96], bars: [...written.bars, 1], given: [] },
      leaning,
    )
    expect(raised((logits) => moved.pitch(6, 5, [], logits))).toEqual([[62, 3]])
    expect(raised((logits) => moved.pitch(6, 5, [62], logits))).toEqual([[65, 3]])
  })

  test('new bars, open hits and the close expect nothing', () => {
    const anchor = { step: 96, minimumDuration: 48, minimumVelocity: 8 }
    const cadence = { ...anchor, cadence: { tonic: 0, mode: 'major' as const } }
    const closing = { frame: { ...frame, anchors: [cadence] }, nextAnchor: 1 }
    for (const changes of [{ bar: 0 }, { openAnchor: anchor }, closing])
      expect(raised((logits) => createRecall(at(changes), written, leaning).type(logits))).toEqual([])
  })
})
