/** Where Electron's binary is, and whether it can open a window here. Never imports the package: that downloads. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** @type {Readonly<Partial<Record<NodeJS.Platform, string>>>} */
const executables = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }

/**
 * Path of an Electron that is there: the folder in ELECTRON_OVERRIDE_DIST_PATH, else what the npm package downloaded.
 * Null when there is none.
 * @param {string} root of the repository
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @param {NodeJS.Platform} platform
 */
export function findElectron(root, environment = process.env, platform = process.platform) {
  const name = executables[platform] ?? 'electron'
  const folders = [environment.ELECTRON_OVERRIDE_DIST_PATH, join(root, 'node_modules/electron/dist')]
  return (
    folders.map((folder) => folder && join(folder, name)).find((path) => path && existsSync(path)) ?? null
  )
}

/**
 * Why no window can be opened here, whatever Electron there is; null when it can.
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @param {NodeJS.Platform} platform
 * @param {number | undefined} userId
 */
export function noWindowBecause(
  environment = process.env,
  platform = process.platform,
  userId = process.getuid?.(),
) {
  if (platform !== 'linux') return null
  if (!environment.DISPLAY && !environment.WAYLAND_DISPLAY) return 'there is no display'
  return userId === 0 ? 'Electron’s sandbox does not run as root' : null
}
