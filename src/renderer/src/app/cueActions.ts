import type { Cue } from '../../../core/document/document'
import { addCue, playedCues, silence, splitCue, type CueSpan } from '../../../core/document/editCues'
import type { Editor } from './editor'
import type { TimeRange } from './session'

export const editCues = (
  editor: Editor,
  label: string,
  change: (cues: readonly Cue[]) => readonly Cue[],
): void =>
  editor.edit(label, (document) => {
    const before = playedCues(document)
    const cues = change(before)
    return cues === before ? document : { ...document, cues }
  })

/** A range on whole frames; its end may be the film's. */
function spanOf(editor: Editor, { start, end }: TimeRange): CueSpan {
  const grid = editor.grid()
  const duration = editor.document.get()!.media.info.duration
  const atEnd = end >= duration.numerator / duration.denominator - 1e-6
  return {
    musicIn: grid.timeOf(grid.nearestFrame(start)),
    musicOut: atEnd ? duration : grid.timeOf(grid.nearestFrame(end)),
  }
}

export const addCueFromRange = (editor: Editor, range: TimeRange): void =>
  editCues(editor, 'Add cue', (cues) => addCue(cues, spanOf(editor, range)))

export const silenceRange = (editor: Editor, range: TimeRange): void =>
  editCues(editor, 'Silence', (cues) => silence(cues, spanOf(editor, range)))

export const splitCueAtPlayhead = (editor: Editor): void =>
  editCues(editor, 'Split cue', (cues) => {
    const grid = editor.grid()
    return splitCue(cues, grid.timeOf(grid.frameAt(editor.transport.time())))
  })
