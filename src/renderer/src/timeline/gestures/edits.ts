import type { HitpointDocument } from '../../../../core/document/document'
import { moveCueEdge, playedCues, type CueEdge } from '../../../../core/document/editCues'
import { movePoints } from '../../../../core/emotion/editCurve'
import { drawCurve } from '../../../../core/emotion/drawCurve'
import { snapToPeak } from '../../../../core/timeline/frameGrid'
import { moveCut } from '../../../../core/timeline/editCuts'
import { withTransitions } from '../../app/cutActions'
import type { Editor } from '../../app/editor'
import { curveTransform, yToValue } from '../layers/transforms'
import type { Lane } from '../lanes'
import { noPreview, type Preview } from '../drawScene'
import type { Gesture, GesturePoint } from './gesture'

/** Drags that edit the document. Each begins at a mark of the history and edits from the document at that mark. */
function editing(
  editor: Editor,
  label: string,
  change: (mark: HitpointDocument, point: GesturePoint) => HitpointDocument,
): Gesture {
  const mark = editor.document.get()
  const step = editor.history.begin(label)
  const apply = (point: GesturePoint): void => editor.edit(label, () => change(mark!, point))
  return {
    move: apply,
    end(point) {
      apply(point)
      step.end()
    },
    cancel: () => step.cancel(),
  }
}

/** Pixels within which a cut snaps to a peak of the scores. */
const snapReach = 9

/** The picture that a dragged cut lands on: a peak of the scores in reach, else the nearest picture. */
export function snappedFrame(editor: Editor, { time, free }: GesturePoint): number {
  const grid = editor.grid()
  const frame = grid.nearestFrame(time)
  const { scores } = editor.session.get()
  if (free || !scores) return frame
  const rate = grid.frameRate.numerator / grid.frameRate.denominator
  const reach = Math.round((snapReach / editor.view.get().pixelsPerSecond) * rate)
  return snapToPeak(frame, scores.peaks, Math.min(reach, Math.round(rate / 2)))
}

export const dragCut = (editor: Editor, id: string): Gesture =>
  editing(editor, 'Move cut', (mark, point) =>
    withTransitions(mark, (cuts) => moveCut(cuts, id, snappedFrame(editor, point), editor.grid())),
  )

export const dragCueEdge = (editor: Editor, id: string, edge: CueEdge): Gesture =>
  editing(editor, edge === 'musicIn' ? 'Move music in' : 'Move music out', (mark, { time }) => {
    const grid = editor.grid()
    const { duration } = mark.media.info
    const atEnd = time >= duration.numerator / duration.denominator - 1e-6
    const to = atEnd ? duration : grid.timeOf(grid.nearestFrame(time))
    const cues = playedCues(mark)
    const moved = moveCueEdge(cues, id, edge, to, duration)
    return moved === cues ? mark : { ...mark, cues: moved }
  })

/** Drags the selected points; Shift keeps to the direction that was taken first. */
export function dragPoints(
  editor: Editor,
  lane: Lane,
  start: GesturePoint,
  indices: readonly number[],
): Gesture {
  const transform = curveTransform(lane)
  const channel = lane.kind === 'arousal' ? 'arousal' : 'valence'
  const from = yToValue(transform, start.y)
  return editing(editor, 'Move points', (mark, point) => {
    const time = point.time - start.time
    const value = yToValue(transform, point.y) - from
    const { channels } = editor.session.get()
    const upright = point.extend && Math.abs(point.y - start.y) > Math.abs(point.x - start.x)
    const level = point.extend && !upright
    const rise = level ? 0 : value
    const other = channels === 'both' && indices.length > 1 ? rise : 0
    const shift = {
      time: upright ? 0 : time,
      valence: channel === 'valence' ? rise : other,
      arousal: channel === 'arousal' ? rise : other,
    }
    const { duration } = mark.media.info
    const curve = movePoints(mark.curve, indices, shift, duration.numerator / duration.denominator)
    return curve === mark.curve ? mark : { ...mark, curve }
  })
}

/** Draws with the pen; the line is shown at once and becomes the curve at the end. */
export function penStroke(
  editor: Editor,
  lane: Lane,
  start: GesturePoint,
  show: (preview: Preview) => void,
): Gesture {
  const transform = curveTransform(lane)
  const channel = lane.kind === 'arousal' ? 'arousal' : 'valence'
  const passed = [{ time: start.time, value: yToValue(transform, start.y) }]
  const add = ({ time, y }: GesturePoint): void => {
    passed.push({ time, value: yToValue(transform, y) })
    show({ ...noPreview, channel, stroke: passed })
  }
  return {
    move: add,
    end(point) {
      add(point)
      show(noPreview)
      editor.set({ selection: { ...editor.session.get().selection, points: [] } })
      editor.edit('Draw curve', (document) => {
        const curve = drawCurve(document.curve, channel, passed)
        return curve === document.curve ? document : { ...document, curve }
      })
    },
    cancel: () => show(noPreview),
  }
}
