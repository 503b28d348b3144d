import { chmod, readFile, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeMedia } from '../../../src/main/engine/media/decode'
import type { FfmpegTool } from '../../../src/main/engine/media/ffmpeg'
import { rationalToNumber } from '../../../src/core/time/rational'
import { probeMedia } from '../../../src/main/engine/media/probe'
import { createKnownCutMaker, x264, type KnownCut, type KnownCutMaker } from '../../synthetic/knownCut'
import { ffmpegsUnderTest } from '../../synthetic/videos'
import { ffmpegChildren } from '../../support/ffmpegChildren'
import { observe } from './support/observe'

const tools = await ffmpegsUnderTest()
/** Eight seconds with a key picture in each; nearly all of it one shot, so that bytes and time go together. */
const long: KnownCut = { rate: '25', frames: 200, cutFrame: 190, video: [...x264, '-g', '25'] }

let films: KnownCutMaker
beforeAll(async () => {
  films = await createKnownCutMaker(tools[0]!)
})
afterAll(() => films.remove())

/** The bytes between two shares of a file, replaced by what looks like nothing. */
async function spoil(path: string, name: string, from: number, to: number): Promise<string> {
  const bytes = await readFile(path)
  const [start, end] = [Math.round(bytes.length * from), Math.round(bytes.length * to)]
  for (let index = start; index < end; index += 1) bytes[index] = (index * 167) & 0xff
  await writeFile(films.path(name), bytes)
  return films.path(name)
}

async function cutOff(path: string, name: string, from: number, to: number): Promise<string> {
  const bytes = await readFile(path)
  // Transport stream packets are 188 bytes long.
  const at = (share: number): number => Math.round((bytes.length * share) / 188) * 188
  await writeFile(films.path(name), bytes.subarray(at(from), at(to)))
  return films.path(name)
}

describe.each(tools.map((tool) => ({ name: `${tool.source} ${tool.version}`, tool })))(
  'a film with a fault in the middle, with $name',
  ({ tool }) => {
    it.each(['mp4', 'mkv', 'ts'])(
      'garbage in a .%s is told with its time, the rest is kept',
      async (extension) => {
        const whole = await films.make(`whole.${extension}`, { ...long, audio: null })
        const path = await spoil(whole, `spoiled.${extension}`, 0.5, 0.56)
        const { summary, cutFrame, times } = await observe(tool, path)
        // Whether ffmpeg complains, or whole groups of pictures are gone without a word, is the container's luck.
        const told = summary.warnings.find(({ code }) => code === 'damaged' || code === 'pictures-missing')
        const { at, until } = told as { readonly at: number; readonly until: number }
        expect(at).toBeGreaterThan(2.5)
        expect(until).toBeGreaterThanOrEqual(at)
        expect(until).toBeLessThan(6)
        expect(summary.pictures).toBeGreaterThan(150)
        expect(times).toHaveLength(summary.pictures)
        expect(rationalToNumber(times[cutFrame]!)).toBeCloseTo(7.6, 2)
        expect(summary.warnings.map(({ code }) => code)).not.toContain('decoder-stopped')
      },
    )

    it('a recording that begins between key pictures has nothing to complain about', async () => {
      const whole = await films.make('whole.ts', long)
      const path = await cutOff(whole, 'late-start.ts', 0.2, 1)
      const { summary, cutFrame, times, toneSeconds } = await observe(tool, path)
      expect(summary.warnings).toEqual([])
      expect(summary.pictures).toBeGreaterThan(100)
      expect(cutFrame).toBeGreaterThan(0)
      expect(Math.abs(toneSeconds! - rationalToNumber(times[cutFrame]!))).toBeLessThan(0.02)
    })

    it.runIf(process.platform === 'linux')(
      'an ffmpeg that somebody kills leaves what it had decoded',
      async () => {
        const path = await films.make('killed.mp4', { ...long, frames: 1500, audio: null })
        const info = await probeMedia(tool, path)
        let pictures = 0
        const pushPicture = ({ index }: { readonly index: number }): void => {
          pictures += 1
          if (index !== 100) return
          void ffmpegChildren().then((children) =>
            children?.forEach(({ processId }) => process.kill(processId, 'SIGKILL')),
          )
        }
        const slow = { pushPicture }
        const summary = await decodeMedia(tool, path, info, { pictureAnalysers: [slow], soundAnalysers: [] })
        expect(summary.pictures).toBe(pictures)
        expect(summary.pictures).toBeGreaterThan(100)
        expect(summary.pictures).toBeLessThan(1500)
        const [warning, ...others] = summary.warnings
        expect(others).toEqual([])
        expect(warning?.code).toBe('decoder-stopped')
        expect(Math.abs((warning as { at: number }).at - summary.pictures / 25)).toBeLessThan(1)
        expect(await ffmpegChildren()).toEqual([])
      },
    )

    it.runIf(process.platform !== 'win32')('a drive that stops answering is named as the cause', async () => {
      const whole = await films.make('drive.ts', long)
      const path = await cutOff(whole, 'half.ts', 0, 0.5)
      const { summary } = await observe(await failingDrive(tool), path)
      const [warning] = summary.warnings
      expect(warning?.code).toBe('read-failed')
      expect((warning as { at: number }).at).toBeGreaterThan(2)
      expect(summary.pictures).toBeGreaterThan(50)
    })
  },
)

/** The tool behind a script that says at the end of a decode what ffmpeg says when a read fails. */
async function failingDrive(tool: FfmpegTool): Promise<FfmpegTool> {
  const path = films.path('failing-drive.sh')
  await writeFile(path, `#!/bin/sh\n"${tool.path}" "$@"\necho "file:film.ts: Input/output error" >&2\n`)
  await chmod(path, 0o755)
  return { ...tool, path }
}
