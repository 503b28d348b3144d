import { encodeUtf8 } from '../base/bytes'

/** Files by path below the folder that someone else writes them to; forward slashes. Never touches a disk. */
export type FileSet = ReadonlyMap<string, Uint8Array>

/** Names that Windows keeps for devices, whatever follows the point. */
const deviceName = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$/iu
const forbiddenInNames = /[\u0000-\u001f\u007f<>:"/\\|?*]/gu
/** ext4 and NTFS hold 255 bytes or units; this leaves room for suffixes. */
const longestName = 100

/**
 * A file name that Windows, macOS and Linux accept, as near to `text` as can be and at most `longest` characters long;
 * `Untitled` when nothing is left.
 */
export function safeFileName(text: string, longest = longestName): string {
  const clean = text
    .normalize('NFC')
    .replace(forbiddenInNames, '-')
    .replace(/\p{Cs}/gu, '')
    .replace(/\s+/gu, ' ')
  const short = [...clean]
    .slice(0, longest)
    .join('')
    .replace(/^[. ]+|[. ]+$/gu, '')
  if (short === '') return 'Untitled'
  return deviceName.test(short) ? `_${short}` : short
}

function assertPath(path: string): void {
  for (const name of path.split('/'))
    if (name === '' || name !== name.trim() || name.endsWith('.') || name.search(forbiddenInNames) >= 0)
      throw new RangeError(`Not a path of an exported file: ${JSON.stringify(path)}`)
}

/**
 * A set of files; text becomes UTF-8. Throws RangeError for a path that leaves the folder or that a file system refuses,
 * and for two paths that differ by case alone.
 */
export function createFileSet(
  files: Iterable<readonly [path: string, content: Uint8Array | string]>,
): FileSet {
  const set = new Map<string, Uint8Array>()
  const folded = new Set<string>()
  for (const [path, content] of files) {
    assertPath(path)
    const key = path.toLowerCase()
    if (folded.has(key)) throw new RangeError(`Two exported files are called ${path}`)
    folded.add(key)
    set.set(path, typeof content === 'string' ? encodeUtf8(content) : content)
  }
  return set
}

/** The name, or the name with the first number that no name before it has: `Strings`, `Strings 2`. */
export function distinctNames(names: readonly string[]): string[] {
  const taken = new Set<string>()
  return names.map((name) => {
    let distinct = name
    for (let number = 2; taken.has(distinct.toLowerCase()); number++) distinct = `${name} ${number}`
    taken.add(distinct.toLowerCase())
    return distinct
  })
}
