import type { EventRow } from './events'
import type { Head } from './head'
import { absentPitch, attribute, attributeSizes, eventType, pitchStop, rowWidth } from './vocabulary'

function logProbability(head: Head, index: number, value: number, logits: Float32Array): number {
  head.logits(index, logits)
  let top = -Infinity
  for (let other = 0; other < attributeSizes[index]!; other++) top = Math.max(top, logits[other]!)
  let sum = 0
  for (let other = 0; other < attributeSizes[index]!; other++) sum += Math.exp(logits[other]! - top)
  head.choose(index, value)
  return logits[value]! - top - Math.log(sum)
}

/** Natural logarithm of the probability of an event under the network's answer `pre`, attribute by attribute (E14). */
export function rowLogLikelihood(head: Head, pre: Float32Array, row: EventRow): number {
  const logits = new Float32Array(Math.max(...attributeSizes))
  head.begin(pre)
  let total = 0
  const add = (index: number, value: number): void => {
    total += logProbability(head, index, value, logits)
  }
  const type = row[attribute.type]!
  add(attribute.type, type)
  if (type !== eventType.chord && type !== eventType.group) return total
  add(attribute.delta, row[attribute.delta]!)
  if (type === eventType.chord) {
    for (const index of [attribute.root, attribute.quality, attribute.bass]) add(index, row[index]!)
    return total
  }
  for (const index of [attribute.family, attribute.duration, attribute.velocity]) add(index, row[index]!)
  for (let column: number = attribute.pitch; column < rowWidth; column++) {
    const value = row[column]!
    if (value >= absentPitch) break
    add(attribute.pitch, value)
    if (value === pitchStop) break
  }
  return total
}
