import { chmod, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { MediaInfo } from '../../../src/core/media/mediaInfo'
import { decodeMedia } from '../../../src/main/engine/media/decode'
import type { DecodeSummary } from '../../../src/main/engine/media/decodeSummary'
import type { FfmpegTool } from '../../../src/main/engine/media/ffmpeg'
import { createHardwareDecoding } from '../../../src/main/engine/media/hardwareDecoding'
import { decodeWithHardware } from '../../../src/main/engine/media/hardwareFallback'
import { listHardware, showTheSame } from '../../../src/main/engine/media/hardwareTrial'
import { probeMedia } from '../../../src/main/engine/media/probe'
import { createSyntheticVideos, ffmpegsUnderTest, type SyntheticVideos } from '../../synthetic/videos'

const [real] = await ffmpegsUnderTest()

/**
 * An ffmpeg with devices: software takes twice the film's own time, `cuda` as fast as it can, `vaapi` fails, `vdpau` is fast and
 * wrong, `halfway` gives out after a second. It notes every call.
 */
const pretender = (log: string): string => `#!/bin/sh
echo "$*" >> '${log}'
device= previous=
for argument do
  shift
  if [ "$previous" = -hwaccel ]; then device="$argument"; previous=; continue; fi
  previous="$argument"
  [ "$argument" = -hwaccel ] && continue
  case "$argument,$device" in
    *format=rgb24,vdpau) argument="$argument,negate" ;;
    *format=rgb24,) argument="$argument,realtime=speed=0.5" ;;
  esac
  set -- "$@" "$argument"
done
case "$*" in
  *-hwaccels*) printf 'Hardware acceleration methods:\\nvdpau\\ncuda\\nvaapi\\nhalfway\\n'; exit 0 ;;
  *pipe:1*) ;;
  *) exec '${real!.path}' "$@" ;;
esac
case "$device" in
  vaapi) echo 'Device creation failed' >&2; exit 1 ;;
  halfway) exec '${real!.path}' -t 1 "$@" ;;
  *) exec '${real!.path}' "$@" ;;
esac
`

describe.runIf(process.platform !== 'win32')('decoding with a device', () => {
  let videos: SyntheticVideos
  let ffmpeg: FfmpegTool
  let log: string
  let folder: string
  let film: { path: string; info: MediaInfo }
  let short: { path: string; info: MediaInfo }
  beforeAll(async () => {
    videos = await createSyntheticVideos(real!)
    log = join(videos.folder, 'calls.log')
    const program = join(videos.folder, 'pretender')
    await writeFile(program, pretender(log))
    await chmod(program, 0o755)
    ffmpeg = { ...real!, path: program }
    const open = async (path: string) => ({ path, info: await probeMedia(real!, path) })
    film = await open(await videos.plainClip('film.mp4', 1800, ['-preset', 'ultrafast']))
    short = await open(await videos.plainClip('short.mp4', 72, ['-preset', 'ultrafast']))
  })
  afterAll(() => videos.remove())
  beforeEach(async () => {
    await writeFile(log, '')
    folder = await mkdtemp(join(videos.folder, 'cache-'))
  })

  const open = (wish?: string) =>
    createHardwareDecoding({ folder, environment: { HITPOINT_HWACCEL: wish }, platform: 'linux' })
  const calls = async (): Promise<readonly string[]> =>
    (await readFile(log, 'utf8')).split('\n').filter((line) => line !== '')

  it('takes the device that is faster and shows the same pictures, and remembers it', async () => {
    expect(await open().choose(ffmpeg, film.path, film.info)).toBe('cuda')
    const trials = (await calls()).filter((call) => call.includes('pipe:1'))
    expect(trials.map((call) => /-hwaccel (\w+)/.exec(call)?.[1] ?? 'software')).toEqual([
      'software',
      'vaapi',
      'cuda',
      'vdpau',
    ])
    await writeFile(log, '')
    expect(await open().choose(ffmpeg, film.path, film.info)).toBe('cuda')
    expect(await open().choose(ffmpeg, short.path, short.info)).toBe('cuda')
    expect(await calls()).toEqual([])
    const other = { ...film.info, videoCodec: 'hevc', width: 3840, height: 2160 }
    expect(await open().choose(ffmpeg, film.path, other)).toBe('cuda')
    expect(await calls()).not.toEqual([])
  })

  it('measures again when what it kept is no longer readable', async () => {
    await writeFile(join(folder, 'hardware.json'), '{"damaged')
    expect(await open().choose(ffmpeg, film.path, film.info)).toBe('cuda')
    expect(await readFile(join(folder, 'hardware.json'), 'utf8')).toContain('"hardware": "cuda"')
  })

  it('makes no trial for a short film, with `off`, or with a name', async () => {
    expect(await open().choose(ffmpeg, short.path, short.info)).toBeNull()
    expect(await open('off').choose(ffmpeg, film.path, film.info)).toBeNull()
    expect(await open('vdpau').choose(ffmpeg, film.path, film.info)).toBe('vdpau')
    expect(await open('unheard-of').choose(ffmpeg, film.path, film.info)).toBeNull()
    expect((await calls()).filter((call) => call.includes('pipe:1'))).toEqual([])
  })

  it('uses software where no device helps, and stops at once when cancelled', async () => {
    expect(await open().choose(real!, film.path, film.info)).toBeNull()
    const signal = AbortSignal.abort()
    await expect(open().choose(ffmpeg, film.path, film.info, signal)).rejects.toMatchObject({
      code: 'cancelled',
    })
  })

  it.each(['vaapi', 'halfway'])(
    'falls back to software when %s fails, and leaves it alone from then on',
    async (name) => {
      const hardware = open(name)
      const devices: (string | null)[] = []
      let pictures = 0
      const decode = async (device: string | null): Promise<{ summary: DecodeSummary }> => {
        devices.push(device)
        pictures = 0
        const pushPicture = (): void => void (pictures += 1)
        const options = { pictureAnalysers: [{ pushPicture }], soundAnalysers: [], hardware: device }
        return { summary: await decodeMedia(ffmpeg, short.path, short.info, options) }
      }
      const { summary } = await decodeWithHardware({ ffmpeg, hardware }, short, decode)
      expect(devices).toEqual([name, null])
      expect(summary).toMatchObject({ pictures: 72, warnings: [] })
      expect(pictures).toBe(72)
      expect(await hardware.choose(ffmpeg, short.path, short.info)).toBeNull()
      expect(await open().choose(ffmpeg, film.path, short.info)).toBeNull()
    },
  )

  it('reads the devices of the real ffmpeg', async () => {
    expect(await listHardware(ffmpeg)).toEqual(expect.arrayContaining(['vdpau', 'cuda', 'vaapi']))
    for (const name of await listHardware(real!)) expect(name).toMatch(/^[a-z0-9_]+$/)
  })
})

it('pictures are the same up to two levels on the mean', () => {
  const picture = (level: number): Uint8Array => new Uint8Array(2 * 160 * 90 * 3).fill(level)
  expect(showTheSame(picture(100), picture(102))).toBe(true)
  expect(showTheSame(picture(100), picture(103))).toBe(false)
  expect(showTheSame(picture(100), picture(100).subarray(0, 160 * 90 * 3))).toBe(false)
  const half = picture(100).map((level, index) => (index < 160 * 90 * 3 ? level : level + 3))
  expect(showTheSame(picture(100), half)).toBe(false)
})
