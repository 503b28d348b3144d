import { basename, extname, join } from 'node:path'
import { assertWritable, writeOutput } from '../../main/engine/files/outputFiles'
import type { CommandContext } from '../run'

export interface ThumbnailsOptions {
  readonly out: string
  readonly count: number
  readonly height: number
  readonly force?: boolean
  readonly json?: boolean
}

/** `hitpoint thumbnails VIDEO`: evenly spread small pictures, written as JPEG files. */
export async function thumbnailsCommand(
  { engine, terminal, signal }: CommandContext,
  video: string,
  { out, count, height, force = false, json = false }: ThumbnailsOptions,
): Promise<void> {
  const digits = String(count).length
  const pathOf = (index: number): string =>
    join(out, `${basename(video, extname(video))}-${String(index + 1).padStart(digits, '0')}.jpg`)
  for (let index = 0; index < count; index += 1) await assertWritable(pathOf(index), { force })
  const thumbnails = await engine.thumbnails(video, { count, height, signal })
  for (const { index, jpeg } of thumbnails)
    await writeOutput(pathOf(index), jpeg, { force, cancellation: signal })
  const written = thumbnails.map(({ index, time }) => ({ time, path: pathOf(index) }))
  if (json) return terminal.result(JSON.stringify(written, null, 2))
  for (const { time, path } of written) terminal.result(`${time.toFixed(3).padStart(9)} s  ${path}`)
}
