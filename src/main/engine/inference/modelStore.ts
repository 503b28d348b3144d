import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../../core/base/failure'
import type { ModelIdentity } from '../../../core/document/document'
import type { ModelLocation } from './task'

/** A model whose files are whole. */
export interface StoredModel extends ModelLocation {
  readonly identity: ModelIdentity
}

/** The models of an installation: resources/models/manifest.json names one per task. */
export interface ModelStore {
  /**
   * The task's model with every file checked by length and SHA-256 (once per store). Throws Failure `model-missing`
   * when the manifest or a file is not there, `model-damaged` when one is not what meta.json says.
   */
  resolve(task: string): Promise<StoredModel>
  /** The models that the manifest names, with what is wrong with each. */
  list(): Promise<
    readonly { readonly task: string; readonly identity?: ModelIdentity; readonly failure?: Failure }[]
  >
}

interface FileEntry {
  readonly name: string
  readonly sha256: string
  readonly bytes: number
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

async function readJson(path: string, model: string): Promise<Readonly<Record<string, unknown>>> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new Failure('model-missing', { model, file: path }, { cause: error })
  })
  try {
    const value: unknown = JSON.parse(text)
    if (isRecord(value)) return value
  } catch {
    // Falls through: text that is no JSON is as damaged as JSON that is no object.
  }
  throw new Failure('model-damaged', { model, file: path })
}

function fileEntries(meta: Readonly<Record<string, unknown>>, model: string): FileEntry[] {
  const files = isRecord(meta['files']) ? Object.entries(meta['files']) : []
  const entries = files.map(([name, entry]): FileEntry => {
    const { sha256, bytes } = isRecord(entry) ? entry : {}
    if (typeof sha256 !== 'string' || typeof bytes !== 'number' || /[\\/]/.test(name))
      throw new Failure('model-damaged', { model, file: 'meta.json' })
    return { name, sha256, bytes }
  })
  if (entries.length === 0) throw new Failure('model-damaged', { model, file: 'meta.json' })
  return entries
}

async function verify(directory: string, model: string, { name, sha256, bytes }: FileEntry): Promise<void> {
  const path = join(directory, name)
  const size = await stat(path).catch((error: unknown) => {
    throw new Failure('model-missing', { model, file: path }, { cause: error })
  })
  const found =
    size.size === bytes
      ? createHash('sha256')
          .update(await readFile(path))
          .digest('hex')
      : ''
  if (found !== sha256) throw new Failure('model-damaged', { model, file: path })
}

/** One hash over all of a model's files, in order of name. */
function identityHash(entries: readonly FileEntry[]): string {
  const lines = entries.map(({ name, sha256 }) => `${name} ${sha256}\n`).sort()
  return createHash('sha256').update(lines.join('')).digest('hex')
}

/**
 * The model in one folder, wherever it came from, with every file checked by length and SHA-256. Throws `model-missing` and
 * `model-damaged` as the store does.
 */
export async function loadModelFolder(directory: string, name: string): Promise<StoredModel> {
  const meta = await readJson(join(directory, 'meta.json'), name)
  const entries = fileEntries(meta, name)
  for (const file of entries) await verify(directory, name, file)
  const version = typeof meta['version'] === 'string' ? meta['version'] : 'unknown'
  return { directory, meta, identity: { name, version, sha256: identityHash(entries) } }
}

/** A store over the folder `resources/models`. */
export function createModelStore(folder: string): ModelStore {
  const resolved = new Map<string, Promise<StoredModel>>()

  async function manifest(): Promise<Readonly<Record<string, unknown>>> {
    const { tasks } = await readJson(join(folder, 'manifest.json'), 'manifest')
    return isRecord(tasks) ? tasks : {}
  }

  async function load(task: string): Promise<StoredModel> {
    const entry = (await manifest())[task]
    const { model, version } = isRecord(entry) ? entry : {}
    if (typeof model !== 'string' || typeof version !== 'string')
      throw new Failure('model-missing', { model: task })
    const stored = await loadModelFolder(join(folder, model, version), model)
    return { ...stored, identity: { ...stored.identity, version } }
  }

  function resolve(task: string): Promise<StoredModel> {
    const known = resolved.get(task) ?? load(task)
    resolved.set(task, known)
    // A model that was repaired in the meantime must be found at the next try.
    known.catch(() => resolved.delete(task))
    return known
  }

  return {
    resolve,
    async list() {
      return Promise.all(
        Object.keys(await manifest()).map(async (task) => {
          try {
            return { task, identity: (await resolve(task)).identity }
          } catch (error) {
            if (error instanceof Failure) return { task, failure: error }
            throw error
          }
        }),
      )
    },
  }
}
