import type { Lane } from '../lanes'
import { curveTransform, timeToX, valueToY, type TimeTransform } from '../layers/transforms'
import type { CutItem } from '../layers/cuts'
import type { Scene } from '../scene'

/** Pixels within which something is taken hold of. */
export const grasp = 6

/** The transition at a pixel; a selected one before others. */
export function cutAt(scene: Scene, view: TimeTransform, x: number): CutItem | undefined {
  const distance = (cut: CutItem): number => Math.abs(timeToX(view, cut.time) - x) - (cut.selected ? 2 : 0)
  const near = scene.cuts.filter((cut) => Math.abs(timeToX(view, cut.time) - x) <= grasp)
  return near.sort((a, b) => distance(a) - distance(b))[0]
}

export interface CueHit {
  /** Index in the played cues. */
  readonly index: number
  readonly edge: 'musicIn' | 'musicOut' | null
}

/** The cue at a pixel, and which of its handles. */
export function cueAt(scene: Scene, view: TimeTransform, x: number): CueHit | null {
  for (const [index, { start, end }] of scene.cues.entries()) {
    const [left, right] = [timeToX(view, start), timeToX(view, end)]
    if (Math.abs(x - left) <= grasp + 2) return { index, edge: 'musicIn' }
    if (Math.abs(x - right) <= grasp + 2) return { index, edge: 'musicOut' }
    if (x > left && x < right) return { index, edge: null }
  }
  return null
}

/** The index of the curve's point at a pixel of a curve's lane, or -1. */
export function pointAt(
  scene: Scene,
  view: TimeTransform,
  lane: Lane,
  { x, y }: { x: number; y: number },
): number {
  const channel = lane.kind === 'arousal' ? 'arousal' : 'valence'
  const transform = curveTransform(lane)
  let [found, nearest] = [-1, (grasp + 2) ** 2]
  scene.document.curve.points.forEach((point, index) => {
    const away = (timeToX(view, point.time) - x) ** 2 + (valueToY(transform, point[channel]) - y) ** 2
    if (away <= nearest) [found, nearest] = [index, away]
  })
  return found
}

/** The index of the chord at a time, or -1. */
export const chordAt = (scene: Scene, time: number): number =>
  scene.chords.findIndex(({ start, end }) => time >= start && time < end)

/** The index of the note of a track that sounds at a time nearest to a height, or -1. */
export function noteAt(
  scene: Scene,
  view: TimeTransform,
  lane: Lane,
  { x, y }: { x: number; y: number },
): number {
  const columns = scene.tracks.find(({ id }) => id === lane.trackId)?.columns
  if (!columns) return -1
  const { starts, ends, pitches, lowest, highest } = columns
  const span = Math.max(12, highest - lowest + 2)
  let [found, nearest] = [-1, grasp + 2]
  for (let index = 0; index < starts.length; index++) {
    if (timeToX(view, starts[index]!) > x + 3 || timeToX(view, ends[index]!) < x - 3) continue
    const height =
      lane.top + lane.height / 2 - ((pitches[index]! - (lowest + highest) / 2) / span) * (lane.height - 4)
    const away = Math.abs(height - y)
    if (away <= nearest) [found, nearest] = [index, away]
  }
  return found
}
