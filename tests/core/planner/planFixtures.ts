import fc from 'fast-check'
import { families } from '../../../src/core/music/families'
import type {
  CueRequest,
  HitRequest,
  LockedSpan,
  Plan,
  PlannedCue,
  PlanSettings,
} from '../../../src/core/music/plan'
import { planScore, type PlanRequest } from '../../../src/core/music/planner/planScore'
import { createTempoMap } from '../../../src/core/time/tempoMap'
import { seconds, ticks } from '../../../src/core/time/units'
import type { EmotionCurve } from '../../../src/core/emotion/emotionCurve'

export const settings: PlanSettings = {
  minimumTempo: 60,
  maximumTempo: 160,
  metre: { numerator: 4, denominator: 4 },
  key: 'automatic',
  preset: 'orchestra',
  seed: 1,
}

export const hit = (time: number, more: Partial<HitRequest> = {}): HitRequest => ({
  id: `hit-${time}`,
  time: seconds(time),
  mode: 'must',
  weight: 1,
  markedByUser: false,
  ...more,
})

export const curveOf = (
  ...points: readonly (readonly [time: number, valence: number, arousal: number, step?: boolean])[]
): EmotionCurve => ({
  points: points.map(([time, valence, arousal, step]) => ({
    time: seconds(time),
    valence,
    arousal,
    confidence: 1,
    step: step ?? false,
  })),
})

export function plan(duration: number, hits: readonly HitRequest[], more: PlanOptions = {}): Plan {
  return planScore(planRequest(duration, hits, more))
}

export interface PlanOptions {
  readonly settings?: Partial<PlanSettings>
  readonly curve?: EmotionCurve
  readonly cues?: readonly CueRequest[]
  readonly locked?: readonly LockedSpan[]
}

export const planRequest = (
  duration: number,
  hits: readonly HitRequest[],
  more: PlanOptions = {},
): PlanRequest => ({
  duration: seconds(duration),
  hits,
  curve: more.curve ?? { points: [] },
  settings: { ...settings, ...more.settings },
  ensemble: 'orchestra',
  families,
  cues: more.cues,
  locked: more.locked,
})

/** Cues named 1m1, 1m2 ... from pairs of seconds. */
export const cuesAt = (...times: readonly (readonly [start: number, end: number])[]): CueRequest[] =>
  times.map(([start, end], index) => ({
    id: `cue-${index}`,
    name: `1m${index + 1}`,
    start: seconds(start),
    end: seconds(end),
  }))

type Check = (holds: boolean, what: string) => void

/** Everything that must hold for any plan (docs/spec/planner.md P1-P6, P14, P15). Returns the faults found. */
export function faultsOf(result: Plan, options: PlanSettings = settings): string[] {
  const faults: string[] = []
  const check: Check = (holds, what) => {
    if (!holds) faults.push(what)
  }
  checkHits(result, check)
  checkTempo(result, options, check)
  checkBars(result, options, check)
  checkCues(result, check)
  return faults
}

const inCue = (result: Plan, tick: number): PlannedCue | undefined =>
  result.cues.find((cue) => cue.startTick <= tick && tick < cue.endTick)

function checkHits(result: Plan, check: Check): void {
  const map = createTempoMap(result.tempo)
  const bars = new Set<number>(result.bars.map((bar) => bar.tick))
  for (const planned of result.hits) {
    const error = map.secondsAt(planned.tick) - planned.time
    check(
      Math.abs(error - planned.error) < 1e-9,
      `hit ${planned.id} states error ${planned.error}, has ${error}`,
    )
    const cue = inCue(result, planned.tick)
    if (planned.kept) check(Math.abs(error) < 3e-4, `kept ${planned.id} is ${error} s off`)
    if (planned.kept) check(cue !== undefined, `kept ${planned.id} is in no cue`)
    check(
      planned.kept !== (planned.reason !== undefined) || planned.mode === 'soft',
      `${planned.id} kept or reason`,
    )
    check(
      planned.tick >= 0 &&
        planned.tick < result.endTick &&
        (!cue || (planned.tick - cue.startTick) % 480 === 0),
      `${planned.id} grid`,
    )
    check(planned.downbeat === bars.has(planned.tick), `${planned.id} downbeat`)
  }
}

