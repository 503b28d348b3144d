/**
 * `node scripts/run.mjs bench/hearingSync.ts [--minutes 10]`: how far the music that is heard is from the picture while a
 * film is played in the built page (`npm run build`) in Chromium: median, 99th percentile and worst, in frames of 24 a
 * second. Compared are the audio output's own time stamps with the video's clock, ten times a second, and with every picture
 * that Chromium says it showed. The film and its score are made for it. Needs Debian's chromium and ffmpeg.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { resolveFfmpeg } from '../src/main/engine/media/ffmpeg'
import { openPage } from '../tests/e2e/browser'
import { compareSoundAndPicture, type Comparison } from '../tests/e2e/soundAndPicture'
import { makeHeardFilm } from '../tests/synthetic/heardFilm'

const framesPerSecond = 24
/** Seconds until the sound bank is read and the picture was pulled in. */
const settling = 10
const looksPerSecond = 10

/** Plays a film of so many seconds, and compares. */
async function measure(length: number): Promise<Comparison> {
  const folder = await mkdtemp(join(tmpdir(), 'hitpoint-sync-'))
  try {
    const ffmpeg = await resolveFfmpeg({ environment: process.env })
    const shape = { length: length + 2 * settling, from: 1 }
    const opened = await openPage(await makeHeardFilm(ffmpeg, folder, shape))
    const { page } = opened
    try {
      await page.getByRole('heading', { name: /heard/u }).waitFor()
      await page.keyboard.press('Space')
      await page.waitForFunction(
        (from) => (window.hitpointHearing?.musicTimeAt(performance.now()) ?? 0) > from,
        settling,
      )
      return await compareSoundAndPicture(page, length * looksPerSecond, 1000 / looksPerSecond)
    } finally {
      await opened.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Median, 99th percentile and worst of distances in seconds, as frames. */
function summary(distances: readonly number[]): string {
  const sorted = distances.map((distance) => distance * framesPerSecond).sort((a, b) => a - b)
  const at = (share: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(2)
  const within = sorted.filter((distance) => distance <= 1).length / Math.max(1, sorted.length)
  return `median ${at(0.5)}, p99 ${at(0.99)}, worst ${at(1)} frames; ${(within * 100).toFixed(2)} % within one frame (${sorted.length} looks)`
}

/** How far the music is from the time in which a picture belongs on the screen. Seconds. */
const outside = ({ music, picture }: Comparison['pictures'][number]): number =>
  Math.max(0, picture - music, music - picture - 1 / framesPerSecond)

export async function main(parameters: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...parameters],
    options: { minutes: { type: 'string', default: '10' } },
  })
  const length = Math.round(Number(values.minutes) * 60)
  if (!(length > 0)) throw new RangeError('--minutes takes a number above 0')
  const { clocks, pictures } = await measure(length)
  const played = (clocks.at(-1)?.music ?? 0) - (clocks[0]?.music ?? 0)
  console.log(`${(played / 60).toFixed(1)} minutes played; load of the machine ${loadavg()[0]?.toFixed(1)}`)
  const ahead = clocks.map(({ music, picture }) => (music - picture) * framesPerSecond).sort((a, b) => a - b)
  console.log(`the music is ahead by ${ahead[ahead.length >> 1]?.toFixed(2)} frames in the middle`)
  console.log(`clocks: ${summary(clocks.map(({ music, picture }) => Math.abs(music - picture)))}`)
  console.log(`pictures shown: ${summary(pictures.map(outside))}`)
}
