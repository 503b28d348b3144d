import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allowedDemuxers } from '../../../src/main/engine/media/containers'
import { runFfmpeg } from '../../../src/main/engine/media/ffmpegProcess'
import { probeMedia } from '../../../src/main/engine/media/probe'
import { createSyntheticVideos, ffmpegsUnderTest, type SyntheticVideos } from '../../synthetic/videos'

const tools = await ffmpegsUnderTest()

describe.each(tools.map((tool) => ({ name: `${tool.source} ${tool.version}`, tool })))(
  'a crafted file, $name',
  ({ tool }) => {
    let videos: SyntheticVideos
    let secret: string
    beforeAll(async () => {
      videos = await createSyntheticVideos(tool)
      secret = await videos.plainClip('secret.mp4', 24)
      await videos.plainClip('secret.ts', 24)
    })
    afterAll(() => videos.remove())

    const craft = async (name: string, text: string): Promise<string> => {
      const path = join(videos.folder, name)
      await writeFile(path, text)
      return path
    }
    const hls =
      '#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXTINF:1.0,\nsecret.ts\n#EXT-X-ENDLIST\n'

    it.each([
      ['list.ffconcat', 'ffconcat version 1.0\nfile secret.mp4\n'],
      ['list.mp4', 'ffconcat version 1.0\nfile secret.mp4\n'],
      ['play.m3u8', hls],
    ])('%s makes ffmpeg read another file, but not through us', async (name, text) => {
      const path = await craft(name, text)
      const unguarded = await runFfmpeg(tool.path, ['-i', path])
      expect(unguarded.messages).toMatch(/Stream #0:0.*Video: h264/)
      await expect(probeMedia(tool, path)).rejects.toMatchObject({ code: 'not-a-video', context: { path } })
    })

    it.each([
      ['play.mp4', hls],
      ['remote.m3u8', hls.replace('secret.ts', 'http://127.0.0.1:9/secret.ts')],
      [
        'session.sdp',
        'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n',
      ],
      [
        'manifest.mpd',
        '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period/></MPD>',
      ],
    ])('%s is not opened', async (name, text) => {
      await expect(probeMedia(tool, await craft(name, text))).rejects.toMatchObject({ code: 'not-a-video' })
    })

    it.each(['-y.mp4', 'frame%03d.mp4', 'a b $(touch owned) `x`;&.mp4', 'concat.mp4', 'quo\'te".mp4'])(
      'the name %s means only a file',
      async (name) => {
        const path = join(videos.folder, name)
        await copyFile(secret, path)
        expect(await probeMedia(tool, path)).toMatchObject({ videoCodec: 'h264' })
      },
    )

    it.runIf(process.platform !== 'win32')(
      'a relative name with a protocol in it means only a file',
      async () => {
        const folder = join(videos.folder, 'concat:secret.mp4|')
        await mkdir(folder, { recursive: true })
        await copyFile(secret, join(folder, 'x.mp4'))
        expect(await probeMedia(tool, join(folder, 'x.mp4'))).toMatchObject({ videoCodec: 'h264' })
        await expect(probeMedia(tool, `concat:${secret}`)).rejects.toMatchObject({ code: 'file-missing' })
      },
    )

    it('has no demuxer that opens other files', () => {
      for (const demuxer of [
        'concat',
        'hls',
        'applehttp',
        'dash',
        'sdp',
        'rtsp',
        'image2',
        'lavfi',
        'imf',
        'webm_dash_manifest',
      ])
        expect(allowedDemuxers).not.toContain(demuxer)
    })
  },
)
