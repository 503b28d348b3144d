import { z } from 'zod'
import { call, service } from './define'
import { fileId, projectId } from './identifiers'
import { documentIn, documentOut } from './storedDocument'

const ofFile = z.object({ projectId, document: documentIn, fileId })

/** The document as it is with what was read, and what became of it in sentences for the user. */
const imported = z.object({ document: documentOut, lines: z.array(z.string()) })

const importedCuts = imported.extend({
  /**
   * The same with the score of before, where that has locks that hold: what composing anew begins with, around them.
   * `document` itself has no score when the time of the film is another.
   */
  around: documentOut.optional(),
})

export type ImportedMidi = z.output<typeof imported>
export type ImportedCuts = z.output<typeof importedCuts>

/**
 * What comes back from editors and DAWs. Nothing is changed: the page puts the answer in the document's place, as an edit that
 * can be undone. Throw `wrong-use` and, with what is the matter, `cuts-not-readable`, `midi-not-readable`, `midi-does-not-fit`.
 */
export const importingService = service('importing', {
  /**
   * A new cut list (docs/spec/reconform.md); `oldFileId`: a list of the cut that the project has; `videoFileId`: the film in its
   * new cut, for `project.relink` when the answer is taken.
   */
  cuts: call(ofFile.extend({ oldFileId: fileId.optional(), videoFileId: fileId.optional() }), importedCuts),
  /** The score's MIDI file as it was edited (docs/spec/midi-export.md, M18 to M21), exported with as many bars of pre-roll. */
  midi: call(ofFile.extend({ preRollBars: z.number().int().min(0).max(8).optional() }), imported),
})
