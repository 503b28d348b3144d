import {
  curveChannels,
  deletePoints,
  movePoints,
  pointNear,
  addPoint,
  type CurveChannel,
} from '../../../core/emotion/editCurve'
import {
  copyRange,
  pasteRange,
  resetRange,
  setMood,
  smoothRange,
  transformRange,
  type CurveRange,
} from '../../../core/emotion/editRange'
import type { EmotionCurve, ValenceArousal } from '../../../core/emotion/emotionCurve'
import { rationalToNumber } from '../../../core/time/rational'
import { durationOf, type Editor } from './editor'

/** The curves that edits of ranges change. */
export function chosenChannels(editor: Editor): readonly CurveChannel[] {
  const { channels } = editor.session.get()
  return channels === 'both' ? curveChannels : [channels]
}

const editCurve = (editor: Editor, label: string, change: (curve: EmotionCurve) => EmotionCurve): void =>
  editor.edit(label, (document) => {
    const curve = change(document.curve)
    return curve === document.curve ? document : { ...document, curve }
  })

/** The range that was marked, else the shot under the playhead. */
export function workRange(editor: Editor): CurveRange {
  const { range } = editor.session.get()
  if (range) return range
  const time = editor.transport.time()
  const times = (editor.document.get()?.transitions ?? []).map((cut) => rationalToNumber(cut.time))
  const start = times.findLast((each) => each <= time + 1e-6) ?? 0
  const end = times.find((each) => each > time + 1e-6) ?? durationOf(editor.document.get())
  return { start, end }
}

export function addPointAtPlayhead(editor: Editor): void {
  const time = editor.transport.time()
  editCurve(editor, 'Add point', (curve) => addPoint(curve, time, {}).curve)
  const index = pointNear(editor.document.get()?.curve ?? { points: [] }, time, 0.01)
  editor.set({ selection: { ...editor.session.get().selection, cuts: [], points: index < 0 ? [] : [index] } })
}

export function deleteSelectedPoints(editor: Editor): void {
  const { selection } = editor.session.get()
  editCurve(editor, 'Delete points', (curve) => deletePoints(curve, selection.points))
  editor.set({ selection: { ...selection, points: [] } })
}

/** Raises or lowers the selected points, or the range when none is selected. */
export function raise(editor: Editor, by: number): void {
  const { points } = editor.session.get().selection
  const channels = chosenChannels(editor)
  const shift = {
    time: 0,
    valence: channels.includes('valence') ? by : 0,
    arousal: channels.includes('arousal') ? by : 0,
  }
  editCurve(editor, by > 0 ? 'Raise curve' : 'Lower curve', (curve) =>
    points.length > 0
      ? movePoints(curve, points, shift, durationOf(editor.document.get()))
      : transformRange(curve, workRange(editor), channels, { offset: by }),
  )
}

/** Scales the curve in the range about its middle. */
export const scale = (editor: Editor, factor: number): void =>
  editCurve(editor, 'Scale curve', (curve) =>
    transformRange(curve, workRange(editor), chosenChannels(editor), { scale: factor }),
  )

export const smooth = (editor: Editor): void =>
  editCurve(editor, 'Smooth curve', (curve) => smoothRange(curve, workRange(editor), chosenChannels(editor)))

/** Sets the mood of the range, or of the shot under the playhead. */
export function setRangeMood(editor: Editor, mood: ValenceArousal, range = workRange(editor)): void {
  const chosen = Object.fromEntries(chosenChannels(editor).map((channel) => [channel, mood[channel]]))
  editCurve(editor, 'Set mood', (curve) => setMood(curve, range, chosen))
}

export function resetCurve(editor: Editor, range: CurveRange): void {
  editor.edit('Reset curve', (document) => {
    const { curve, detectedCurve } = document
    return { ...document, curve: resetRange(curve, detectedCurve, range, chosenChannels(editor)) }
  })
  editor.set({ selection: { ...editor.session.get().selection, points: [] } })
}

/** Puts the whole detected curve back. */
export function resetAll(editor: Editor): void {
  editor.edit('Reset curve', (document) => ({ ...document, curve: document.detectedCurve }))
  editor.set({ selection: { ...editor.session.get().selection, points: [] } })
}

export function copyCurve(editor: Editor): void {
  const document = editor.document.get()
  if (document) editor.set({ clip: copyRange(document.curve, workRange(editor)) })
}

export function pasteCurve(editor: Editor): void {
  const { clip } = editor.session.get()
  if (clip)
    editCurve(editor, 'Paste curve', (curve) =>
      pasteRange(curve, clip, workRange(editor), chosenChannels(editor)),
    )
}
