import { readFile, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isFailure } from '../../../src/core/base/failure'
import { failureText } from '../../../src/core/base/failureText'
import { rationalToNumber } from '../../../src/core/time/rational'
import { createKnownCutMaker, x264, type KnownCutMaker } from '../../synthetic/knownCut'
import { ffmpegsUnderTest } from '../../synthetic/videos'
import { observe } from './support/observe'

const tools = await ffmpegsUnderTest()

let films: KnownCutMaker
beforeAll(async () => {
  films = await createKnownCutMaker(tools[0]!)
})
afterAll(() => films.remove())

async function craft(name: string, content: string | Buffer): Promise<string> {
  await writeFile(films.path(name), content)
  return films.path(name)
}

describe.each(tools.map((tool) => ({ name: `${tool.source} ${tool.version}`, tool })))(
  'a hostile or broken file with $name',
  ({ tool }) => {
    it.each([
      ['huge.y4m', 'YUV4MPEG2 W16384 H16384 F25:1 Ip C420jpeg\nFRAME\nno such picture'],
      ['no-size.y4m', 'YUV4MPEG2 W0 H0 F25:1 Ip C420jpeg\nFRAME\n'],
      ['text.mp4', 'This is not a film.\n'.repeat(50)],
      ['zeros.mkv', Buffer.alloc(100_000)],
      ['header-only.avi', Buffer.from('RIFF\xff\xff\xff\x7fAVI LIST\xff\xff\xff\x7fhdrlavih', 'latin1')],
      [
        'endless-box.mp4',
        Buffer.from(
          '\0\0\0\x18ftypisom\0\0\x02\0isomiso2\0\0\0\x01moov\xff\xff\xff\xff\xff\xff\xff\xff',
          'latin1',
        ),
      ],
    ])('%s is refused in one sentence', async (name, content) => {
      const path = await craft(name, content)
      const error: unknown = await observe(tool, path).catch((thrown: unknown) => thrown)
      if (!isFailure(error)) throw new Error(`no failure but ${String(error)}`)
      expect(['not-a-video', 'ffmpeg-failed', 'no-picture', 'too-short']).toContain(error.code)
      expect(failureText(error)).toMatch(/^“.*”.*; .*\.$|^ffmpeg .*; .*\.$/)
    })

    it.each(['1x1', '1x3000', '3000x1'])('pictures of %s pixels are seen', async (size) => {
      const [width, height] = size.split('x').map(Number)
      const pixels = await craft('pixels.rgb', Buffer.alloc(10 * 3 * width! * height!, 128))
      const path = await films.convert(`${size}.nut`, [
        ...['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', size, '-r', '25', '-i', pixels, '-c:v', 'rawvideo'],
      ])
      const { info, summary } = await observe(tool, path)
      expect(info).toMatchObject({ width, height })
      expect(summary).toMatchObject({ pictures: 10, warnings: [] })
    })

    it('ten hours between two pictures are ten hours, and cost no more than two pictures', async () => {
      const keep = tools[0]!.features.fpsMode ? '-fps_mode' : '-vsync'
      const gap = `settb=1/1000,setpts='if(lt(N,25),N*40,36000000)'`
      const path = await films.convert('gap.mkv', [
        ...[
          '-f',
          'lavfi',
          '-i',
          'color=gray:s=160x90:r=25',
          '-frames:v',
          '26',
          '-vf',
          gap,
          keep,
          'passthrough',
        ],
        ...x264,
      ])
      const { summary } = await observe(tool, path)
      expect(summary).toMatchObject({ pictures: 26, variableFrameRate: true })
      expect(rationalToNumber(summary.duration)).toBeGreaterThan(36_000)
    })

    it('ten promised hours with a second of data end after the second', async () => {
      const whole = await films.make('promise.mkv', { rate: '25', frames: 50, cutFrame: 27, audio: null })
      const bytes = await readFile(whole)
      // Matroska's Duration (element 0x4489, a double of milliseconds).
      const at = bytes.indexOf(Buffer.from([0x44, 0x89, 0x88]))
      expect(at).toBeGreaterThan(0)
      bytes.writeDoubleBE(36_000_000, at + 3)
      const { summary } = await observe(tool, await craft('promised.mkv', bytes))
      expect(summary).toMatchObject({ pictures: 50, frameRate: { numerator: 25, denominator: 1 } })
      expect(summary.warnings).toEqual([{ code: 'truncated', at: 2, expected: 36_000 }])
    })
  },
)
