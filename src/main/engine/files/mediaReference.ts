import { createHash } from 'node:crypto'
import { open, stat } from 'node:fs/promises'
import * as systemPath from 'node:path'
import { Failure } from '../../../core/base/failure'
import type { MediaReference } from '../../../core/document/document'
import type { MediaInfo } from '../../../core/media/mediaInfo'
import { classifyFileError } from './fileErrors'

const hashedBytes = 64 * 1024

/**
 * SHA-256 of the first 64 KiB, the last 64 KiB and the length as 8 bytes (big-endian), hex: tells one video from
 * another at once however long it is. Throws Failure `file-missing` or `file-not-readable`.
 */
export async function quickHash(
  path: string,
): Promise<{ readonly bytes: number; readonly quickHash: string }> {
  try {
    const file = await open(path, 'r')
    try {
      const { size } = await file.stat()
      const hash = createHash('sha256')
      for (const start of [0, Math.max(0, size - hashedBytes)]) {
        const block = Buffer.alloc(Math.min(hashedBytes, size))
        let filled = 0
        while (filled < block.length) {
          const { bytesRead } = await file.read(block, filled, block.length - filled, start + filled)
          if (bytesRead === 0) break
          filled += bytesRead
        }
        hash.update(block.subarray(0, filled))
      }
      const length = Buffer.alloc(8)
      length.writeBigUInt64BE(BigInt(size))
      return { bytes: size, quickHash: hash.update(length).digest('hex') }
    } finally {
      await file.close()
    }
  } catch (error) {
    throw classifyFileError(error, path, 'read')
  }
}

type PathRules = Pick<typeof systemPath, 'dirname' | 'isAbsolute' | 'relative' | 'resolve' | 'sep'>

/** The path of a video as a project stores it: relative to the project, forward slashes; absolute on another volume. */
export function storedMediaPath(
  projectPath: string,
  mediaPath: string,
  rules: PathRules = systemPath,
): string {
  const folder = rules.dirname(rules.resolve(projectPath))
  const relative = rules.relative(folder, rules.resolve(mediaPath))
  return rules.sep === '\\' ? relative.replaceAll('\\', '/') : relative
}

/** What a project at `projectPath` needs to find a video again. */
export async function createMediaReference(
  projectPath: string,
  mediaPath: string,
  info: MediaInfo,
): Promise<MediaReference> {
  return { path: storedMediaPath(projectPath, mediaPath), ...(await quickHash(mediaPath)), info }
}

type Sighting = 'same' | 'different' | 'absent'

async function lookAt(path: string, reference: MediaReference): Promise<Sighting> {
  const facts = await stat(path).catch(() => null)
  if (!facts?.isFile()) return 'absent'
  if (facts.size !== reference.bytes) return 'different'
  return (await quickHash(path)).quickHash === reference.quickHash ? 'same' : 'different'
}

/**
 * The absolute path of a project's video: where the reference says, else under the same name beside the project.
 * Throws Failure `media-moved` when it is in neither place and `media-changed` when another file has taken its place.
 */
export async function locateMedia(projectPath: string, reference: MediaReference): Promise<string> {
  const folder = systemPath.dirname(systemPath.resolve(projectPath))
  const named = systemPath.resolve(folder, reference.path)
  const beside = systemPath.join(folder, reference.path.split('/').at(-1) ?? reference.path)
  const first = await lookAt(named, reference)
  if (first === 'same') return named
  if (beside !== named && (await lookAt(beside, reference)) === 'same') return beside
  throw new Failure(first === 'different' ? 'media-changed' : 'media-moved', { path: named })
}
