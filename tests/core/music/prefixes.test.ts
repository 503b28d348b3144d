import { describe, expect, test } from 'vitest'
import { valueAt } from '../../../src/core/emotion/evaluateCurve'
import { composeRequest } from '../../../src/core/music/composeRequest'
import { createConditioner } from '../../../src/core/music/conditioning'
import { composeEvents, type ComposeRequest } from '../../../src/core/music/decode'
import {
  prefixKinds,
  type DecodeFrame,
  type Prefix,
  type PrefixKind,
} from '../../../src/core/music/decodeFrame'
import { barStarts, type EventRow } from '../../../src/core/music/events'
import { keepMusic, locksAround } from '../../../src/core/music/keptMusic'
import { maximumPrefixRows, replayedRows, withLearntPrefixes } from '../../../src/core/music/prefixes'
import { findPreset } from '../../../src/core/music/presets'
import { seconds } from '../../../src/core/time/units'
import {
  attribute,
  conditionIdCount,
  conditionValueCount,
  eventType,
} from '../../../src/core/music/vocabulary'
import { scoreByNoise } from './support/composeFilm'
import { arcCurve, filmPlan } from './support/filmPlan'
import { randomNetwork, randomTables } from './support/randomNetwork'
import { recordingNetwork, type Reading } from './support/recordingNetwork'

const duration = 60
const presetName = 'orchestral'
const curve = arcCurve(duration)
const plan = filmPlan({ duration, hits: [9, 17, 31, 44, 52], presetName, curve })
const tables = randomTables(5)
const wanted = {
  plan,
  emotionAt: (time: Parameters<typeof valueAt>[1]) => valueAt(curve, time),
  parts: findPreset(presetName)!.parts,
  seed: 4,
  character: { guidance: 1 },
}

const isStart = (row: EventRow): boolean => row[attribute.type] === eventType.start
const isTold = (row: EventRow): boolean => isStart(row) && row[attribute.root]! < prefixKinds.length

async function compose(request: ComposeRequest, learnt: readonly PrefixKind[]) {
  const network = recordingNetwork(randomNetwork(5, 1))
  const result = await composeEvents(withLearntPrefixes(request, learnt), network, tables)
  return { result, readings: network.readings }
}

/** E22: prefix, START and music of a reading that begins with a prefix. */
function parts({ rows, ids, pinned }: Reading, kind: PrefixKind) {
  expect(pinned).toHaveLength(1)
  const prefix = rows.slice(0, pinned[0])
  expect(prefix[0]![attribute.root]).toBe(prefixKinds.indexOf(kind))
  expect(prefix.length).toBeLessThanOrEqual(maximumPrefixRows)
  expect(prefix[1]![attribute.type]).toBe(eventType.bar)
  expect(prefix.slice(1).some(isStart)).toBe(false)
  const music = rows.slice(pinned[0])
  expect(isStart(music[0]!) && !isTold(music[0]!)).toBe(true)
  expect(music[1]![attribute.type]).toBe(eventType.bar)
  expect(music.slice(1).some(isStart)).toBe(false)
  return { passage: prefix.slice(1), passageIds: ids.slice(1, pinned[0]), music: music.slice(1) }
}

/** The bar of every row. */
function barsOf(rows: readonly EventRow[]): number[] {
  let bar = -1
  return rows.map((row) => (row[attribute.type] === eventType.bar ? ++bar : bar))
}

const withoutDelta = (row: EventRow): EventRow =>
  row.map((value, column) => (column === attribute.delta ? 0 : value))

/** Whether the bars that a prefix is told for may use the family of a row. */
const mayPlay = ({ families }: DecodeFrame, { at, until }: Prefix, row: EventRow): boolean =>
  row[attribute.type] !== eventType.group ||
  families.slice(at, until).some((flags) => flags[row[attribute.family]!])

/** Where a run of rows stands in a longer one; -1 = nowhere. */
const placeOf = (part: readonly EventRow[], rows: readonly EventRow[]): number =>
  rows.findIndex((_, at) => part.every((row, index) => row.join() === rows[at + index]?.join()))

