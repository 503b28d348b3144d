/** A seeded source of numbers that are equal on every platform. */
export interface Random {
  /** The next number, uniform in [0, 1), in steps of 2^-32. */
  next(): number
}

const rotateLeft = (value: number, count: number): number => (value << count) | (value >>> (32 - count))

/** SplitMix32 (a 32-bit form of Steele, Lea and Flood's SplitMix, OOPSLA 2014): spreads a seed over the whole state. */
function splitMix32(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = state ^ (state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    return mixed ^ (mixed >>> 15)
  }
}

/** xoshiro128** (Blackman and Vigna, ACM TOMS 47, 2021): the next 32-bit number of a state that is not all zero. */
export function xoshiro128(state: readonly [number, number, number, number]): () => number {
  let [a, b, c, d] = state
  return () => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9)
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotateLeft(d, 11)
    return result >>> 0
  }
}

/** xoshiro128** seeded through SplitMix32. Seeds count modulo 2^32. */
export function createRandom(seed: number): Random {
  const fill = splitMix32(Number.isFinite(seed) ? Math.floor(seed) % 4294967296 : 0)
  const draw = xoshiro128([fill(), fill(), fill(), fill()])
  return { next: () => draw() / 4294967296 }
}
