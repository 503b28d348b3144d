import fc from 'fast-check'
import { families } from '../../../src/core/music/families'
import type { HitRequest, Plan, PlanSettings } from '../../../src/core/music/plan'
import { planScore } from '../../../src/core/music/planner/planScore'
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

export function plan(
  duration: number,
  hits: readonly HitRequest[],
  more: { readonly settings?: Partial<PlanSettings>; readonly curve?: EmotionCurve } = {},
): Plan {
  return planScore({
    duration: seconds(duration),
    hits,
    curve: more.curve ?? { points: [] },
    settings: { ...settings, ...more.settings },
    ensemble: 'orchestra',
    families,
  })
}

/** Everything that must hold for any plan (docs/spec/planner.md P1-P6). Returns the faults found. */
export function faultsOf(result: Plan, options: PlanSettings = settings): string[] {
  const faults: string[] = []
  const map = createTempoMap(result.tempo)
  const check = (holds: boolean, what: string): void => {
    if (!holds) faults.push(what)
  }
  for (const planned of result.hits) {
    const error = map.secondsAt(planned.tick) - planned.time
    check(
      Math.abs(error - planned.error) < 1e-9,
      `hit ${planned.id} states error ${planned.error}, has ${error}`,
    )
    if (planned.kept) check(Math.abs(error) < 1e-3, `kept ${planned.id} is ${error} s off`)
    check(
      planned.kept !== (planned.reason !== undefined) || planned.mode === 'soft',
      `${planned.id} kept or reason`,
    )
    check(
      planned.tick >= 0 && planned.tick < result.endTick && planned.tick % 480 === 0,
      `${planned.id} grid`,
    )
    check(planned.downbeat === result.bars.some((bar) => bar.tick === planned.tick), `${planned.id} downbeat`)
  }
  const tempoLow = 60e6 / options.maximumTempo - 0.5
  const tempoHigh = 60e6 / options.minimumTempo + 0.5
  result.tempo.forEach((change, index) => {
    const tempo = change.microsecondsPerQuarter
    check(Number.isInteger(tempo) && tempo >= tempoLow && tempo <= tempoHigh, `tempo ${tempo}`)
    check(Number.isInteger(change.tick) && change.tick < result.endTick, `tempo at ${change.tick}`)
    check(index === 0 ? change.tick === 0 : change.tick > result.tempo[index - 1]!.tick, `tempo order`)
  })
  let at = 0
  result.bars.forEach((bar, index) => {
    const full = (bar.numerator * 3840) / bar.denominator
    check(bar.tick === at, `bar ${index} starts at ${bar.tick}, not ${at}`)
    check(
      index === result.bars.length - 1 ? bar.length > 0 && bar.length <= full : bar.length === full,
      `bar ${index} length`,
    )
    const isNominal =
      bar.numerator === options.metre.numerator && bar.denominator === options.metre.denominator
    check(
      isNominal || ([4, 8].includes(bar.denominator) && bar.numerator >= 1 && bar.numerator <= 8),
      `bar ${index} metre`,
    )
    at += bar.length
  })
  check(at === result.endTick, `bars end at ${at}, not ${result.endTick}`)
  const halfTick = map.tempoAt(ticks(result.endTick - 1)) / 960 / 2 / 1e6
  check(
    Math.abs(map.secondsAt(result.endTick) - result.duration) <= halfTick + 1e-9,
    `end ${map.secondsAt(result.endTick) - result.duration}`,
  )
  let sectionEnd = 0
  for (const section of result.sections) {
    check(
      section.startTick === sectionEnd && section.endTick > section.startTick,
      `section ${section.name} tiles`,
    )
    check(
      result.bars.some((bar) => bar.tick === section.startTick),
      `section ${section.name} starts a bar`,
    )
    check(section.families.length > 0 && section.density > 0, `section ${section.name} targets`)
    sectionEnd = section.endTick
  }
  check(sectionEnd === result.endTick, 'sections end')
  check(result.keys[0]?.tick === 0 && result.metre[0]?.tick === 0, 'key and metre at tick 0')
  return faults
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
