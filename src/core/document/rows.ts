/**
 * Lists of small records are stored as one flat list of numbers, row after row, with ticks as differences from the row
 * before: a note costs about 14 characters instead of 60 (docs/spec/project-file.md, P4).
 */

/** Flattens rows; the first number of each becomes its difference from the row before. */
export function packRows(rows: readonly (readonly number[])[]): number[] {
  let previous = 0
  return rows.flatMap(([first = 0, ...rest]) => {
    const difference = first - previous
    previous = first
    return [difference, ...rest]
  })
}

/** The rows of {@link packRows}. Throws RangeError when the list does not divide into rows of `size`. */
export function unpackRows(packed: readonly number[], size: number): number[][] {
  if (packed.length % size !== 0)
    throw new RangeError(`a list of ${packed.length} numbers has no rows of ${size}`)
  const rows: number[][] = []
  let first = 0
  for (let index = 0; index < packed.length; index += size) {
    first += packed[index]!
    rows.push([first, ...packed.slice(index + 1, index + size)])
  }
  return rows
}
