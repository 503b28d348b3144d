/** Looks into a finished package: no other system's binaries, and none inside the archive. */
import { closeSync, openSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'

/** @typedef {'mac' | 'win' | 'linux'} System */

/**
 * The system that a file's first bytes say it is a program or library of: ELF, Mach-O (either byte order, or for
 * several processors at once) or the MZ of Windows. Null for anything else.
 * @param {Uint8Array} head at least 4 bytes
 * @returns {System | null}
 */
export function systemOfBinary(head) {
  const magic = Buffer.from(head.subarray(0, 4)).toString('hex')
  if (magic === '7f454c46') return 'linux'
  if (['cffaedfe', 'cefaedfe', 'feedfacf', 'feedface', 'cafebabe'].includes(magic)) return 'mac'
  return magic.startsWith('4d5a') ? 'win' : null
}

function headOf(/** @type {string} */ path) {
  const head = Buffer.alloc(4)
  const file = openSync(path, 'r')
  try {
    readSync(file, head, 0, 4, 0)
  } finally {
    closeSync(file)
  }
  return head
}

/**
 * Paths below `folder` of binaries of another system than the package's.
 * @param {string} folder
 * @param {System} system
 * @returns {string[]}
 */
export function foreignBinaries(folder, system) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return foreignBinaries(path, system)
    if (!entry.isFile()) return []
    const found = systemOfBinary(headOf(path))
    return found !== null && found !== system ? [path] : []
  })
}

/** @type {Readonly<Record<string, System>>} */
const systems = { darwin: 'mac', mas: 'mac', win32: 'win', linux: 'linux' }

/**
 * electron-builder's hook after it put a package together. Throws when something is in it that must not be.
 * @param {{ readonly appOutDir: string, readonly electronPlatformName: string }} context
 */
export default async function verifyPackage({ appOutDir, electronPlatformName }) {
  const system = systems[electronPlatformName]
  if (!system) throw new Error(`unknown system ${electronPlatformName}`)
  const foreign = foreignBinaries(appOutDir, system)
  if (foreign.length > 0) throw new Error(`binaries of another system are packed: ${foreign.join(', ')}`)
}
