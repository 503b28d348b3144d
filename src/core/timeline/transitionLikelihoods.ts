import { inputCount, networkInputs } from './networkInputs'
import { framesPerSecond, type TransitionScores } from './transitionScores'

/** What a step from one picture to the next can be part of, in the order of the network's outputs after `none`. */
export const stepKinds = ['cut', 'dissolve', 'wipe', 'dip', 'fadeOut', 'fadeIn'] as const
export type StepKind = (typeof stepKinds)[number]
const classCount = stepKinds.length + 1

/** How likely each step belongs to each kind of transition: 0..255 for 0..1. Element `i` is the step to picture `i`. */
export interface TransitionLikelihoods extends Readonly<Record<StepKind, Uint8Array>> {
  readonly count: number
}

/** Takes `[length, inputCount]` inputs, which it may use until it answers; answers `[length, 7]` probabilities: none, then `stepKinds`. */
export type TransitionNetwork = (inputs: Float32Array, length: number) => Promise<Float32Array>

/** Steps that are classified at once, and steps on each side that the network may look at beyond them. */
const chunkSteps = 1024
export const contextSteps = 160

export function createTransitionLikelihoods(count: number): TransitionLikelihoods {
  const kinds = Object.fromEntries(stepKinds.map((kind) => [kind, new Uint8Array(count)]))
  return { ...(kinds as Record<StepKind, Uint8Array>), count }
}

/** Which steps are asked for, and the film's pictures a second, where the scores are only a part of a film. */
export interface StepRange {
  readonly first: number
  /** Exclusive. */
  readonly last: number
  readonly framesPerSecond: number
}

/**
 * Classifies every step of a film, or of a range, in chunks: memory does not grow with its length beyond six bytes per
 * picture. The first picture has no step before it and stays 0, as do steps outside the range.
 */
export async function classifySteps(
  scores: TransitionScores,
  network: TransitionNetwork,
  range: StepRange = { first: 1, last: scores.count, framesPerSecond: framesPerSecond(scores) },
): Promise<TransitionLikelihoods> {
  const likelihoods = createTransitionLikelihoods(scores.count)
  // One for all chunks: they would pile up until their memory is collected.
  const reused = new Float32Array((chunkSteps + 2 * contextSteps) * inputCount)
  for (let first = range.first; first < range.last; first += chunkSteps) {
    const last = Math.min(range.last, first + chunkSteps)
    const from = Math.max(1, first - contextSteps)
    const to = Math.min(scores.count, last + contextSteps)
    const inputs = networkInputs(scores, from, to, range.framesPerSecond, reused)
    const outputs = await network(inputs, to - from)
    for (let step = first; step < last; step += 1)
      stepKinds.forEach((kind, index) => {
        likelihoods[kind][step] = Math.round(255 * outputs[(step - from) * classCount + index + 1]!)
      })
  }
  return likelihoods
}

/** `HPTL` and the version of this layout. */
const signature = 0x4850544c
const layoutVersion = 1
const headerBytes = 12

/** Bytes for a rebuildable cache: a header, then one plane per kind. */
export function encodeTransitionLikelihoods(likelihoods: TransitionLikelihoods): Uint8Array {
  const { count } = likelihoods
  const bytes = new Uint8Array(headerBytes + count * stepKinds.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, signature)
  view.setUint32(4, layoutVersion)
  view.setUint32(8, count)
  stepKinds.forEach((kind, index) =>
    bytes.set(likelihoods[kind].subarray(0, count), headerBytes + index * count),
  )
  return bytes
}

/** Reads what `encodeTransitionLikelihoods` wrote; null for anything else, damaged or of another version. */
export function decodeTransitionLikelihoods(bytes: Uint8Array): TransitionLikelihoods | null {
  if (bytes.length < headerBytes) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint32(0) !== signature || view.getUint32(4) !== layoutVersion) return null
  const count = view.getUint32(8)
  if (bytes.length !== headerBytes + count * stepKinds.length) return null
  const likelihoods = createTransitionLikelihoods(count)
  stepKinds.forEach((kind, index) =>
    likelihoods[kind].set(bytes.subarray(headerBytes + index * count, headerBytes + (index + 1) * count)),
  )
  return likelihoods
}
