import { appendFile, mkdtemp, open, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createEngine, type Engine } from '../../../src/main/engine/engine'
import { forkInferenceProcess } from '../../../src/main/engine/inference/forkProcess'
import { repositoryRoot } from '../../support/commandLine'
import { builtInferenceProcess } from '../inference/support/builtProcess'
import { createKnownCutMaker, x264, type KnownCut, type KnownCutMaker } from '../../synthetic/knownCut'
import { ffmpegsUnderTest } from '../../synthetic/videos'
import { ffmpegChildren } from '../../support/ffmpegChildren'

const [tool] = await ffmpegsUnderTest()
const short: KnownCut = { rate: '25', frames: 50, cutFrame: 27 }
const long: KnownCut = {
  rate: '25',
  frames: 1500,
  cutFrame: 700,
  video: [...x264, '-preset', 'ultrafast'],
  audio: null,
}

let films: KnownCutMaker
let longFilm: string
let cacheFolder: string
let engine: Engine
let inferenceProcess: string

beforeAll(async () => {
  inferenceProcess = await builtInferenceProcess()
  films = await createKnownCutMaker(tool!)
  longFilm = await films.make('long.mp4', long)
})
afterAll(() => films.remove())
beforeEach(async () => {
  cacheFolder = await mkdtemp(join(tmpdir(), 'hitpoint-cache-'))
  engine = createEngine({
    version: 'test',
    modelFolder: join(repositoryRoot, 'resources/models'),
    cacheFolder,
    ffmpegPath: tool!.path,
    startInference: () => forkInferenceProcess(inferenceProcess),
    log: () => undefined,
  })
})
afterEach(async () => {
  await engine.close()
  await rm(cacheFolder, { recursive: true, force: true })
})

/** Kept analyses, and what should not be there: files half written. */
const cacheFiles = async (): Promise<string[]> =>
  (await readdir(cacheFolder, { recursive: true, withFileTypes: true }).catch(() => []))
    .filter((entry) => entry.isFile() && /\.(?:analysis|tmp)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))

describe('the cache of analyses', () => {
  it('serves an unchanged file, each audio track by itself', async () => {
    const base = await films.make('base.mp4', short)
    const path = await films.convert('two-tracks.mkv', [
      ...[
        '-i',
        base,
        '-t',
        '2',
        '-f',
        'lavfi',
        '-i',
        'anullsrc=r=48000:cl=mono',
        '-map',
        '0:v',
        '-map',
        '0:a',
        '-map',
        '1:a',
      ],
      ...['-c:v', 'copy', '-c:a', 'aac'],
    ])
    const first = await engine.analyse(path)
    expect(first).toMatchObject({ cached: false, audioTrack: 0, warnings: [] })
    expect(await engine.analyse(path)).toEqual({ ...first, cached: true })
    expect(await engine.analyse(path, { audioTrack: 0 })).toMatchObject({ cached: true })
    const second = await engine.analyse(path, { audioTrack: 1 })
    expect(second).toMatchObject({ cached: false, audioTrack: 1, transitions: first.transitions })
    expect(second.curve).not.toEqual(first.curve)
    expect(await engine.analyse(path, { audioTrack: 1 })).toEqual({ ...second, cached: true })
    await expect(engine.analyse(path, { audioTrack: 2 })).rejects.toMatchObject({ code: 'wrong-use' })
  })

  it('does not serve a file whose bytes changed, though its length and time are the same', async () => {
    const path = await films.make('changed.mkv', {
      ...short,
      audio: null,
      video: ['-c:v', 'ffv1', '-pix_fmt', 'yuv420p'],
    })
    expect(await engine.analyse(path)).toMatchObject({ cached: false })
    const { atime, mtime, size } = await stat(path)
    const file = await open(path, 'r+')
    await file.write(Buffer.alloc(64, 7), 0, 64, Math.round(size / 2))
    await file.close()
    await utimes(path, atime, mtime)
    expect(await stat(path)).toMatchObject({ size, mtime })
    expect(await engine.analyse(path)).toMatchObject({ cached: false })
    expect(await engine.analyse(path)).toMatchObject({ cached: true })
  })

  it('does not serve a file that was written again', async () => {
    const path = await films.make('again.mp4', short)
    await engine.analyse(path)
    const later = new Date(Date.now() + 5000)
    await utimes(path, later, later)
    expect(await engine.analyse(path)).toMatchObject({ cached: false })
  })

  it('makes a damaged entry anew', async () => {
    const path = await films.make('entry.mp4', short)
    const first = await engine.analyse(path)
    const [entry] = await cacheFiles()
    const bytes = await readFile(entry!)
    bytes[bytes.length >> 1]! ^= 0xff
    await writeFile(entry!, bytes)
    expect(await engine.analyse(path)).toEqual({ ...first, cached: false })
    expect(await engine.analyse(path)).toEqual({ ...first, cached: true })
  })

  it('keeps nothing of a file that was written to during the analysis', async () => {
    const path = await films.make('growing.mkv', { ...long, frames: 500, cutFrame: 250 })
    let appended: Promise<void> | undefined
    const analysis = await engine.analyse(path, {
      onProgress: ({ fraction }) => {
        if (fraction > 0.2) appended ??= appendFile(path, Buffer.alloc(1000))
      },
    })
    await appended
    expect(analysis.warnings).toContainEqual({ code: 'file-changed' })
    expect(await cacheFiles()).toEqual([])
  })

  it.runIf(process.platform === 'linux')('keeps nothing of a decode that somebody stopped', async () => {
    // Long enough that its decode is not over before its process is found.
    const path = await films.convert('stopped.mp4', ['-stream_loop', '5', '-i', longFilm, '-c', 'copy'])
    let killed = false
    const analysis = await engine.analyse(path, {
      onProgress: ({ fraction }) => {
        if (killed || fraction < 0.2 || fraction === 1) return
        killed = true
        void ffmpegChildren().then((children) =>
          children?.forEach(({ processId }) => process.kill(processId, 'SIGKILL')),
        )
      },
    })
    expect(analysis.warnings.map(({ code }) => code)).toEqual(['decoder-stopped'])
    expect(analysis.info.duration.numerator).toBeGreaterThan(0)
    expect(await cacheFiles()).toEqual([])
    expect(await engine.analyse(path)).toMatchObject({ cached: false, warnings: [] })
  })
})

