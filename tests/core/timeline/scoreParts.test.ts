import { describe, expect, it } from 'vitest'
import { rational } from '../../../src/core/time/rational'
import { inputCount } from '../../../src/core/timeline/networkInputs'
import { classifyInParts, scoreParts } from '../../../src/core/timeline/scoreParts'
import { classifySteps, stepKinds } from '../../../src/core/timeline/transitionLikelihoods'
import { createTransitionScores, stepMeasures } from '../../../src/core/timeline/transitionScores'

/** A film of 60 pictures a second whose measures and cells are noise, with every hundredth picture late. */
function noisyFilm(count: number) {
  const scores = createTransitionScores(count)
  let state = 1
  const noise = (): number => (state = (state * 48271) % 2147483647) & 255
  for (let index = 0; index < count; index += 1) {
    scores.timeNumerators[index] = index * 10 + (index % 100 === 0 ? 3 : 0)
    scores.timeDenominators[index] = rational(1, 600).denominator
  }
  for (const name of stepMeasures) scores[name].forEach((_, index, values) => (values[index] = noise()))
  scores.thumbnails.forEach((_, index, values) => (values[index] = noise()))
  return scores
}

/** Answers with every step's own inputs, so that any difference in them shows. */
const network = (inputs: Float32Array, length: number): Promise<Float32Array> =>
  Promise.resolve(
    Float32Array.from({ length: length * 7 }, (_, at) => {
      const row = Math.floor(at / 7) * inputCount
      let sum = 0
      for (let input = at % 7; input < inputCount; input += 7) sum += inputs[row + input]! * (1 + input)
      return Math.abs(Math.sin(sum))
    }),
  )

describe('a film handed over in parts', () => {
  it('is answered as the whole (T8), in parts that do not grow with it', async () => {
    const film = noisyFilm(17_000)
    const whole = await classifySteps(film, network)
    const parts = await classifyInParts(film, ({ scores, ...range }) => classifySteps(scores, network, range))
    for (const kind of stepKinds) expect(parts[kind]).toEqual(whole[kind])
    expect(parts.cut.some((value) => value > 0)).toBe(true)
    expect([...scoreParts(film)].map(({ scores }) => scores.count)).toHaveLength(3)
    for (const { scores } of scoreParts(film)) expect(scores.count).toBeLessThan(8192 + 2 * 400)
  })

  it.each([0, 1, 2])('may have %d pictures', async (count) => {
    const answer = await classifyInParts(noisyFilm(count), ({ scores, ...range }) =>
      classifySteps(scores, network, range),
    )
    expect(answer.count).toBe(count)
  })
})
