/** Repeatable chance: the same numbers give the same picture on every run. */

/** 0..1 from two whole numbers. */
export function hash(value: number, seed = 0): number {
  let bits = (Math.imul(value | 0, 0x9e3779b1) ^ Math.imul((seed | 0) + 0x7f4a7c15, 0x85ebca6b)) >>> 0
  bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d) >>> 0
  bits = Math.imul(bits ^ (bits >>> 12), 0x297a2d39) >>> 0
  return ((bits ^ (bits >>> 15)) >>> 0) / 4294967296
}

/** A smooth random line through a value (-1..1) at every whole number. */
export function noise(position: number, seed = 0): number {
  const cell = Math.floor(position)
  const share = position - cell
  const smooth = share * share * (3 - 2 * share)
  const [low, high] = [hash(cell, seed), hash(cell + 1, seed)]
  return (low + (high - low) * smooth) * 2 - 1
}

/** Noise with finer and finer detail, for mountains. */
export function ridgeNoise(position: number, seed: number, octaves = 5): number {
  let [sum, size, scale] = [0, 1, 1]
  for (let octave = 0; octave < octaves; octave += 1) {
    sum += noise(position * scale, seed + octave * 101) * size
    size *= 0.5
    scale *= 2.1
  }
  return sum
}
