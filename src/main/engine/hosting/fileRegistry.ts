import { randomUUID } from 'node:crypto'
import { basename, dirname, extname, resolve } from 'node:path'
import { Failure } from '../../../core/base/failure'
import { projectExtension } from '../../../core/document/format'
import type { ChosenTarget, FileKind, OpenedFile, TargetKind } from '../../../contract/files'

/** What the user opened and chose in this host. Pages hold ids; only this side knows paths. */
export interface FileRegistry {
  /** The same path has the same id however often it is opened. */
  open(path: string): OpenedFile
  /** Throws Failure `wrong-use` for an id that was never handed out, and for a file of another kind. */
  pathOf(fileId: string, ...kinds: readonly FileKind[]): string
  target(kind: TargetKind, path: string, exists: boolean): ChosenTarget
  /** Throws Failure `wrong-use` for a target that was never chosen, or for something else. */
  targetPath(targetId: string, kind: TargetKind): string
  /** A file that was written for a page to take away. */
  output(path: string, name: string): OpenedFile
  outputOf(fileId: string): { readonly path: string; readonly name: string } | null
}

/** Extensions of what is neither a project nor a video. */
const otherExtensions: Readonly<
  Record<Exclude<FileKind, 'project' | 'video' | 'program'>, readonly string[]>
> = {
  soundBank: ['.sf2', '.sf3', '.dls'],
  cutList: ['.edl', '.fcpxml', '.xml', '.otio', '.csv'],
  midi: ['.mid', '.midi', '.smf'],
}
const otherKinds = new Map(
  (['soundBank', 'cutList', 'midi'] as const).flatMap((kind) =>
    otherExtensions[kind].map((extension) => [extension, kind] as const),
  ),
)

/** The only program that a user chooses: `ffmpeg`, `ffmpeg.exe`, `ffmpeg-7.1`. */
const programName = /^ffmpeg(-?\d[\d.]*)?(\.exe)?$/i

/** What a file is by its name; whatever nothing else claims is tried as a video. */
export function kindOf(path: string): FileKind {
  if (programName.test(basename(path))) return 'program'
  const extension = extname(path).toLowerCase()
  if (extension === projectExtension) return 'project'
  return otherKinds.get(extension) ?? 'video'
}

const unknown = (what: string): Failure => new Failure('wrong-use', { reason: `that ${what} is not open` })

export function createFileRegistry(): FileRegistry {
  const paths = new Map<string, string>()
  const ids = new Map<string, string>()
  const targets = new Map<string, { readonly kind: TargetKind; readonly path: string }>()
  const outputs = new Map<string, { readonly path: string; readonly name: string }>()

  function open(given: string): OpenedFile {
    const path = resolve(given)
    const fileId = ids.get(path) ?? randomUUID()
    ids.set(path, fileId)
    paths.set(fileId, path)
    return { fileId, kind: kindOf(path), name: basename(path), folder: dirname(path) }
  }

  return {
    open,
    pathOf(fileId, ...kinds) {
      const path = paths.get(fileId)
      if (path === undefined) throw unknown('file')
      if (kinds.length > 0 && !kinds.includes(kindOf(path)))
        throw new Failure('wrong-use', { reason: `“${basename(path)}” is none of: ${kinds.join(', ')}` })
      return path
    },
    target(kind, path, exists) {
      const targetId = randomUUID()
      targets.set(targetId, { kind, path })
      return { targetId, name: basename(path), folder: dirname(path), exists }
    },
    targetPath(targetId, kind) {
      const target = targets.get(targetId)
      if (target?.kind !== kind) throw unknown('target')
      return target.path
    },
    output(path, name) {
      const file = { ...open(path), name }
      outputs.set(file.fileId, { path, name })
      return file
    },
    outputOf: (fileId) => outputs.get(fileId) ?? null,
  }
}
