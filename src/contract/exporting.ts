import { z } from 'zod'
import { filmSounds } from '../core/export/exportSource'
import { exportFormatNames } from '../core/export/formats'
import { noteTimings } from '../core/export/noteTiming'
import { deepestDucking } from '../core/playback/ducking'
import { parseTimecode } from '../core/time/timecode'
import { seconds } from '../core/time/units'
import { call, service } from './define'
import { done, fileId, projectId, resourceAddress, targetId } from './identifiers'
import { ofJob, startedJob } from './jobs'
import { documentIn } from './storedDocument'

const exportFormat = z.enum(exportFormatNames)
const time = z.number().min(0).transform(seconds)

/** A file that was written. */
export const exportedFile = z.object({
  fileId,
  format: exportFormat,
  name: z.string(),
  bytes: z.number(),
  /** For `<a download>`; of hosts without a file system to choose from it is the way out. */
  url: resourceAddress,
  /** Where it lies, in a folder that the user chose; absent for one that only `url` leads to. */
  path: z.string().optional(),
})

/** Which part of the score, in MIDI files, sound and preview; times in seconds from the first picture. */
const exportPart = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('film') }),
  z.object({ kind: z.literal('cues'), names: z.array(z.string().max(200)).min(1).max(999).optional() }),
  z.object({ kind: z.literal('range'), start: time, end: time }),
])

/** What docs/formats.md calls options; what is absent is as the film and the score are. */
export const exportSettings = z.object({
  part: exportPart.optional(),
  markers: z.object({ cuts: z.boolean(), sections: z.boolean(), chords: z.boolean() }).optional(),
  timing: z.enum(noteTimings).optional(),
  preRollBars: z.number().int().min(0).max(8).optional(),
  guideTrack: z.boolean().optional(),
  /** Of the first picture, instead of the film's own. */
  startTimecode: z
    .string()
    .max(16)
    .refine((text) => parseTimecode(text) !== null, 'write a timecode such as 01:00:00:00')
    .optional(),
  lufs: z.number().min(-40).max(-5).optional(),
  filmSound: z.enum(filmSounds).optional(),
  ducking: z.number().min(0).max(deepestDucking).optional(),
})

export const exportRequest = z.object({
  projectId: projectId.optional(),
  document: documentIn,
  formats: z.array(exportFormat).min(1),
  settings: exportSettings.optional(),
  /** 0 = the composition's score, k = its k-th further take. */
  take: z.number().int().min(0).max(64).optional(),
  /** A folder that was chosen as target; without one a temporary folder that only each `url` leads to. */
  targetId: targetId.optional(),
  /** Replaces what is in the folder; `output-exists` otherwise, before anything is written. */
  replace: z.boolean().optional(),
  /** Of the film in the files and their names; the video's name by default. */
  name: z.string().min(1).max(200).optional(),
})

export type ExportRequest = z.output<typeof exportRequest>
export type ExportSettings = z.input<typeof exportSettings>
export type ExportedFile = z.output<typeof exportedFile>

export const exportingService = service('exporting', {
  start: call(exportRequest, startedJob),
  result: call(ofJob, z.array(exportedFile)),
  /** Puts the path of an exported file on the clipboard. `wrong-use` where the host has no clipboard. */
  copyPath: call(z.object({ fileId }), done),
  /**
   * Drags exported files out of the window: called while a drag begins in the page, which gives up its own. `wrong-use`
   * unless `capabilities.dragOut`, and for files that were not exported.
   */
  drag: call(z.object({ fileIds: z.array(fileId).min(1).max(200) }), done),
})
