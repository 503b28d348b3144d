import { chmod, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseVersionReport, resolveFfmpeg } from '../../../src/main/engine/media/ffmpeg'
import { parseFfmpegReport } from '../../../src/main/engine/media/ffmpegReport'
import { rational } from '../../../src/core/time/rational'
import { ffmpegsUnderTest } from '../../synthetic/videos'

const [found] = await ffmpegsUnderTest()
const real = found!.path
/** The npm-packaged build of 2018 cannot stand in for an ffmpeg of today. */
const isCurrent = found!.features.libavutil >= 57
const nothing = (): unknown => null

describe.runIf(process.platform !== 'win32')('finding ffmpeg', () => {
  let folder: string
  let impostor: string
  let old: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hitpoint-ffmpeg-'))
    await symlink(real, join(folder, 'ffmpeg'))
    impostor = join(folder, 'impostor')
    await writeFile(impostor, '#!/bin/sh\necho hello\n')
    await chmod(impostor, 0o755)
    const oldFolder = await mkdtemp(join(folder, 'old-'))
    old = oldFolder
    const banner = 'ffmpeg version 4.4.2\n  libavutil      56. 70.100 / 56. 70.100'
    const help = '  -format_whitelist  <string>'
    await writeFile(join(old, 'ffmpeg'), `#!/bin/sh\necho '${banner}' >&2\necho '${help}'\n`)
    await chmod(join(old, 'ffmpeg'), 0o755)
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('takes the setting first, then FFMPEG_PATH', async () => {
    const environment = { FFMPEG_PATH: join(folder, 'ffmpeg'), PATH: '' }
    expect(await resolveFfmpeg({ setting: real, environment, loadPackage: nothing })).toMatchObject({
      source: 'setting',
      path: real,
    })
    expect(await resolveFfmpeg({ environment, loadPackage: nothing })).toMatchObject({
      source: 'FFMPEG_PATH',
    })
  })

  it('never passes over an explicit path that does not work', async () => {
    const environment = { PATH: folder }
    for (const setting of [join(folder, 'missing'), impostor, folder])
      await expect(resolveFfmpeg({ setting, environment, loadPackage: nothing })).rejects.toMatchObject({
        code: 'ffmpeg-missing',
        context: { path: setting, source: 'setting' },
      })
    const bad = { FFMPEG_PATH: impostor, PATH: folder }
    await expect(resolveFfmpeg({ environment: bad, loadPackage: nothing })).rejects.toMatchObject({
      context: { source: 'FFMPEG_PATH' },
    })
  })

  it.skipIf(!isCurrent)(
    'prefers ffmpeg-static to PATH, and passes over a package without a program (needs ffmpeg 5)',
    async () => {
      const withStatic = (name: string): unknown => (name === 'ffmpeg-static' ? real : null)
      expect(await resolveFfmpeg({ environment: { PATH: folder }, loadPackage: withStatic })).toMatchObject({
        source: 'ffmpeg-static',
      })
      const broken = (name: string): unknown =>
        name === 'ffmpeg-static' ? join(folder, 'not-downloaded') : null
      expect(await resolveFfmpeg({ environment: { PATH: folder }, loadPackage: broken })).toMatchObject({
        source: 'PATH',
      })
    },
  )

  it.skipIf(!isCurrent)(
    'wants version 5 on PATH, and falls back to @ffmpeg-installer (needs ffmpeg 5)',
    async () => {
      const installer = (name: string): unknown =>
        name === '@ffmpeg-installer/ffmpeg' ? { path: real } : null
      expect(await resolveFfmpeg({ environment: { PATH: old }, loadPackage: installer })).toMatchObject({
        source: '@ffmpeg-installer',
      })
      await expect(resolveFfmpeg({ environment: { PATH: old }, loadPackage: nothing })).rejects.toMatchObject(
        {
          code: 'ffmpeg-missing',
        },
      )
      const environment = { PATH: [old, folder].join(delimiter) }
      const tool = await resolveFfmpeg({ environment, loadPackage: nothing })
      expect(tool).toMatchObject({ source: 'PATH' })
    },
  )
})

describe('what ffmpeg prints', () => {
  it('tells versions of releases and of builds without a number', () => {
    expect(parseVersionReport('ffmpeg version 5.1.9-0+deb12u1 Copyright\nlibavutil      57. 28.100')).toEqual(
      { version: '5.1.9-0+deb12u1', libavutil: 57 },
    )
    expect(
      parseVersionReport('ffmpeg version N-47683-g0e8eb07980-static x\nlibavutil      56. 24.101'),
    ).toMatchObject({ libavutil: 56 })
    expect(
      parseVersionReport('ffmpeg version 7.1 Copyright\n  libavutil      59. 39.100 / 59. 39.100'),
    ).toEqual({ version: '7.1', libavutil: 59 })
    expect(parseVersionReport('hello')).toBeNull()
  })

  it('is read for files that only ffmpeg opens', () => {
    const report = parseFfmpegReport(`Input #0, avi, from 'file:/x.avi':
  Duration: 00:01:02.50, start: 0.040000, bitrate: 810 kb/s
  Stream #0:0[0x1](eng): Video: mpeg4 (Simple Profile) (XVID / 0x44495658), yuv420p, 720x576 [SAR 16:15 DAR 4:3], 807 kb/s, 29.97 fps, 29.97 tbr, 30k tbn
    Metadata:
      timecode        : 01:00:00;00
    Side data:
      displaymatrix: rotation of -90.00 degrees
  Stream #0:1(deu): Audio: ac3 ([0] [0][0] / 0x2000), 48000 Hz, 5.1(side), fltp, 448 kb/s
  Stream #0:2(und): Audio: mp3, 44100 Hz, stereo, s16p, 128 kb/s (default)
    Metadata:
      title           : Red\u001b[31m\u2028 Stream #0:9: Audio: ghost
At least one output file must be specified`)
    expect(report).toEqual({
      container: 'avi',
      duration: rational(125, 2),
      containerStart: rational(1, 25),
      video: {
        stream: 0,
        codec: 'mpeg4',
        width: 720,
        height: 576,
        pixelAspectRatio: rational(16, 15),
        frameRate: rational(30000, 1001),
        rotation: 90,
      },
      audioTracks: [
        { index: 0, codec: 'ac3', sampleRate: 48000, channels: 6, language: 'deu', isDefault: false },
        {
          index: 1,
          codec: 'mp3',
          sampleRate: 44100,
          channels: 2,
          title: 'Red [31m  Stream #0:9: Audio: ghost',
          isDefault: true,
        },
      ],
      timecode: '01:00:00;00',
    })
  })

  it('does not take a cover picture for a film', () => {
    const report = parseFfmpegReport(`Input #0, mp3, from 'file:/x.mp3':
  Duration: 00:03:00.00, start: 0.025057, bitrate: 320 kb/s
  Stream #0:0: Audio: mp3, 44100 Hz, stereo, fltp, 320 kb/s
  Stream #0:1: Video: mjpeg (Baseline), yuvj420p(pc), 500x500 [SAR 1:1 DAR 1:1], 90k tbr, 90k tbn (attached pic)`)
    expect(report).toMatchObject({ video: null, audioTracks: [{ codec: 'mp3' }] })
    expect(parseFfmpegReport('x.mp4: Invalid data found when processing input')).toBeNull()
  })
})
