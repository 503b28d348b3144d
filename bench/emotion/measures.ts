import type { EmotionCurve, ValenceArousal } from '../../src/core/emotion/emotionCurve'
import { meanOverRange, valueAt } from '../../src/core/emotion/evaluateCurve'
import type { EmotionSecond } from '../../src/core/emotion/estimateEmotion'
import { seconds } from '../../src/core/time/units'
import type { Analysis } from '../../src/main/engine/workflow/analyse'
import { moodSeconds, type Mood } from './moodFilm'

/** What the curve says of each painted mood, its edges left out. */
export interface MoodResult extends ValenceArousal {
  readonly name: string
}

export const moodResults = ({ curve }: Analysis, parts: readonly Mood[]): MoodResult[] =>
  parts.map(({ name }, index) => ({
    name,
    ...meanOverRange(curve, seconds(index * moodSeconds + 1), seconds((index + 1) * moodSeconds - 1)),
  }))

/** An ordering that anybody would agree with, and whether the curve keeps it. */
export interface Ordering {
  readonly claim: string
  readonly difference: number
}

export function orderings(results: readonly MoodResult[]): Ordering[] {
  const of = (name: string): ValenceArousal => results.find((result) => result.name === name)!
  const [landscape, suspense, chase, celebration] = [
    of('landscape'),
    of('suspense'),
    of('chase'),
    of('celebration'),
  ]
  return [
    {
      claim: 'the landscape is more pleasant than the dark room',
      difference: landscape.valence - suspense.valence,
    },
    {
      claim: 'the celebration is more pleasant than the dark room',
      difference: celebration.valence - suspense.valence,
    },
    {
      claim: 'the celebration is more pleasant than the chase',
      difference: celebration.valence - chase.valence,
    },
    { claim: 'the chase is more excited than the landscape', difference: chase.arousal - landscape.arousal },
    { claim: 'the chase is more excited than the dark room', difference: chase.arousal - suspense.arousal },
    {
      claim: 'the celebration is more excited than the landscape',
      difference: celebration.arousal - landscape.arousal,
    },
  ]
}

export interface Movement {
  readonly mean: number
  readonly largest: number
}

/** How far two curves of one film lie apart on each axis, every half second; steps may fall a quarter second apart. */
export function movement(
  a: EmotionCurve,
  b: EmotionCurve,
  duration: number,
): Record<'valence' | 'arousal', Movement> {
  const axis = (name: 'valence' | 'arousal'): Movement => {
    const apart: number[] = []
    for (let time = 0.25; time < duration; time += 0.5) {
      const near = [-0.25, 0, 0.25].map((shift) =>
        Math.abs(valueAt(a, seconds(time))[name] - valueAt(b, seconds(time + shift))[name]),
      )
      apart.push(Math.min(...near))
    }
    return { mean: apart.reduce((sum, value) => sum + value, 0) / apart.length, largest: Math.max(...apart) }
  }
  return { valence: axis('valence'), arousal: axis('arousal') }
}

/** Correlation and mean distance of the direct and the category path over the seconds that have both. */
export function agreement(emotion: readonly EmotionSecond[], axis: 'valence' | 'arousal') {
  const pairs = emotion.flatMap(({ reading }) =>
    reading?.category ? [[reading.direct[axis], reading.category[axis]] as const] : [],
  )
  const mean = (pick: (pair: readonly [number, number]) => number): number =>
    pairs.reduce((sum, pair) => sum + pick(pair), 0) / pairs.length
  const [a, b] = [mean(([x]) => x), mean(([, y]) => y)]
  const together = mean(([x, y]) => (x - a) * (y - b))
  const r = together / Math.sqrt(mean(([x]) => (x - a) ** 2) * mean(([, y]) => (y - b) ** 2))
  return { r, distance: mean(([x, y]) => Math.abs(x - y)), seconds: pairs.length }
}
