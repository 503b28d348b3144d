/** Semitones above the tonic. */
export const majorScale: readonly number[] = [0, 2, 4, 5, 7, 9, 11]
export const minorScale: readonly number[] = [0, 2, 3, 5, 7, 8, 10]

const classOf = (pitch: number): number => ((pitch % 12) + 12) % 12

/** A pitch as steps of a scale since key 0 and what it lies above that step. */
function degreeOf(pitch: number, sorted: readonly number[]): readonly [degree: number, raised: number] {
  const octave = Math.floor(pitch / 12)
  const within = classOf(pitch)
  const index = sorted.findLastIndex((value) => value <= within)
  if (index < 0) return [octave * sorted.length - 1, within + 12 - sorted.at(-1)!]
  return [octave * sorted.length + index, within - sorted[index]!]
}

const fold = (distance: number, size: number): number => {
  const up = ((distance % size) + size) % size
  return up > size / 2 ? up - size : up
}

/**
 * A pitch moved as far as one chord root lies from another, the nearer way (at most half an octave): by steps of the
 * scale, so that a third stays a third of the key; by semitones without a scale.
 */
export function moveWithRoot(
  pitch: number,
  from: number,
  to: number,
  scale: readonly number[] | null,
): number {
  if (from === to) return pitch
  if (!scale) return pitch + fold(to - from, 12)
  const sorted = [...scale].sort((a, b) => a - b)
  const [degree, raised] = degreeOf(pitch, sorted)
  const size = sorted.length
  const moved = degree + fold(degreeOf(to, sorted)[0] - degreeOf(from, sorted)[0], size)
  const octave = Math.floor(moved / size)
  return octave * 12 + sorted[moved - octave * size]! + raised
}
