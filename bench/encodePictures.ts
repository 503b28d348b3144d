import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** Raw RGB pictures as ffmpeg is told of them. */
export interface RawPictures {
  readonly width: number
  readonly height: number
  /** Pictures a second, `24` or `30000/1001`. */
  readonly rate: string
  readonly pictures: Iterable<Uint8Array>
}

/** Feeds pictures to ffmpeg as its first input. Throws with ffmpeg's words when it fails. */
export async function encodePictures(
  ffmpeg: string,
  { width, height, rate, pictures }: RawPictures,
  further: readonly string[],
): Promise<void> {
  const size = ['-s', `${width}x${height}`, '-r', rate]
  const input = ['-v', 'error', '-y', '-f', 'rawvideo', '-pix_fmt', 'rgb24', ...size, '-i', 'pipe:0']
  const child = spawn(ffmpeg, [...input, ...further], { stdio: ['pipe', 'ignore', 'pipe'] })
  let words = ''
  child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()))
  const closed = once(child, 'close')
  child.stdin.on('error', () => undefined)
  for (const picture of pictures) {
    if (child.exitCode !== null) break
    if (!child.stdin.write(picture)) await Promise.race([once(child.stdin, 'drain'), closed])
  }
  child.stdin.end()
  const [code] = (await closed) as [number | null]
  if (code !== 0) throw new Error(`ffmpeg could not write ${further.at(-1)}: ${words}`)
}
