import { z } from 'zod'
import { call, service } from './define'
import { done, fileId, mediaId, nothing, projectId, targetId } from './identifiers'
import { documentIn, documentOut, journalState } from './storedDocument'

/** A project in the host: its file, its video, its journal. The document itself is the page's. */
export const openProject = z.object({
  projectId,
  /** Of the project file without its extension, else of the video. */
  name: z.string(),
  /** False until it was saved under a name: `save` then needs a target. */
  hasFile: z.boolean(),
  document: documentOut,
  /** Null where the video was not found. */
  mediaId: mediaId.nullable(),
  /** What is the matter with the video: offer to relink it, or to analyse it again. */
  mediaProblem: z.enum(['moved', 'changed']).nullable(),
  /** A version from before the last save can be had by `openBackup`. */
  hasBackup: z.boolean(),
  /** Opened from the journal or a backup: there is something to be saved. */
  unsaved: z.boolean(),
  /** Of the journal’s last entry, -1 before there is one: the `base` of the page’s first own. */
  revision: z.number().int(),
})
export type OpenProject = z.output<typeof openProject>

/** Work that was not saved when Hitpoint ended. */
export const recovery = z.object({
  recoveryId: z.string().min(1).max(64),
  name: z.string(),
  folder: z.string(),
  editedAt: z.iso.datetime(),
  /** The project file was saved later than this was written, by somebody else. */
  isOlderThanFile: z.boolean(),
})
export type Recovery = z.output<typeof recovery>

const ofProject = z.object({ projectId })
const ofRecovery = z.object({ recoveryId: z.string().min(1).max(64) })

/** The revision that a page knows of; `project-elsewhere` when another page has written since. */
const base = z.number().int().optional()
const saveRequest = z.object({ projectId, document: documentIn, targetId: targetId.optional(), base })
const saved = openProject
  .pick({ name: true, hasFile: true, hasBackup: true })
  .extend({ fileId, savedAt: z.iso.datetime() })
const journalRequest = z.object({ projectId, revision: z.number().int().min(0), base, state: journalState })
const relinkRequest = z.object({ projectId, fileId, accept: z.boolean().optional() })
const relinked = z.object({ match: z.enum(['same', 'different']), mediaId: mediaId.nullable() })

export type SaveRequest = z.output<typeof saveRequest>
export type SavedProject = z.output<typeof saved>
export type JournalRequest = z.output<typeof journalRequest>
export type RelinkRequest = z.output<typeof relinkRequest>
export type Relinked = z.output<typeof relinked>

export const projectService = service('project', {
  /**
   * Opens a project file, or a video as a new project: a document with default settings, without transitions and
   * without curve, which the page fills from `analysis`. Nothing is written before `save`.
   */
  open: call(z.object({ fileId }), openProject),
  /**
   * The project that this host has open, as its journal or last save holds it: what a page goes on with that was loaded
   * again after it crashed, or that takes a project over from another page. Without an id the one opened last; null when
   * there is none.
   */
  resume: call(z.object({ projectId: projectId.optional() }), openProject.nullable()),
  /** The version before the last save, as unsaved work under the project's name. */
  openBackup: call(ofProject, openProject),
  /**
   * Saves whole or not at all, keeps the version before as `NAME.hitpoint.bak`, and empties the journal. With a target it
   * is "save as", and the project goes on under that name. The host puts the video's path, size and hash in itself.
   */
  save: call(saveRequest, saved),
  /**
   * The autosave journal: answers when the state is on the disk. Call it within a second after an edit and not again
   * before the answer, and a killed host costs less than two seconds of work. `revision` grows with every edit; an older
   * one than the last is ignored, and so is one whose `base` is not the last. The first entry carries the composition.
   */
  journal: call(journalRequest, z.object({ revision: z.number().int() })),
  /** What earlier runs left behind, newest first. Projects that are open are not among them. */
  recoveries: call(nothing, z.array(recovery)),
  recover: call(ofRecovery, openProject),
  discardRecovery: call(ofRecovery, done),
  /** The user is done with it, saved or not: empties its journal, stops its work and forgets its ids. */
  close: call(ofProject, done),
  /**
   * Gives the project another file as its video. `same`: it is the very one (size and hash). `different`: it is not, and
   * nothing is changed unless `accept` is set; analyse again then.
   */
  relink: call(relinkRequest, relinked),
})
