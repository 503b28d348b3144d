import { thumbnailSize } from './pictureFeatures'
import { createTransitionLikelihoods, stepKinds, type TransitionLikelihoods } from './transitionLikelihoods'
import {
  createTransitionScores,
  encodeLevel,
  framesPerSecond,
  secondsOfPicture,
  stepMeasures,
  type TransitionScores,
} from './transitionScores'

/** Pictures a second up to which a film is left as it is: the network knows drawings on twos and threes. */
const usualRate = 35
/** Mean levels by which a picture that is shown again differs once it has been compressed. */
const repeatDifference = encodeLevel(0.25)
/** Pictures a second that stay at least, however still the film. */
const leastRate = 24
/** A film with fewer repeats than this share was shot at its rate. */
const leastRepeats = 0.45
/**
 * Share of the pictures kept that may follow right on another one kept. Where a rate carries a lower one there are none but
 * for cuts and what a key frame refreshes; still and moving shots of one rate have a third and more.
 */
const mostNeighbours = 0.2

/** A film without the pictures that only show the one before again: `pictures[i]` is the number of its picture `i` in the film. */
export interface DistinctPictures {
  readonly scores: TransitionScores
  readonly pictures: Int32Array
}

/** Numbers of the pictures that show something new, or come a 24th of a second or later after the last one kept. */
function findDistinct(scores: TransitionScores): Int32Array {
  const kept = new Int32Array(scores.count)
  let [count, last] = [0, -Infinity]
  for (let picture = 0; picture < scores.count; picture += 1) {
    const time = secondsOfPicture(scores, picture)
    if (scores.difference[picture]! <= repeatDifference && time - last < 1 / leastRate - 1e-4) continue
    kept[count++] = picture
    last = time
  }
  return kept.slice(0, count)
}

/**
 * Takes the repeats out of a film of 24 to 30 pictures a second that is carried by one of 50, 60 or more. The network would
 * see it stand still between pictures, which no film that it learned from does, and doubt its cuts. Null for any other film.
 */
export function distinctPictures(scores: TransitionScores): DistinctPictures | null {
  if (framesPerSecond(scores) <= usualRate) return null
  const pictures = findDistinct(scores)
  const neighbours = pictures.filter((picture, index) => index > 0 && picture - pictures[index - 1]! === 1)
  const isCarried =
    pictures.length <= (1 - leastRepeats) * scores.count &&
    neighbours.length <= mostNeighbours * pictures.length
  if (!isCarried) return null
  const distinct = createTransitionScores(pictures.length)
  pictures.forEach((picture, index) => {
    distinct.timeNumerators[index] = scores.timeNumerators[picture]!
    distinct.timeDenominators[index] = scores.timeDenominators[picture]!
    for (const name of stepMeasures) distinct[name][index] = scores[name][picture]!
    const thumbnail = scores.thumbnails.subarray(picture * thumbnailSize, (picture + 1) * thumbnailSize)
    distinct.thumbnails.set(thumbnail, index * thumbnailSize)
  })
  return { scores: distinct, pictures }
}

/**
 * What was said of the steps between distinct pictures, for all `count` pictures of the film: a cut is the step to the first
 * picture that is new, a gradual transition goes on while a picture is repeated.
 */
export function spreadLikelihoods(
  said: TransitionLikelihoods,
  pictures: Int32Array,
  count: number,
): TransitionLikelihoods {
  const whole = createTransitionLikelihoods(count)
  for (let step = 1; step < pictures.length; step += 1) {
    const [from, to] = [pictures[step - 1]! + 1, pictures[step]!]
    for (const kind of stepKinds) whole[kind].fill(said[kind][step]!, kind === 'cut' ? to : from, to + 1)
  }
  return whole
}
