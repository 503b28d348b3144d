import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createKnownCutMaker, type KnownCutMaker } from '../synthetic/knownCut'
import { ffmpegsUnderTest } from '../synthetic/videos'
import { hitpoint } from '../support/commandLine'

interface Output {
  readonly media: {
    readonly display: { readonly width: number; readonly height: number }
    readonly audioTracks: readonly {
      readonly number: number
      readonly read: boolean
      readonly title?: string
    }[]
  }
  readonly cached: boolean
}

let films: KnownCutMaker
let film: string
let environment: Readonly<Record<string, string>>
beforeAll(async () => {
  films = await createKnownCutMaker((await ffmpegsUnderTest())[0]!)
  const base = await films.make('base.mp4', { rate: '25', frames: 50, cutFrame: 27, filters: 'setsar=4/3' })
  film = await films.convert('two tracks.mkv', [
    ...['-i', base, '-map', '0:v', '-map', '0:a', '-map', '0:a', '-c', 'copy'],
    ...[
      '-metadata:s:a:0',
      'language=eng',
      '-metadata:s:a:1',
      'language=deu',
      '-metadata:s:a:1',
      'title=Musik',
    ],
    ...['-disposition:a:0', 'default', '-disposition:a:1', '0'],
  ])
  environment = { HITPOINT_CACHE: films.path('cache') }
})
afterAll(() => films.remove())

const analyse = async (...options: string[]): Promise<Output> => {
  const { stdout } = await hitpoint(['analyse', film, '--json', ...options], { environment })
  return JSON.parse(stdout) as Output
}

describe('hitpoint analyse --audio-track', () => {
  it('tells the tracks and which one was read; each has its own place in the cache', async () => {
    const first = await analyse()
    expect(first.media.display).toEqual({ width: 213, height: 90 })
    expect(first.media.audioTracks.map(({ number, read }) => [number, read])).toEqual([
      [1, true],
      [2, false],
    ])
    expect(await analyse('--audio-track', '1')).toMatchObject({ cached: true })
    const second = await analyse('--audio-track', '2')
    expect(second.cached).toBe(false)
    expect(second.media.audioTracks).toMatchObject([{ read: false }, { read: true, title: 'Musik' }])
  })

  it('prints them for people', async () => {
    const { stdout } = await hitpoint(['analyse', film, '--audio-track', '2'], { environment })
    expect(stdout).toContain('160×90 shown as 213×90')
    expect(stdout).toMatch(/audio track 1: eng, aac, mono, 48000 Hz$/m)
    expect(stdout).toMatch(/audio track 2: deu, “Musik”, aac, mono, 48000 Hz {2}\(read\)$/m)
  })

  it.each([
    [
      ['analyse', 'FILM', '--audio-track', '3'],
      'There is no audio track 3: the video has the tracks 1 to 2.',
    ],
    [['score', 'FILM', '--out', 'OUT', '--audio-track', '3'], 'There is no audio track 3'],
    [['analyse', 'FILM', '--audio-track', '0'], 'whole number from 1'],
    [['score', 'film.hitpoint', '--out', 'OUT', '--audio-track', '1'], 'a project keeps its analysis'],
  ])('%j is wrong use', async (args, words) => {
    const filled = args.map((argument) => argument.replace('FILM', film).replace('OUT', films.path('out')))
    const { code, stderr } = await hitpoint(filled, { environment })
    expect(code).toBe(2)
    expect(stderr).toContain(words)
  })
})
