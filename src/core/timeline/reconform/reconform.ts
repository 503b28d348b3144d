import type { EditorShot } from '../formats/editorTimeline'
import { hasPicture, joinKept, shiftOf, type KeptPicture } from './keptPicture'
import { matchByLength } from './matchByLength'
import { matchBySource, shareSources } from './matchBySource'

/**
 * What became of a shot: all of its picture stands where it stood; or elsewhere; part of it is gone, or it is parted; all of it
 * is gone; or it was not there before. `to`: where what is left of it begins now.
 */
export type ShotFate =
  | { readonly kind: 'stayed' | 'vanished' | 'new'; readonly shot: EditorShot }
  | {
      readonly kind: 'moved' | 'trimmed'
      readonly shot: EditorShot
      readonly to: number
      readonly length: number
    }

/** How one cut of a film became another. Frames count from the film's first picture, at one rate for both cuts. */
export interface Reconform {
  /** Every shot of the cut before, in order, then the new ones of the cut after. */
  readonly fates: readonly ShotFate[]
  /** What of the picture stayed, in order of the new cut. */
  readonly kept: readonly KeptPicture[]
  /** By what pictures were told: the sources that both lists name, or the lengths of shots in order. */
  readonly toldBy: 'source' | 'length'
}

const overlap = (piece: KeptPicture, shot: EditorShot): number =>
  Math.min(piece.from + piece.length, shot.end) - Math.max(piece.from, shot.start)

function fateOf(shot: EditorShot, kept: readonly KeptPicture[]): ShotFate {
  const own = kept.filter((piece) => overlap(piece, shot) > 0)
  const [first] = own
  if (!first) return { kind: 'vanished', shot }
  const length = own.reduce((sum, piece) => sum + overlap(piece, shot), 0)
  const to = Math.max(first.from, shot.start) + shiftOf(first)
  if (own.length > 1 || length < shot.end - shot.start) return { kind: 'trimmed', shot, to, length }
  return to === shot.start ? { kind: 'stayed', shot } : { kind: 'moved', shot, to, length }
}

/** Compares two cuts of a film, shots in frames from its first picture (docs/spec/reconform.md, C1 to C4). */
export function reconform(before: readonly EditorShot[], after: readonly EditorShot[]): Reconform {
  const toldBy = shareSources(before, after) ? 'source' : 'length'
  const pieces = toldBy === 'source' ? matchBySource(before, after) : matchByLength(before, after)
  const kept = joinKept(pieces)
  const isNew = (shot: EditorShot): boolean =>
    !kept.some(({ to, length }) => Math.min(to + length, shot.end) > Math.max(to, shot.start))
  return {
    fates: [
      ...before.filter(hasPicture).map((shot) => fateOf(shot, kept)),
      ...after
        .filter((shot) => hasPicture(shot) && isNew(shot))
        .map((shot): ShotFate => ({ kind: 'new', shot })),
    ],
    kept,
    toldBy,
  }
}