function checkTempo(result: Plan, options: PlanSettings, check: Check): void {
  const tempoLow = 60e6 / options.maximumTempo - 0.5
  const tempoHigh = 60e6 / options.minimumTempo + 0.5
  result.tempo.forEach((change, index) => {
    const tempo = change.microsecondsPerQuarter
    const end = result.tempo[index + 1]?.tick ?? result.endTick
    const sounds = result.cues.some((cue) => cue.startTick < end && change.tick < cue.endTick)
    check(Number.isInteger(tempo) && tempo >= 1 && tempo <= 0xffffff, `tempo ${tempo}`)
    check(!sounds || (tempo >= tempoLow && tempo <= tempoHigh), `tempo ${tempo} in a cue`)
    check(Number.isInteger(change.tick) && change.tick < result.endTick, `tempo at ${change.tick}`)
    check(index === 0 ? change.tick === 0 : change.tick > result.tempo[index - 1]!.tick, `tempo order`)
  })
}

function checkBars(result: Plan, options: PlanSettings, check: Check): void {
  const cueEnds = new Set<number>(result.cues.map((cue) => cue.endTick))
  let at = 0
  result.bars.forEach((bar, index) => {
    const full = (bar.numerator * 3840) / bar.denominator
    const mayBeShort = cueEnds.has(at + bar.length)
    check(bar.tick === at, `bar ${index} starts at ${bar.tick}, not ${at}`)
    check(mayBeShort ? bar.length > 0 && bar.length <= full : bar.length === full, `bar ${index} length`)
    const isNominal =
      bar.numerator === options.metre.numerator && bar.denominator === options.metre.denominator
    check(
      isNominal ||
        mayBeShort ||
        ([4, 8].includes(bar.denominator) && bar.numerator >= 1 && bar.numerator <= 8),
      `bar ${index} metre`,
    )
    at += bar.length
  })
  check(at === result.endTick, `bars end at ${at}, not ${result.endTick}`)
  check(result.metre[0]?.tick === 0, 'metre at tick 0')
}

function checkCues(result: Plan, check: Check): void {
  const map = createTempoMap(result.tempo)
  const bars = new Set<number>(result.bars.map((bar) => bar.tick))
  const halfTick = (tick: number): number => map.tempoAt(ticks(tick - 1)) / 960 / 2 / 1e6
  const end = map.secondsAt(result.endTick) - result.duration
  check(Math.abs(end) <= halfTick(result.endTick) + 1e-9, `end ${end}`)
  let before: PlannedCue | undefined
  for (const cue of result.cues) {
    const { name, startTick, endTick, firstBar, barCount } = cue
    // Attacca, a cue starts where the one before it ends: within half a tick.
    const late = map.secondsAt(startTick) - cue.startTime
    const isAttacca = before?.endTick === startTick
    check(
      Math.abs(late) <= (isAttacca ? halfTick(startTick) : 5e-7) + 1e-9,
      `cue ${name} starts ${late} s off`,
    )
    const over = map.secondsAt(endTick) - cue.endTime
    check(Math.abs(over) <= halfTick(endTick) + 1e-9, `cue ${name} ends ${over} s off`)
    const own = result.bars.slice(firstBar, firstBar + barCount)
    check(own[0]?.tick === startTick, `cue ${name} starts at a bar`)
    check(own.reduce((sum, bar) => sum + bar.length, 0) === endTick - startTick, `bars of cue ${name}`)
    check(!before || before.endTick <= startTick, `cue ${name} order`)
    const sections = result.sections.filter((each) => each.startTick >= startTick && each.startTick < endTick)
    let sectionEnd: number = startTick
    for (const section of sections) {
      const tiles = section.startTick === sectionEnd && section.endTick > section.startTick
      check(tiles, `section ${section.name} tiles`)
      check(bars.has(section.startTick), `section ${section.name} starts a bar`)
      check(section.families.length > 0 && section.density > 0, `section ${section.name} targets`)
      sectionEnd = section.endTick
    }
    check(sectionEnd === endTick, `sections of ${name} end`)
    before = cue
  }
  check(
    result.sections.every((section, index) => (section.returnsTo ?? -1) < index),
    'sections return to earlier ones',
  )
  check(
    result.sections.every((section) => inCue(result, section.startTick)),
    'sections in silence',
  )
  check(result.keys[0]?.tick === result.cues[0]?.startTick, 'key where the music starts')
}

/** Random curves, some empty. */
export const anyCurve = (duration: number): fc.Arbitrary<EmotionCurve> =>
  fc
    .array(
      fc.record({
        time: fc.double({ min: 0, max: duration, noNaN: true }),
        valence: fc.double({ min: -1, max: 1, noNaN: true }),
        arousal: fc.double({ min: -1, max: 1, noNaN: true }),
        step: fc.boolean(),
      }),
      { maxLength: 12 },
    )
    .map((points) => ({
      points: points.map((point) => ({ ...point, time: seconds(point.time), confidence: 1 })),
    }))
