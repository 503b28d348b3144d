/**
 * `npm run package`: builds and packs the app for this system into release/ with electron-builder, which is fetched for
 * it and not installed with the rest: it brings 300 packages and downloads tools and Electron when it packs.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
/** One version, so that the same sources give the same package. */
const builder = 'electron-builder@26.17.0'
const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx'

for (const args of [
  ['electron-vite', 'build'],
  ['--yes', builder, '--config', 'build/electron-builder.config.mjs', ...process.argv.slice(2)],
]) {
  const { status } = spawnSync(npx, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status !== 0) process.exit(status ?? 1)
}
