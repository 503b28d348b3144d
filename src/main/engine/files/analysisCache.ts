import { createHash } from 'node:crypto'
import { readdir, readFile, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheFolder } from './cacheFolder'
import { writeOutput } from './outputFiles'

/** What an analysis left to be read again: facts as JSON, and per-frame measurements as bytes in their own formats. */
export interface AnalysisEntry {
  readonly facts: unknown
  readonly sections: Readonly<Record<string, Uint8Array>>
}

/** Identifies an entry: the video by its `contentFingerprint`, and the analysis with its version and settings. */
export interface AnalysisKey {
  readonly content: string
  readonly analysis: string
}

/** A cache that may lose anything at any time: whatever is missing or damaged is analysed again. */
export interface AnalysisCache {
  read(key: AnalysisKey): Promise<AnalysisEntry | null>
  /** False when it could not be stored (a full disk, no permission); the analysis goes on without. */
  write(key: AnalysisKey, entry: AnalysisEntry): Promise<boolean>
}

export interface AnalysisCacheOptions {
  readonly folder?: string | undefined
  /** The oldest entries go when the folder grows beyond this. */
  readonly maximumBytes?: number | undefined
}

const magic = Buffer.from('HPAC0003', 'latin1')
const digestBytes = 32
const extension = '.analysis'

interface Header {
  readonly key: AnalysisKey
  readonly facts: unknown
  readonly sections: readonly (readonly [name: string, bytes: number])[]
}

const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest()

/** File layout: magic, SHA-256 of the rest, header length (uint32 LE), header JSON, the sections. */
function encodeEntry(key: AnalysisKey, { facts, sections }: AnalysisEntry): Buffer {
  const names = Object.keys(sections)
  const description: Header = {
    key,
    facts,
    sections: names.map((name) => [name, sections[name]!.byteLength]),
  }
  const header = Buffer.from(JSON.stringify(description), 'utf8')
  const length = Buffer.alloc(4)
  length.writeUInt32LE(header.length)
  const rest = Buffer.concat([length, header, ...names.map((name) => sections[name]!)])
  return Buffer.concat([magic, sha256(rest), rest])
}

/** The entry in a file's bytes, or null when they are not a whole entry of `key`. */
function decodeEntry(key: AnalysisKey, bytes: Buffer): AnalysisEntry | null {
  const start = magic.length + digestBytes
  if (bytes.length < start + 4 || !bytes.subarray(0, magic.length).equals(magic)) return null
  if (!sha256(bytes.subarray(start)).equals(bytes.subarray(magic.length, start))) return null
  const headerEnd = start + 4 + bytes.readUInt32LE(start)
  // The digest has vouched for the bytes: they are what encodeEntry of this format's version wrote.
  const header = JSON.parse(bytes.toString('utf8', start + 4, headerEnd)) as Header
  if (header.key.content !== key.content || header.key.analysis !== key.analysis) return null
  let offset = headerEnd
  const sections = header.sections.map(([name, length]): [string, Uint8Array] => {
    // Copied, because views of wider numbers must start at a multiple of their size.
    return [name, Uint8Array.from(bytes.subarray(offset, (offset += length)))]
  })
  return { facts: header.facts, sections: Object.fromEntries(sections) }
}

async function evictOldest(folder: string, maximumBytes: number): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(extension))
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name)
      const { size, mtimeMs } = await stat(path)
      return { path, size, usedAt: mtimeMs }
    }),
  )
  let total = files.reduce((sum, file) => sum + file.size, 0)
  for (const file of files.sort((a, b) => a.usedAt - b.usedAt)) {
    if (total <= maximumBytes) return
    await rm(file.path, { force: true })
    total -= file.size
  }
}

/** Opens the cache under the system's cache folder; the folder is made at the first write. */
export function createAnalysisCache(options: AnalysisCacheOptions = {}): AnalysisCache {
  const folder = join(options.folder ?? cacheFolder(), 'analysis')
  const maximumBytes = options.maximumBytes ?? 512 * 1024 * 1024
  const pathOf = (key: AnalysisKey): string =>
    join(folder, sha256(`${key.content}\n${key.analysis}`).toString('hex').slice(0, 40) + extension)
  return {
    async read(key) {
      const path = pathOf(key)
      try {
        const entry = decodeEntry(key, await readFile(path))
        if (!entry) throw new RangeError('not a whole entry')
        const now = new Date()
        await utimes(path, now, now).catch(() => undefined)
        return entry
      } catch {
        await rm(path, { force: true }).catch(() => undefined)
        return null
      }
    },
    async write(key, entry) {
      try {
        await writeOutput(pathOf(key), encodeEntry(key, entry), { force: true })
        await evictOldest(folder, maximumBytes)
        return true
      } catch {
        return false
      }
    },
  }
}
