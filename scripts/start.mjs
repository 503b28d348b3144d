/**
 * `npm start [-- FILE]`: opens the app in Electron where its binary is or can be downloaded, else says why not and
 * shows the same window in a browser (`hitpoint serve`), whose address goes to stdout.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findElectron, noWindowBecause } from './electronBinary.mjs'

const root = join(import.meta.dirname, '..')
const args = process.argv.slice(2)
/** Milliseconds that Electron's own download may take. */
const downloadTime = 180_000

function download() {
  console.error('Electron’s binary is not here yet; downloading it …')
  const installer = join(root, 'node_modules/electron/install.js')
  if (!existsSync(installer)) return
  spawnSync(process.execPath, [installer], {
    cwd: root,
    stdio: ['ignore', 2, 'ignore'],
    timeout: downloadTime,
  })
}

/** Electron's path, or why there is none. */
function obtainElectron() {
  const reason = noWindowBecause()
  if (reason) return { reason }
  if (!findElectron(root)) download()
  const path = findElectron(root)
  return path ? { path } : { reason: 'its binary is not here and could not be downloaded' }
}

if (!existsSync(join(root, 'out/main/index.js')))
  spawnSync(process.execPath, [join(root, 'node_modules/electron-vite/bin/electron-vite.js'), 'build'], {
    cwd: root,
    stdio: ['ignore', 2, 'inherit'],
  })

const { path, reason } = obtainElectron()
if (reason)
  console.error(`Electron does not open: ${reason}. Open this address in a browser on this machine instead:`)
const child = path
  ? spawn(path, [root, ...args], { stdio: 'inherit' })
  : spawn(process.execPath, [join(root, 'bin/hitpoint.js'), 'serve', ...args], { stdio: 'inherit' })
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
  process.on(signal, () => child.kill(signal))
child.on('exit', (code) => process.exit(code ?? 1))
