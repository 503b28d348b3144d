/** Photographs of a folder, decoded once by ffmpeg into one file of raw bytes. */
import { spawnSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { createPicture } from './picture'
import { worldHeight, worldWidth, type Photographs } from './worlds'

const bytesEach = worldWidth * worldHeight * 3

/** File names in order, without the pictures that the folder's neighbour OASIS table calls graphic or adult. */
function listPhotographs(folder: string): string[] {
  const table = join(folder, '..', 'oasis_weak_emotions.csv')
  const rows = existsSync(table)
    ? readFileSync(table, 'utf8')
        .trim()
        .split('\n')
        .map((row) => row.split(','))
    : [[]]
  const [head, ...body] = rows
  const flags = ['adult', 'graphic'].map((name) => head!.indexOf(name)).filter((column) => column >= 0)
  const leftOut = new Set(
    body.filter((row) => flags.some((column) => row[column] === '1')).map(([name]) => name),
  )
  return readdirSync(folder)
    .filter((name) => /\.(jpe?g|png)$/i.test(name) && !leftOut.has(name))
    .sort()
}

/**
 * Decodes the JPEG and PNG files of `folder` (or of its `images` folder) into `cache` unless that is done; answers with
 * the cache's path. Throws when ffmpeg fails or leaves one out.
 */
export function decodePhotographs(folder: string, cache: string, ffmpeg: string): string {
  const images = existsSync(join(folder, 'images')) ? join(folder, 'images') : folder
  const names = listPhotographs(images)
  const raw = join(cache, 'photographs.rgb')
  if (existsSync(raw) && statSync(raw).size === names.length * bytesEach) return raw
  const list = join(cache, 'photographs.txt')
  writeFileSync(
    list,
    names.map((name) => `file '${resolve(images, name).replaceAll("'", "'\\''")}'\n`).join(''),
  )
  const scale = `scale=${worldWidth}:${worldHeight}:force_original_aspect_ratio=increase:flags=lanczos,crop=${worldWidth}:${worldHeight}`
  const input = [
    '-v',
    'error',
    '-y',
    '-f',
    'concat',
    '-safe',
    '0',
    '-i',
    list,
    '-vf',
    scale,
    '-vsync',
    'passthrough',
  ]
  const run = spawnSync(ffmpeg, [...input, '-f', 'rawvideo', '-pix_fmt', 'rgb24', `${raw}.part`], {
    encoding: 'utf8',
  })
  if (run.status !== 0) throw new Error(`ffmpeg could not decode the photographs: ${run.stderr}`)
  const decoded = statSync(`${raw}.part`).size / bytesEach
  if (decoded !== names.length) throw new Error(`${names.length} photographs, but ffmpeg decoded ${decoded}`)
  renameSync(`${raw}.part`, raw)
  return raw
}

/** The photographs of a file that `decodePhotographs` made; each is read when asked for. */
export function openPhotographs(raw: string): Photographs & { close(): void } {
  const file = openSync(raw, 'r')
  const bytes = new Uint8Array(bytesEach)
  return {
    count: statSync(raw).size / bytesEach,
    at(index) {
      readSync(file, bytes, 0, bytesEach, index * bytesEach)
      const picture = createPicture(worldWidth, worldHeight)
      for (let at = 0; at < picture.pixels.length; at += 1)
        picture.pixels[at] =
          0xff000000 | (bytes[at * 3]! << 16) | (bytes[at * 3 + 1]! << 8) | bytes[at * 3 + 2]!
      return picture
    },
    close: () => closeSync(file),
  }
}
