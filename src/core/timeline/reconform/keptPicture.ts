import { blackSource, type EditorShot } from '../formats/editorTimeline'

/** A stretch of picture that both cuts have, in frames of the film before and after. */
export interface KeptPicture {
  readonly from: number
  readonly to: number
  readonly length: number
}

/** Black has no picture to be known by. */
export const hasPicture = (shot: EditorShot): boolean => shot.source !== blackSource && shot.end > shot.start

export const shiftOf = ({ from, to }: KeptPicture): number => to - from

/** By place in the new cut; what follows on in both cuts is one stretch. */
export function joinKept(kept: readonly KeptPicture[]): KeptPicture[] {
  const joined: KeptPicture[] = []
  for (const piece of [...kept].sort((a, b) => a.to - b.to)) {
    const before = joined.at(-1)
    if (before && before.to + before.length === piece.to && shiftOf(before) === shiftOf(piece))
      joined[joined.length - 1] = { ...before, length: before.length + piece.length }
    else joined.push(piece)
  }
  return joined
}

/** Where a frame of the film before lies after; null when its picture is gone. */
export function movedFrame(kept: readonly KeptPicture[], frame: number): number | null {
  const piece = kept.find(({ from, length }) => frame >= from && frame < from + length)
  return piece ? frame + shiftOf(piece) : null
}
