import type { EditorShot } from '../formats/editorTimeline'
import { hasPicture, type KeptPicture } from './keptPicture'

/** A group of shots may count as one picture with so many shots of the other cut: a cut that one list does not have. */
const mostShots = 3
/** What an unequal number of cuts inside of a group costs, in frames: equal shots are told first. */
const groupCost = 0.25

interface Block {
  readonly before: readonly [number, number]
  readonly after: readonly [number, number]
}

const lengthsUpTo = (shots: readonly EditorShot[]): number[] => {
  const sums = [0]
  for (const { start, end } of shots) sums.push(sums.at(-1)! + end - start)
  return sums
}

/**
 * The blocks of equal length in both cuts, in order, that together are the longest: an alignment by dynamic programming over
 * all pairs of shots, as of two texts.
 */
function longestAlignment(before: readonly EditorShot[], after: readonly EditorShot[]): Block[] {
  const [sumsBefore, sumsAfter] = [lengthsUpTo(before), lengthsUpTo(after)]
  const width = after.length + 1
  const best = new Float64Array((before.length + 1) * width)
  // 0 skips a shot before, 1 one after; from 2 on a block of so many shots.
  const choice = new Uint8Array(best.length)
  for (let i = 0; i <= before.length; i++)
    for (let j = 0; j <= after.length; j++) {
      if (i === 0 && j === 0) continue
      const at = i * width + j
      const skipBefore = i > 0 ? best[at - width]! : -1
      const skipAfter = j > 0 ? best[at - 1]! : -1
      best[at] = Math.max(skipBefore, skipAfter)
      choice[at] = skipBefore >= skipAfter ? 0 : 1
      for (let k = 1; k <= Math.min(mostShots, i); k++)
        for (let m = 1; m <= Math.min(mostShots, j); m++) {
          const length = sumsBefore[i]! - sumsBefore[i - k]!
          if (length !== sumsAfter[j]! - sumsAfter[j - m]!) continue
          const score = best[at - k * width - m]! + length - groupCost * (k + m - 2)
          if (score <= best[at]) continue
          best[at] = score
          choice[at] = 2 + (k - 1) * mostShots + (m - 1)
        }
    }
  return blocksOf(choice, before.length, after.length)
}

function blocksOf(choice: Uint8Array, rows: number, columns: number): Block[] {
  const blocks: Block[] = []
  let [i, j] = [rows, columns]
  while (i > 0 || j > 0) {
    const chosen = choice[i * (columns + 1) + j]!
    if (chosen === 0) i--
    else if (chosen === 1) j--
    else {
      const k = Math.floor((chosen - 2) / mostShots) + 1
      const m = ((chosen - 2) % mostShots) + 1
      blocks.unshift({ before: [i - k, i], after: [j - m, j] })
      i -= k
      j -= m
    }
  }
  return blocks
}

/** Shots between two blocks, as many before as after: each is taken for the same one, trimmed at its end. */
function trimmedPairs(before: readonly EditorShot[], after: readonly EditorShot[]): KeptPicture[] {
  if (before.length !== after.length) return []
  return before.map((shot, index) => ({
    from: shot.start,
    to: after[index]!.start,
    length: Math.min(shot.end - shot.start, after[index]!.end - after[index]!.start),
  }))
}

/**
 * Pictures that both cuts have, told by the lengths of their shots in order: for lists that name other sources. A trimmed shot
 * is thought to keep its beginning, because a list of lengths cannot tell; shots that changed places are not found.
 */
export function matchByLength(before: readonly EditorShot[], after: readonly EditorShot[]): KeptPicture[] {
  const [old, recent] = [before.filter(hasPicture), after.filter(hasPicture)]
  const kept: KeptPicture[] = []
  let [i, j] = [0, 0]
  for (const block of longestAlignment(old, recent)) {
    kept.push(...trimmedPairs(old.slice(i, block.before[0]), recent.slice(j, block.after[0])))
    const [first, last] = [old[block.before[0]]!, old[block.before[1] - 1]!]
    // Black between the shots of a block would make its places unequal; then its shots are told one by one.
    const target = recent[block.after[0]]!
    const isWhole = last.end - first.start === recent[block.after[1] - 1]!.end - target.start
    if (isWhole) kept.push({ from: first.start, to: target.start, length: last.end - first.start })
    else kept.push(...trimmedPairs(old.slice(...block.before), recent.slice(...block.after)))
    i = block.before[1]
    j = block.after[1]
  }
  kept.push(...trimmedPairs(old.slice(i), recent.slice(j)))
  return kept.filter(({ length }) => length > 0)
}