describe('several analyses at once', () => {
  it('are all under way before the first one ends', async () => {
    const events: string[] = []
    const analyse = async (name: string): Promise<void> => {
      // Other bytes: equal files of one moment are one film to the cache.
      const title = ['-metadata', `title=${name}`]
      const path = await films.convert(`${name}.mp4`, ['-i', longFilm, ...title, '-c', 'copy'])
      await engine.analyse(path, {
        onProgress: ({ fraction }) => events.push(`${name} ${fraction < 0.5 ? 'begun' : 'half'}`),
      })
      events.push(`${name} done`)
    }
    await Promise.all([analyse('one'), analyse('two')])
    const firstEnd = events.findIndex((event) => event.endsWith('done'))
    const before = new Set(events.slice(0, firstEnd))
    expect(before).toContain('one begun')
    expect(before).toContain('two begun')
    expect([...before].filter((event) => event.endsWith('half')).length).toBeGreaterThan(0)
    expect(await cacheFiles()).toHaveLength(2)
  })

  it('do not mind that one of them is cancelled; it leaves no process and no file', async () => {
    const other = await films.convert('other.mp4', ['-i', longFilm, '-c', 'copy', '-metadata', 'title=other'])
    const abort = new AbortController()
    const cancelled = engine.analyse(longFilm, {
      signal: abort.signal,
      onProgress: ({ fraction }) => fraction > 0.1 && abort.abort(),
    })
    const kept = engine.analyse(other)
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' })
    const children = await ffmpegChildren()
    if (children) expect(children.length).toBeLessThanOrEqual(1)
    expect(await kept).toMatchObject({ cached: false, warnings: [] })
    expect((await ffmpegChildren()) ?? []).toEqual([])
    expect(await cacheFiles()).toHaveLength(1)
  })

  it('end with the engine, and leave nothing', async () => {
    const begun = new Promise<void>((resolve) => {
      const onProgress = ({ fraction }: { readonly fraction: number }): void => {
        if (fraction > 0.05) resolve()
      }
      for (const audioTrack of [undefined, undefined, undefined])
        void engine.analyse(longFilm, { audioTrack, onProgress }).then(
          () => Promise.reject(new Error('it was not cancelled')),
          (error: unknown) => expect(error).toMatchObject({ code: 'cancelled' }),
        )
    })
    await begun
    await engine.close()
    expect((await ffmpegChildren()) ?? []).toEqual([])
    expect(await cacheFiles()).toEqual([])
    await expect(engine.analyse(longFilm)).rejects.toMatchObject({ code: 'cancelled' })
  })
})
