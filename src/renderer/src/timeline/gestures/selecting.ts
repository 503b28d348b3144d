import { pointsInBox } from '../../../../core/emotion/editCurve'
import type { Editor } from '../../app/editor'
import { curveTransform, yToValue } from '../layers/transforms'
import type { Lane } from '../lanes'
import { noPreview, type Preview } from '../drawScene'
import type { Gesture, GesturePoint } from './gesture'

/** Drags that change no document: they move the playhead, mark a range, select. */

export function scrub(editor: Editor, start: GesturePoint): Gesture {
  const seek = ({ time }: GesturePoint): void => editor.transport.seek(time)
  seek(start)
  return { move: seek, end: seek, cancel: () => undefined }
}

/** A press without a drag seeks; a drag marks a range on whole frames. */
export function markRange(editor: Editor, start: GesturePoint): Gesture {
  const before = editor.session.get().range
  const frame = (time: number): number => {
    const { numerator, denominator } = editor.grid().timeOf(editor.grid().nearestFrame(time))
    return numerator / denominator
  }
  const isDrag = (point: GesturePoint): boolean => Math.abs(point.x - start.x) > 4
  const mark = (point: GesturePoint): void => {
    if (!isDrag(point)) return
    const [low, high] = [start.time, point.time].sort((a, b) => a - b) as [number, number]
    const range = { start: frame(low), end: frame(high) }
    editor.set({ range: range.end > range.start ? range : before })
  }
  return {
    move: mark,
    end(point) {
      if (isDrag(point)) mark(point)
      else editor.transport.seek(point.time)
    },
    cancel: () => editor.set({ range: before }),
  }
}

/** Selects the points in a box; a press without a drag selects none. */
export function boxSelect(
  editor: Editor,
  lane: Lane,
  start: GesturePoint,
  show: (preview: Preview) => void,
): Gesture {
  const transform = curveTransform(lane)
  const channel = lane.kind === 'arousal' ? 'arousal' : 'valence'
  const before = editor.session.get().selection
  const boxOf = (point: GesturePoint) => {
    const values = [yToValue(transform, start.y), yToValue(transform, point.y)]
    return {
      start: Math.min(start.time, point.time),
      end: Math.max(start.time, point.time),
      low: Math.min(...values),
      high: Math.max(...values),
    }
  }
  const select = (point: GesturePoint): void => {
    const { curve } = editor.document.get()!
    const inside = Math.abs(point.x - start.x) < 3 ? [] : pointsInBox(curve, channel, boxOf(point))
    const kept = start.extend ? before.points : []
    editor.set({ selection: { ...before, points: [...new Set([...kept, ...inside])] } })
  }
  return {
    move(point) {
      show({ ...noPreview, channel, box: boxOf(point) })
      select(point)
    },
    end(point) {
      show(noPreview)
      select(point)
    },
    cancel() {
      show(noPreview)
      editor.set({ selection: before })
    },
  }
}
