import type { HitpointDocument } from '../../../core/document/document'
import { usualThreshold } from '../../../core/timeline/detectTransitions'
import {
  addCut,
  deleteCuts,
  detectAgain,
  markCuts,
  mergeCuts,
  moveCut,
  neighbourCut,
  newlyRejected,
  type CutMarks,
  type Transitions,
} from '../../../core/timeline/editCuts'
import type { Transition } from '../../../core/timeline/transition'
import { rationalToNumber } from '../../../core/time/rational'
import type { Editor } from './editor'

/** What a new project's detection is: nothing rejected, the usual threshold. */
export const defaultDetection = { threshold: usualThreshold, minimumShot: 0.1, rejected: [] } as const

/** Edits a document's transitions and remembers which detected ones must not come back. */
export function withTransitions(
  document: HitpointDocument,
  change: (transitions: Transitions) => Transitions,
): HitpointDocument {
  const { transitions } = document
  const after = change(transitions)
  if (after === transitions) return document
  const rejected = newlyRejected(transitions, after)
  if (rejected.length === 0) return { ...document, transitions: after }
  const detection = document.detection ?? defaultDetection
  return {
    ...document,
    transitions: after,
    detection: { ...detection, rejected: [...new Set([...detection.rejected, ...rejected])] },
  }
}

/** Puts transitions of another threshold in place of the detected ones; what is hand-made stays. */
export function withDetected(
  document: HitpointDocument,
  detected: Transitions,
  { threshold, minimumShot }: { readonly threshold: number; readonly minimumShot: number },
): HitpointDocument {
  const detection = document.detection ?? defaultDetection
  return {
    ...document,
    transitions: detectAgain(document.transitions, detected, detection.rejected),
    detection: { ...detection, threshold, minimumShot },
  }
}

const editCuts = (editor: Editor, label: string, change: (cuts: Transitions) => Transitions): void =>
  editor.edit(label, (document) => withTransitions(document, change))

/** The frame under the playhead. */
export const playheadFrame = (editor: Editor): number => editor.grid().frameAt(editor.transport.time())

export const selectedCuts = (editor: Editor): readonly string[] => editor.session.get().selection.cuts

/** Selects cuts and shows the first of them. */
export function selectCuts(editor: Editor, ids: readonly string[], show = true): void {
  editor.set({ selection: { ...editor.session.get().selection, cuts: ids, points: [] } })
  const first = editor.document.get()?.transitions.find(({ id }) => id === ids[0])
  if (!first || !show) return
  editor.transport.seek(rationalToNumber(first.time))
  editor.view.reveal(rationalToNumber(first.time), 0.3)
}

/** Goes to a time in seconds, and selects the cut that lies there. */
export function goTo(editor: Editor, time: number): void {
  const frame = editor.grid().nearestFrame(time)
  const cut = editor.document.get()?.transitions.find((other) => other.frame === frame)
  if (cut) return selectCuts(editor, [cut.id])
  editor.transport.seek(time)
  editor.view.reveal(time, 0.3)
}

/** Goes to the cut before or after the playhead. */
export function goToCut(editor: Editor, direction: -1 | 1): void {
  const cuts = editor.document.get()?.transitions ?? []
  const next = neighbourCut(cuts, playheadFrame(editor), direction)
  if (next) selectCuts(editor, [next.id])
}

export function addCutAtPlayhead(editor: Editor): void {
  const frame = playheadFrame(editor)
  editCuts(editor, 'Add cut', (cuts) => addCut(cuts, frame, editor.grid()))
  const added = editor.document.get()?.transitions.find((cut) => cut.frame === frame)
  if (added) selectCuts(editor, [added.id], false)
}

export function removeCuts(editor: Editor, ids: readonly string[]): void {
  editCuts(editor, ids.length > 1 ? 'Delete cuts' : 'Delete cut', (cuts) => deleteCuts(cuts, ids))
  selectCuts(editor, [], false)
}

/** Rejects the selected cut and goes to the one after it: weeding out false ones, one key each. */
export function rejectAndNext(editor: Editor): void {
  const ids = selectedCuts(editor)
  const cuts = editor.document.get()?.transitions ?? []
  const last = cuts.findLast(({ id }) => ids.includes(id))
  const next = last && neighbourCut(cuts, last.frame, 1)
  editCuts(editor, 'Reject cut', (list) => deleteCuts(list, ids))
  selectCuts(editor, next ? [next.id] : [])
}

export const mark = (editor: Editor, ids: readonly string[], marks: CutMarks, label: string): void =>
  editCuts(editor, label, (cuts) => markCuts(cuts, ids, marks))

/** Locks the selected cuts, or unlocks them when all are locked. */
export function toggleLock(editor: Editor): void {
  const ids = selectedCuts(editor)
  const cuts = editor.document.get()?.transitions.filter(({ id }) => ids.includes(id)) ?? []
  const locked = !cuts.every((cut) => cut.locked)
  mark(editor, ids, { locked }, locked ? 'Lock cuts' : 'Unlock cuts')
}

/** Moves the selected cuts by frames. */
export const nudgeCuts = (editor: Editor, frames: number): void =>
  editCuts(editor, 'Move cut', (cuts) =>
    selectedCuts(editor).reduce((list, id) => {
      const cut = list.find((each) => each.id === id)
      return cut ? moveCut(list, id, cut.frame + frames, editor.grid()) : list
    }, cuts),
  )

/** Lets the hits of the selected cuts come so many frames later. */
export const nudgeOffsets = (editor: Editor, frames: number): void =>
  editCuts(editor, 'Offset hit', (cuts) =>
    selectedCuts(editor).reduce((list, id) => {
      const cut = list.find((each) => each.id === id)
      return markCuts(list, [id], { hitOffset: (cut?.hitOffset ?? 0) + frames })
    }, cuts),
  )

export const mergeSelected = (editor: Editor): void =>
  editCuts(editor, 'Merge cuts', (cuts) => mergeCuts(cuts, selectedCuts(editor)))

/** Puts a cut on a very frame: what the table's cell does. */
export const setCutFrame = (editor: Editor, { id }: Transition, frame: number): void =>
  editCuts(editor, 'Move cut', (cuts) => moveCut(cuts, id, frame, editor.grid()))
