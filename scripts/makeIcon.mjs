/** `npm run icon`: draws the app's icon into build/ for macOS, Windows and Linux. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { drawIcon } from './icon/drawIcon.mjs'
import { encodeIcns, encodeIco, encodePng } from './icon/iconFiles.mjs'

const folder = join(import.meta.dirname, '../build')
const png = (/** @type {number} */ size, margin = 0) => encodePng(drawIcon(size, margin), size)

writeFileSync(join(folder, 'icon.png'), png(512))
writeFileSync(
  join(folder, 'icon.ico'),
  encodeIco([256, 128, 64, 48, 32, 16].map((size) => ({ size, png: png(size) }))),
)
writeFileSync(
  join(folder, 'icon.icns'),
  encodeIcns((size) => png(size, 0.1)),
)
