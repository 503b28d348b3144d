import { link } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { probeMedia } from '../../../src/main/engine/media/probe'
import { createKnownCutMaker, cutSeconds, type KnownCut, type KnownCutMaker } from '../../synthetic/knownCut'
import { ffmpegsUnderTest } from '../../synthetic/videos'
import { observe } from './support/observe'

const tools = await ffmpegsUnderTest()
const plain: KnownCut = { rate: '25', frames: 50, cutFrame: 27 }

let films: KnownCutMaker
let base: string
beforeAll(async () => {
  films = await createKnownCutMaker(tools[0]!)
  base = await films.make('base.mp4', plain)
})
afterAll(() => films.remove())

/** Silence, the tone, silence in six channels; the tone is marked as the one to play. */
const threeTracks = (name: string): Promise<string> =>
  films.convert(name, [
    ...['-i', base, '-t', '2', '-f', 'lavfi', '-i', 'anullsrc=r=48000:cl=stereo'],
    ...[
      '-map',
      '0:v',
      '-map',
      '1:a',
      '-map',
      '0:a',
      '-map',
      '1:a',
      '-c:v',
      'copy',
      '-c:a',
      'aac',
      '-ac:a:2',
      '6',
    ],
    ...['-metadata:s:a:0', 'language=eng', '-metadata:s:a:0', 'title=Dialogue'],
    ...['-metadata:s:a:1', 'language=deu', '-metadata:s:a:1', 'title=Musik – “Ton”'],
    ...['-disposition:a:0', '0', '-disposition:a:1', 'default', '-disposition:a:2', '0'],
  ])

describe.each(tools.map((tool) => ({ name: `${tool.source} ${tool.version}`, tool })))(
  'audio tracks with $name',
  ({ tool }) => {
    it('are listed with language, title and channels; the marked one is read, or the chosen one', async () => {
      const path = await threeTracks('three.mkv')
      const marked = await observe(tool, path)
      expect(marked.info.audioTracks).toMatchObject([
        { index: 0, language: 'eng', title: 'Dialogue', codec: 'aac', channels: 2, isDefault: false },
        { index: 1, language: 'deu', title: 'Musik – “Ton”', channels: 1, isDefault: true },
        { index: 2, channels: 6, isDefault: false },
      ])
      expect(Math.abs(marked.toneSeconds! - cutSeconds(plain))).toBeLessThan(0.02)
      expect((await observe(tool, path, 0)).toneSeconds).toBeNull()
      expect((await observe(tool, path, 2)).toneSeconds).toBeNull()
      expect((await observe(tool, path, 1)).toneSeconds).toEqual(marked.toneSeconds)
    })

    it.each(['mp4', 'mov', 'ts'])('are counted alike in .%s', async (extension) => {
      const path = await threeTracks(`three.${extension}`)
      const tones = [0, 1, 2].map(async (track) => (await observe(tool, path, track)).toneSeconds !== null)
      expect(await Promise.all(tones)).toEqual([false, true, false])
    })

    it.each([3, -1])('track %d is refused in words that count from 1', async (track) => {
      const path = await threeTracks('refused.mkv')
      await expect(observe(tool, path, track)).rejects.toMatchObject({
        code: 'wrong-use',
        context: { audioTrack: track, tracks: 3 },
      })
    })

    it('may be a hundred', async () => {
      const path = await films.convert('hundred.mkv', [
        ...[
          '-i',
          base,
          '-map',
          '0:v',
          ...Array.from({ length: 100 }, () => ['-map', '0:a']).flat(),
          '-c',
          'copy',
        ],
      ])
      const seen = await observe(tool, path, 99)
      expect(seen.info.audioTracks).toHaveLength(100)
      expect(seen.toneSeconds).not.toBeNull()
    })
  },
)

describe('a file name means only a file', () => {
  const names = [
    '映画 🎬 фильм – ﻓﻴﻠﻢ.mp4',
    `${'ü'.repeat(125)}x.mp4`,
    '-i.mp4',
    '100 % %d %03d %s.mp4',
    "it's #1.mp4",
    ' leading and trailing .mp4 ',
    'no extension',
    'film.mp4.txt',
    ...(process.platform === 'win32'
      ? []
      : ['a "quoted" <name>|?*.mp4', 'two\nlines.mp4', 'back\\slash:colon.mp4']),
  ]

  it.each(names)('%j', async (name) => {
    await link(base, films.path(name))
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255)
    for (const tool of tools)
      expect(await probeMedia(tool, films.path(name))).toMatchObject({ videoCodec: 'h264', width: 160 })
    expect((await observe(tools[0]!, films.path(name))).cutFrame).toBe(27)
  })
})
