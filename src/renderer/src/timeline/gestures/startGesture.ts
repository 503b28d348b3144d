import { addPoint, deletePoints, pointNear } from '../../../../core/emotion/editCurve'
import { playedCues } from '../../../../core/document/editCues'
import { addCut } from '../../../../core/timeline/editCuts'
import { withTransitions } from '../../app/cutActions'
import type { Editor } from '../../app/editor'
import type { Preview } from '../drawScene'
import type { Lane } from '../lanes'
import { curveTransform, yToValue, type TimeTransform } from '../layers/transforms'
import type { Scene } from '../scene'
import { dragCueEdge, dragCut, dragPoints, penStroke, snappedFrame } from './edits'
import type { Gesture, GesturePoint } from './gesture'
import { chordAt, cueAt, cutAt, noteAt, pointAt } from './hit'
import { boxSelect, markRange, scrub } from './selecting'

export interface GestureStart {
  readonly editor: Editor
  readonly scene: Scene
  readonly view: TimeTransform
  readonly lane: Lane
  readonly point: GesturePoint
  readonly show: (preview: Preview) => void
}

function startOnCuts({ editor, scene, view, point }: GestureStart): Gesture {
  const cut = cutAt(scene, view, point.x)
  const { selection } = editor.session.get()
  if (!cut) {
    editor.set({ selection: { ...selection, cuts: [] } })
    return markRange(editor, point)
  }
  const chosen = point.extend
    ? selection.cuts.includes(cut.id)
      ? selection.cuts.filter((id) => id !== cut.id)
      : [...selection.cuts, cut.id]
    : selection.cuts.includes(cut.id)
      ? selection.cuts
      : [cut.id]
  editor.set({ selection: { ...selection, cuts: chosen, points: [] }, panel: 'cuts' })
  return dragCut(editor, cut.id)
}

function startOnCues({ editor, scene, view, point }: GestureStart): Gesture {
  const hit = cueAt(scene, view, point.x)
  const cue = hit ? playedCues(scene.document)[hit.index] : undefined
  const { selection } = editor.session.get()
  editor.set({ selection: { ...selection, cue: cue?.id ?? null } })
  if (!cue || !hit?.edge) return markRange(editor, point)
  return dragCueEdge(editor, cue.id, hit.edge)
}

function startOnCurve({ editor, scene, view, lane, point, show }: GestureStart): Gesture {
  const { tool, selection } = editor.session.get()
  if (tool === 'draw') return penStroke(editor, lane, point, show)
  const index = pointAt(scene, view, lane, point)
  if (index < 0) return boxSelect(editor, lane, point, show)
  const isSelected = selection.points.includes(index)
  const points = isSelected ? selection.points : point.extend ? [...selection.points, index] : [index]
  editor.set({ selection: { ...selection, points, cuts: [] } })
  return dragPoints(editor, lane, point, points)
}

/** Selects the chord or note under the pointer, to be changed in the Score panel. */
function startOnMusic({ editor, scene, view, lane, point }: GestureStart): Gesture {
  const { selection, writing, take } = editor.session.get()
  if (!writing && take === 0) {
    const chord = lane.kind === 'chords' ? chordAt(scene, point.time) : -1
    const index = lane.kind === 'track' ? noteAt(scene, view, lane, point) : -1
    const note = index < 0 ? null : { trackId: lane.trackId!, index }
    const isHit = chord >= 0 || note !== null
    editor.set({
      selection: { ...selection, chord: chord < 0 ? null : chord, note },
      ...(isHit && { panel: 'score' as const }),
    })
  }
  return markRange(editor, point)
}

/** What a press of the pointer begins, by the lane it falls on. */
export function startGesture(start: GestureStart): Gesture {
  const { editor, lane, point } = start
  switch (lane.kind) {
    case 'ruler':
      return point.extend ? markRange(editor, point) : scrub(editor, point)
    case 'cuts':
      return startOnCuts(start)
    case 'cues':
      return startOnCues(start)
    case 'valence':
    case 'arousal':
      return startOnCurve(start)
    case 'chords':
    case 'track':
      return startOnMusic(start)
    default:
      return markRange(editor, point)
  }
}

/** A double press adds what the lane holds where nothing is, and takes a curve's point away where one is. */
export function doublePress({ editor, scene, view, lane, point }: GestureStart): void {
  if (lane.kind === 'cuts' && !cutAt(scene, view, point.x))
    editor.edit('Add cut', (document) =>
      withTransitions(document, (cuts) => addCut(cuts, snappedFrame(editor, point), editor.grid())),
    )
  if (lane.kind !== 'valence' && lane.kind !== 'arousal') return
  const { kind } = lane
  const index = pointAt(scene, view, lane, point)
  const { selection } = editor.session.get()
  if (index >= 0) {
    editor.set({ selection: { ...selection, points: [] } })
    editor.edit('Delete point', (document) => ({ ...document, curve: deletePoints(document.curve, [index]) }))
    return
  }
  const value = yToValue(curveTransform(lane), point.y)
  editor.edit('Add point', (document) => ({
    ...document,
    curve: addPoint(document.curve, point.time, { [kind]: value }).curve,
  }))
  const added = pointNear(editor.document.get()!.curve, point.time, 0.01)
  editor.set({ selection: { ...selection, points: added < 0 ? [] : [added] } })
}

/** How the pointer looks over a place. */
export function cursorAt({ editor, scene, view, lane, point }: Omit<GestureStart, 'show'>): string {
  const { kind } = lane
  if (kind === 'cuts') return cutAt(scene, view, point.x) ? 'ew-resize' : 'default'
  if (kind === 'cues') return cueAt(scene, view, point.x)?.edge ? 'ew-resize' : 'default'
  if (kind !== 'valence' && kind !== 'arousal') return kind === 'ruler' ? 'col-resize' : 'default'
  if (editor.session.get().tool === 'draw') return 'crosshair'
  return pointAt(scene, view, lane, point) >= 0 ? 'grab' : 'default'
}