describe('theme of a returning section (D38, D39)', () => {
  const request = composeRequest(wanted)!
  const themes = request.frame.prefixes!

  test('the plan has a section that returns, and its passage lies before it', () => {
    expect(themes.length).toBeGreaterThan(0)
    for (const { kind, at, until, firstBar, endBar } of themes) {
      expect(kind).toBe('theme')
      expect(endBar).toBeGreaterThan(firstBar)
      expect(endBar).toBeLessThanOrEqual(Math.min(at, firstBar + 8))
      expect(until).toBeGreaterThan(at)
    }
  })

  test('a new sequence begins: the passage as written, START, the last bars, then the section', async () => {
    const { result, readings } = await compose(request, ['theme'])
    const told = readings.slice(1)
    expect(told.length).toBeGreaterThan(0)
    const bars = barsOf(result.rows)
    const starts = barStarts(request.frame.barLengths)
    for (const reading of told) {
      const { passage, passageIds, music } = parts(reading, 'theme')
      const at = placeOf(music, result.rows)
      expect(at).toBeGreaterThan(0)
      // The bars before the section are read again; what follows was written with the prefix in mind.
      const theme = themes.find((candidate) => bars.indexOf(candidate.at) >= at)!
      expect(bars.indexOf(theme.at) - at).toBeLessThanOrEqual(replayedRows)
      const first = bars.indexOf(theme.firstBar)
      expect(first).toBeLessThan(at)
      const whole = result.rows.slice(first, bars.indexOf(theme.endBar))
      const playable = whole.filter((row) => mayPlay(request.frame, theme, row))
      expect(passage.map(withoutDelta)).toEqual(playable.slice(0, passage.length).map(withoutDelta))
      // Told as it was told in its place.
      const ids = new Int32Array(conditionIdCount)
      createConditioner(request.conditions).write(
        theme.firstBar,
        0,
        ids,
        new Float32Array(conditionValueCount),
      )
      expect(result.steps[first]).toBe(starts[theme.firstBar])
      expect(passageIds[0]).toEqual([...ids])
    }
  })

  test('a prefix is forgotten where its section ends', async () => {
    const { readings } = await compose(
      { ...request, frame: { ...request.frame, prefixes: [{ ...themes[0]!, until: themes[0]!.at + 2 }] } },
      ['theme'],
    )
    expect(readings).toHaveLength(2)
    const { rows, pinned, unpinned } = readings[1]!
    expect(unpinned).toHaveLength(1)
    expect(unpinned[0]).toBeGreaterThan(pinned[0]!)
    expect(unpinned[0]).toBeLessThan(rows.length)
  })

  test('a model that has not learnt it composes in one sequence', async () => {
    const { result, readings } = await compose(request, ['future'])
    expect(readings).toHaveLength(1)
    const { frame, ...rest } = request
    const plain = await compose({ ...rest, frame: { ...frame, prefixes: undefined } }, prefixKinds)
    expect(result).toEqual(plain.result)
    expect(readings[0]!.rows.filter(isStart)).toHaveLength(1)
  })
})

describe('future of a gap (D40)', () => {
  test('the two bars after it are told before the music that leads up to it', async () => {
    const first = await scoreByNoise({ plan, presetName, seed: 3, character: { guidance: 1 } })
    const locks = locksAround(seconds(20), seconds(28), seconds(duration))
    const kept = keepMusic({ plan, score: first.score }, plan, locks)
    const request = composeRequest({ ...wanted, kept })!
    const [seam] = request.frame.seams!
    const [future, ...others] = request.frame.prefixes!
    expect(others).toEqual([])
    const { firstBar, endBar } = future!
    const starts = barStarts(request.frame.barLengths)
    expect(starts[firstBar]).toBeGreaterThanOrEqual(seam!.step)
    expect(starts[firstBar - 1]).toBeLessThan(seam!.step)
    const { readings } = await compose(request, ['future'])
    const { passage } = parts(readings[1]!, 'future')
    expect(readings[0]!.rows).toEqual([])
    const given = request.frame.given!.filter(
      ({ step, row }) =>
        step >= starts[firstBar]! && step < starts[endBar]! && mayPlay(request.frame, future!, row),
    )
    const sounding = passage.filter((row) => row[attribute.type] !== eventType.bar)
    expect(sounding.length).toBeGreaterThan(0)
    expect(sounding.map(withoutDelta)).toEqual(
      given.slice(0, sounding.length).map(({ row }) => withoutDelta(row)),
    )
  })
})
