import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { Failure, isFailure } from '../../../core/base/failure'
import type { HitpointDocument } from '../../../core/document/document'
import { encodeDocument } from '../../../core/document/encodeDocument'
import { parseDocument } from '../../../core/document/format'
import { presetNames } from '../../../core/music/presets'
import type { OpenProject } from '../../../contract/project'
import { hasBackup } from '../files/backup'
import type { JournalEntry } from '../files/journal'
import { locateMedia, quickHash } from '../files/mediaReference'
import { openProject } from '../files/projectFile'
import { defaultSettings } from '../../../core/document/defaultSettings'
import {
  nameOf,
  referencedPath,
  type MediaIdentity,
  type NewRecord,
  type ProjectRecord,
} from './openProjects'
import type { HostingParts } from './parts'

/** What a page is told of an open project. */
export async function toOpenProject(record: ProjectRecord): Promise<OpenProject> {
  const { projectId, path, mediaId, mediaProblem, latest, unsaved, revision } = record
  return {
    ...{ projectId, name: nameOf(record), hasFile: path !== null, document: latest },
    ...{ mediaId, mediaProblem, hasBackup: path !== null && (await hasBackup(path)) },
    ...{ unsaved, revision },
  }
}

/** A document of a video that nothing is known of yet. */
async function newDocument(parts: HostingParts, mediaPath: string): Promise<HitpointDocument> {
  const info = await parts.engine.probe(mediaPath)
  const { preset } = await parts.settings.read()
  const settings =
    preset !== null && presetNames.includes(preset) ? { ...defaultSettings, preset } : defaultSettings
  const curve = { points: [] }
  const media = { path: basename(mediaPath), ...(await quickHash(mediaPath)), info }
  return { media, transitions: [], detectedCurve: curve, curve, settings, cues: [] }
}

type MediaState = Pick<NewRecord, 'mediaPath' | 'mediaProblem'>

/** Where a project's video is, or what is the matter with it. */
async function findMedia(path: string, document: HitpointDocument): Promise<MediaState> {
  try {
    return { mediaPath: await locateMedia(path, document.media), mediaProblem: null }
  } catch (error) {
    if (!isFailure(error) || (error.code !== 'media-moved' && error.code !== 'media-changed')) throw error
    const mediaProblem = error.code === 'media-moved' ? 'moved' : 'changed'
    return { mediaPath: referencedPath(path, document.media), mediaProblem }
  }
}

/** The same for work that was recovered, whose video is known by its absolute path. */
async function lookAtMedia(
  mediaPath: string,
  { bytes, quickHash: hash }: MediaIdentity,
): Promise<MediaState> {
  const facts = await stat(mediaPath).catch(() => null)
  if (!facts?.isFile()) return { mediaPath, mediaProblem: 'moved' }
  const same = facts.size === bytes && (await quickHash(mediaPath)).quickHash === hash
  return { mediaPath, mediaProblem: same ? null : 'changed' }
}

function open(parts: HostingParts, record: NewRecord): Promise<OpenProject> {
  const added = parts.projects.add(record)
  if (added.mediaProblem !== 'moved') parts.projects.show(added)
  return toOpenProject(added)
}

const identityOf = ({ media }: HitpointDocument): MediaIdentity => ({
  bytes: media.bytes,
  quickHash: media.quickHash,
})

/** The project of a file: the one that is open where it is (it keeps its unsaved edits), else as the file has it. */
async function openProjectFile(parts: HostingParts, path: string): Promise<OpenProject> {
  const known = await parts.projects.ofFile(path)
  if (known) return toOpenProject(known)
  const document = await openProject(path)
  const media = await findMedia(path, document)
  const identity = identityOf(document)
  return open(parts, { ...media, path, identity, latest: encodeDocument(document), unsaved: false })
}

async function openVideo(parts: HostingParts, mediaPath: string): Promise<OpenProject> {
  const document = await newDocument(parts, mediaPath)
  return open(parts, {
    ...{ mediaPath, mediaProblem: null, path: null, unsaved: false },
    ...{ identity: identityOf(document), latest: encodeDocument(document) },
  })
}

/** Opens a project file, or a video as a new project, and remembers it among the recent files. */
export async function openFile(parts: HostingParts, fileId: string): Promise<OpenProject> {
  const path = parts.files.pathOf(fileId, 'project', 'video')
  const kind = parts.files.open(path).kind === 'project' ? 'project' : 'video'
  const opened = await parts.projects.inTurn(() =>
    kind === 'project' ? openProjectFile(parts, path) : openVideo(parts, path),
  )
  if (path !== parts.samplePath) {
    await parts.recent.add(path, kind)
    parts.platform.addRecent?.(path)
  }
  return opened
}

function documentOfEntry({ state, composition }: JournalEntry): HitpointDocument {
  if (typeof state !== 'object' || state === null)
    throw new Failure('project-damaged', { reason: 'the journal holds no project' })
  const whole = composition === null ? state : { ...state, composition }
  return parseDocument(JSON.stringify(whole))
}

/** Goes on with what an earlier run left behind; the journal is this host's own from now on. */
export async function recoverWork(parts: HostingParts, recoveryId: string): Promise<OpenProject> {
  const entry = (await parts.journals.abandoned()).find(({ journalId }) => journalId === recoveryId)
  if (!entry) throw new Failure('wrong-use', { reason: 'there is no such unsaved work' })
  const document = documentOfEntry(entry)
  const identity = identityOf(document)
  const media = await lookAtMedia(entry.mediaPath, identity)
  const latest = encodeDocument(document)
  const { composition = null, ...state } = latest
  const opened = await open(parts, {
    ...media,
    ...{ projectId: recoveryId, path: entry.projectPath, identity, latest, unsaved: true },
  })
  await parts.projects.get(recoveryId).journal.write({ ...entry, revision: 0, state, composition })
  return opened
}
