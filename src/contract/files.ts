import { z } from 'zod'
import { call, event, service } from './define'
import { done, fileId, folderId, nothing, targetId } from './identifiers'

export const fileKinds = ['video', 'project', 'soundBank', 'cutList', 'midi', 'program'] as const
export type FileKind = (typeof fileKinds)[number]

/** A file that the user opened. Its folder is told to tell files of one name apart; it opens nothing. */
export const openedFile = z.object({
  fileId,
  kind: z.enum(fileKinds),
  /** With its extension, without its folder. */
  name: z.string(),
  folder: z.string(),
})
export type OpenedFile = z.output<typeof openedFile>

/** What may be written: a project, or a folder for files to be sent on. */
export const targetKinds = ['project', 'folder'] as const
export type TargetKind = (typeof targetKinds)[number]

export const chosenTarget = z.object({
  targetId,
  name: z.string(),
  folder: z.string(),
  /** Something is there and would be replaced: ask first, unless the picker did (`native` asks itself). */
  exists: z.boolean(),
})
export type ChosenTarget = z.output<typeof chosenTarget>

const listedEntry = z.object({
  name: z.string(),
  kind: z.enum(['folder', ...fileKinds]),
  /** Of a folder: for `list`. */
  folderId: folderId.optional(),
  /** Of a file: for `project.open`, `project.relink` and `system.chooseSoundBank`. */
  fileId: fileId.optional(),
  bytes: z.number(),
  modifiedAt: z.iso.datetime(),
})

const listing = z.object({
  folderId,
  name: z.string(),
  parentId: folderId.nullable(),
  entries: z.array(listedEntry),
  /** More than 2,000 entries: only the first ones are told. */
  shortened: z.boolean(),
})
export type Listing = z.output<typeof listing>

const recentFile = openedFile.extend({ openedAt: z.iso.datetime(), missing: z.boolean() })
export type RecentFile = z.output<typeof recentFile>

const fileName = z.string().min(1).max(200)

/**
 * How a page gets at files without ever naming a path. Hosts with a picker of their own (`capabilities.picker` =
 * `native`) answer `choose` and `chooseTarget`; the others (`listed`) show the folder that they were started in by
 * `list` and answer `nameTarget`. Each throws `wrong-use` at the other kind of host.
 */
export const filesService = service('files', {
  /** The system's picker; null when the user chose nothing. */
  choose: call(z.object({ kinds: z.array(z.enum(fileKinds)).min(1) }), openedFile.nullable()),
  chooseTarget: call(
    z.object({ kind: z.enum(targetKinds), suggestedName: fileName }),
    chosenTarget.nullable(),
  ),
  /** What lies in a folder, in the start folder without an id; never outside of that one. */
  /** Folders, and files of these kinds. */
  list: call(z.object({ folderId: folderId.optional(), kinds: z.array(z.enum(fileKinds)) }), listing),
  /** A file of a listed folder to write to; `name` without any folder, its extension is added. */
  nameTarget: call(z.object({ folderId, kind: z.enum(targetKinds), name: fileName }), chosenTarget),
  /** The sample film. */
  sample: call(nothing, openedFile),
  /** Newest first, at most 20. */
  recent: call(nothing, z.array(recentFile)),
  clearRecent: call(nothing, done),
  /**
   * What was opened from outside (command line, file manager, recent files of the system) and not taken by a page yet,
   * oldest first. Each is handed out once: ask when the page is ready, and on every `onOpened`.
   */
  takeOpened: call(nothing, z.array(openedFile)),
  onOpened: event(nothing),
  /** Shows a saved or exported file in the file manager. `wrong-use` unless `capabilities.reveal`. */
  reveal: call(z.object({ fileId }), done),
})
