import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  defaultExportOptions,
  type ExportOptions,
  type ExportSource,
} from '../../../src/core/export/exportSource'
import type { ExportFormatName } from '../../../src/core/export/formats'
import { defaultMixer } from '../../../src/core/document/mixer'
import type { Score, Track } from '../../../src/core/music/score'
import { rational } from '../../../src/core/time/rational'
import { seconds as times, ticks } from '../../../src/core/time/units'
import { resolveFfmpeg, type FfmpegTool } from '../../../src/main/engine/media/ffmpeg'
import { probeMedia } from '../../../src/main/engine/media/probe'
import { writeExports } from '../../../src/main/engine/workflow/writeExports'
import { exportDocument } from '../../fixtures/exportSource'
import { temporaryFolder } from '../../support/commandLine'
import { soundOf } from '../../support/independentChecks'
import { onsetNear, onsetRate, onsetsIn } from '../../support/onsets'
import { readWav } from '../sound/wavReader'

/** Checked by ffmpeg, and by ffprobe and sox where they are: programs that share no code with ours. */
const has = (command: string): boolean => spawnSync(command, ['-version']).error === undefined
const frameRate = 25
const cuts = [1, 2.04, 3.2]
const seconds = 4.8

let folder: string
let film: string
let ffmpeg: FfmpegTool
let source: ExportSource

/** 60 beats per minute: a tick is 1/960 s. A side stick at every cut. */
const hits: Track = {
  ...{ id: 'hits', name: 'Hits', family: 'drums', channel: 9, program: 0, volume: 127, pan: 64 },
  notes: cuts.map((time) => ({
    start: ticks(Math.round(time * 960)),
    duration: ticks(100),
    pitch: 37,
    velocity: 127,
  })),
  controls: [],
}
const bed: Track = {
  ...{ id: 'bed', name: 'Bed', family: 'strings', channel: 0, program: 48, volume: 90, pan: 20 },
  notes: [{ start: ticks(0), duration: ticks(4000), pitch: 60, velocity: 70 }],
  controls: [],
}
const scoreOf = (...tracks: readonly Track[]): Score => ({
  ...exportDocument.composition!.score,
  tempo: [{ tick: ticks(0), microsecondsPerQuarter: 1_000_000 }],
  tracks,
  endTick: ticks(seconds * 960),
})
const scored = (...tracks: readonly Track[]): ExportSource => ({
  ...source,
  document: {
    ...source.document,
    composition: { ...source.document.composition!, score: scoreOf(...tracks) },
  },
})

function paint(path: string): void {
  const colour = `if(lt(T,1),20,if(lt(T,2.04),200,if(lt(T,3.2),60,240)))`
  const picture = `nullsrc=s=64x48:r=${frameRate}:d=${seconds},geq=lum='${colour}':cb=128:cr=128`
  execFileSync(ffmpeg.path, [
    ...['-loglevel', 'error', '-f', 'lavfi', '-i', picture],
    // Shorter than the picture, and quiet.
    ...['-f', 'lavfi', '-i', 'sine=frequency=90:duration=1.5', '-filter:a', 'volume=0.02'],
    ...['-timecode', '01:00:00:00', '-c:v', 'mpeg4', '-c:a', 'aac', path],
  ])
}

beforeAll(async () => {
  folder = temporaryFolder()
  film = join(folder, 'painted.mp4')
  ffmpeg = await resolveFfmpeg({ environment: process.env })
  paint(film)
  const info = await probeMedia(ffmpeg, film)
  source = {
    title: 'painted',
    filmPath: film,
    version: '1',
    document: { ...exportDocument, media: { ...exportDocument.media, info } },
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function exported(
  what: ExportSource,
  formats: readonly ExportFormatName[],
  options: Partial<ExportOptions> = {},
): Promise<string[]> {
  const target = join(folder, `out-${readdirSync(folder).length}`)
  const request = { formats, folder: target, force: false, options: { ...defaultExportOptions, ...options } }
  const files = await writeExports(what, request, { ffmpeg: () => Promise.resolve(ffmpeg) })
  return files.map(({ path }) => path)
}

/** What ffmpeg's ebur128 says at its end. */
function ebur128(path: string): { integrated: number; truePeak: number } {
  const { stderr } = spawnSync(
    ffmpeg.path,
    ['-nostats', '-i', path, '-filter_complex', 'ebur128=peak=true', '-f', 'null', '-'],
    { encoding: 'utf8' },
  )
  const summary = stderr.slice(stderr.lastIndexOf('Summary:'))
  return {
    integrated: Number(/I:\s+(-?[\d.]+) LUFS/.exec(summary)![1]),
    truePeak: Number(/Peak:\s+(-?[\d.]+) dBFS/.exec(summary)![1]),
  }
}

describe('stems and mix', () => {
  it('are of the film’s length, named by timecode, and the stems add up to the mix', async () => {
    const [mix, ...stems] = await exported(scored(hits, bed), ['wav', 'stems'])
    expect([mix, ...stems].map((path) => path!.split('/').at(-1))).toEqual([
      'painted_01-00-00-00_Mix.wav',
      'painted_01-00-00-00_Hits.wav',
      'painted_01-00-00-00_Bed.wav',
    ])
    const [whole, first, second] = [mix!, ...stems].map((path) => readWav(readFileSync(path)))
    for (const wav of [whole!, first!, second!]) expect(wav.channels[0]).toHaveLength(seconds * 48_000)
    const difference = whole!.channels[0]!.map((sample, at) =>
      Math.abs(sample - first!.channels[0]![at]! - second!.channels[0]![at]!),
    )
    expect(difference.reduce((most, each) => Math.max(most, each), 0)).toBeLessThan(1e-4)
    expect(first!.channels[0]!.reduce((most, each) => Math.max(most, each), 0)).toBeGreaterThan(0.01)
  })

  it.skipIf(!has('ffprobe'))('say in bext where they lie, as ffprobe reads it', async () => {
    const [stem] = await exported(scored(bed), ['stems'])
    const facts = JSON.parse(
      execFileSync('ffprobe', ['-v', 'error', '-of', 'json', '-show_format', '-show_streams', stem!], {
        encoding: 'utf8',
      }),
    ) as { format: { tags: Record<string, string> }; streams: Record<string, unknown>[] }
    expect(facts.format.tags).toMatchObject({ time_reference: String(3600 * 48_000), encoded_by: 'Hitpoint' })
    expect(facts.streams[0]).toMatchObject({ codec_name: 'pcm_s24le', sample_rate: '48000', channels: 2 })
  })

  it.skipIf(!has('sox'))('are read by sox', async () => {
    const [stem] = await exported(scored(bed), ['stems'])
    expect(Number(execFileSync('sox', ['--i', '-s', stem!], { encoding: 'utf8' }))).toBe(seconds * 48_000)
  })

  it.each([-30, -16])('reach %s LUFS by ffmpeg’s ebur128 without a true peak above -1 dB', async (lufs) => {
    const [mix] = await exported(scored({ ...bed, volume: 60 }), ['wav'], { lufs })
    const { integrated, truePeak } = ebur128(mix!)
    expect(Math.abs(integrated - lufs)).toBeLessThan(0.3)
    expect(truePeak).toBeLessThanOrEqual(-0.9)
  })

  it('hold true peaks where the loudness asks for more than fits', async () => {
    const [mix] = await exported(scored(hits, bed), ['wav'], { lufs: -6 })
    expect(ebur128(mix!).truePeak).toBeLessThanOrEqual(-0.8)
  })
})

/** Hash of the packets of the picture as they lie in the file. */
const pictureHash = (path: string): string =>
  execFileSync(
    ffmpeg.path,
    ['-loglevel', 'error', '-i', path, '-map', '0:v:0', '-c', 'copy', '-f', 'md5', '-'],
    {
      encoding: 'utf8',
    },
  )

/** Of every picture that a player shows. */
const brightness = (path: string): number[] => [
  ...execFileSync(
    ffmpeg.path,
    [
      '-loglevel',
      'error',
      '-i',
      path,
      '-map',
      '0:v',
      '-vf',
      'scale=1:1',
      '-pix_fmt',
      'gray',
      '-f',
      'rawvideo',
      '-',
    ],
    { maxBuffer: 64_000_000 },
  ),
]

/** Seconds where the sound rises above silence after silence. */
function onsets(path: string): number[] {
  const raw = execFileSync(
    ffmpeg.path,
    ['-loglevel', 'error', '-i', path, '-map', '0:a', '-ac', '1', '-ar', '48000', '-f', 'f32le', '-'],
    { maxBuffer: 64_000_000 },
  )
  const samples = new Float32Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.length))
  const found: number[] = []
  for (let at = 0; at < samples.length; at++) {
    if (Math.abs(samples[at]!) < 0.05) continue
    found.push(at / 48_000)
    at += 24_000
  }
  return found
}

/** The film with a cue for each of its halves; both parts play in both. */
const inCues = (): ExportSource => {
  const what = scored(
    { ...hits, notes: hits.notes.map((note) => ({ ...note, start: ticks(note.start + 20) })) },
    bed,
  )
  const composition = what.document.composition!
  const [cue] = composition.plan.cues
  const half = (name: string, startTick: number, endTick: number) => ({
    ...cue!,
    ...{ id: name, name, startTick: ticks(startTick), endTick: ticks(endTick) },
  })
  const plan = { ...composition.plan, cues: [half('1m1', 0, 960), half('1m2', 1920, 2880)] }
  return { ...what, document: { ...what.document, composition: { ...composition, plan } } }
}

describe('parts of the film', () => {
  const name = (path: string | undefined): string => path!.split('/').at(-1)!
  const samples = (
    path: string | undefined,
  ): ArrayLike<number> & { slice(from: number, to?: number): ArrayLike<number> } =>
    readWav(readFileSync(path!)).channels[0]!
  const loudest = (values: readonly number[]): number =>
    values.reduce((most, each) => Math.max(most, Math.abs(each)), 0)
  /** Of `part` against the film's own sound from `start` seconds on, without the fade at its end. */
  const difference = (part: ArrayLike<number>, film: ArrayLike<number>, start: number): number =>
    loudest(
      Array.from(
        { length: part.length - 1000 },
        (_, at) => part[at]! - film[Math.round(start * 48_000) + at]!,
      ),
    )

  it('S2, S3, S5: a range is the film’s sound there, to the sample, and says where it lies', async () => {
    const part = { kind: 'range', start: times(1.5), end: times(3.5) } as const
    const [film, range] = [
      (await exported(inCues(), ['wav']))[0],
      (await exported(inCues(), ['wav'], { part }))[0],
    ]
    expect(name(range)).toBe('painted_01-00-01-12_Mix.wav')
    const [whole, heard] = [samples(film), samples(range)]
    expect(heard).toHaveLength(2 * 48_000)
    // The note that began before the range is still heard in it.
    expect(loudest(Array.from(heard.slice(0, 4800)))).toBeGreaterThan(0.005)
    expect(difference(heard, whole, 1.5)).toBeLessThan(2e-3)
    const bytes = readFileSync(range!)
    const at = bytes.indexOf('bext') + 8 + 338
    expect(Number(bytes.readBigUInt64LE(at))).toBe(3601.5 * 48_000)
  })

  it('S2: each cue has stems of one length, until it has died away or the next one begins', async () => {
    const stems = await exported(inCues(), ['stems'], { part: { kind: 'cues' } })
    expect(stems.map(name)).toEqual([
      'painted 1m1_01-00-00-00_Hits.wav',
      'painted 1m1_01-00-00-00_Bed.wav',
      'painted 1m2_01-00-02-00_Hits.wav',
      'painted 1m2_01-00-02-00_Bed.wav',
    ])
    expect(stems.map((path) => samples(path).length / 48_000)).toEqual([2, 2, 2.8, 2.8])
    expect(loudest(Array.from(samples(stems[2])))).toBeGreaterThan(0.01)
  })

  it('S4, S5: pre-roll is silence before the part, and lies before midnight where it must', async () => {
    const options = { preRollBars: 1, startTimecode: '00:00:00:00' }
    const [mix] = await exported(scored(hits, bed), ['wav'], options)
    // A bar of 4/4 at 60 beats a minute.
    expect(name(mix)).toBe('painted_23-59-56-00_Mix.wav')
    const [rolled, plain] = [samples(mix), samples((await exported(scored(hits, bed), ['wav']))[0])]
    expect(rolled).toHaveLength(Math.round((seconds + 4) * 48_000))
    expect(loudest(Array.from(rolled.slice(0, 3.9 * 48_000)))).toBe(0)
    expect(difference(Array.from(rolled).slice(4 * 48_000), plain, 0)).toBeLessThan(2e-3)
  })

  it('S6: a range has the asked loudness itself', async () => {
    const part = { kind: 'range', start: times(1), end: times(4) } as const
    const [mix] = await exported(scored({ ...bed, volume: 60 }), ['wav'], { part, lufs: -24 })
    expect(Math.abs(ebur128(mix!).integrated + 24)).toBeLessThan(0.3)
  })

  it('S9: what the mixer silences is in no sound, and muted in projects for DAWs', async () => {
    const what = scored(hits, bed)
    const muted = (ids: readonly string[]): ExportSource => ({
      ...what,
      document: { ...what.document, mixer: { ...defaultMixer, muted: ids } },
    })
    const [rpp, daw, mix, ...stems] = await exported(muted(['bed']), ['rpp', 'dawproject', 'wav', 'stems'])
    expect(stems.map(name)).toEqual(['painted_01-00-00-00_Hits.wav'])
    expect(Buffer.compare(readFileSync(mix!), readFileSync(stems[0]!))).not.toBe(0) // their descriptions
    expect(Array.from(samples(mix))).toEqual(Array.from(samples(stems[0])))
    expect(readFileSync(rpp!, 'utf8').match(/NAME "Bed"[^<]*MUTESOLO 1 0 0/gu)).toHaveLength(1)
    const xml = Buffer.from(unzipSync(readFileSync(daw!))['project.xml']!).toString()
    expect(
      [...xml.matchAll(/<Mute [^>]*value="(\w+)"|<Mute value="(\w+)"/gu)].map(([, a, b]) => a ?? b),
    ).toEqual(['false', 'true'])
    await expect(exported(muted(['bed', 'hits']), ['wav'])).rejects.toMatchObject({ code: 'wrong-use' })
  })

  it('S7: projects for DAWs lay the stems that are exported with them', async () => {
    const [rpp, first] = await exported(inCues(), ['rpp', 'stems', 'wav'], { part: { kind: 'cues' } })
    const text = readFileSync(rpp!, 'utf8')
    const files = [...text.matchAll(/POSITION (\S+)[^<]*<SOURCE WAVE\r\n\s*FILE "(.*)"/gu)].map(
      ([, position, file]) => [Number(position), file],
    )
    expect(files).toEqual([
      [0, 'painted 1m1_01-00-00-00_Hits.wav'],
      [2, 'painted 1m2_01-00-02-00_Hits.wav'],
      [0, 'painted 1m1_01-00-00-00_Bed.wav'],
      [2, 'painted 1m2_01-00-02-00_Bed.wav'],
    ])
    expect(readdirSync(join(first!, '..'))).toEqual(expect.arrayContaining(files.map(([, file]) => file)))
  })

  it('S8: a preview of a range shows and sounds from its first picture on', async () => {
    const part = { kind: 'range', start: times(1.6), end: times(4) } as const
    const options = { part, filmSound: 'without', preRollBars: 2 } as const
    const [preview] = await exported(scored(hits), ['preview'], options)
    const shown = brightness(preview!)
    expect(shown).toHaveLength(2.4 * frameRate)
    const seen = shown.flatMap((each, at) =>
      at > 0 && Math.abs(each - shown[at - 1]!) > 40 ? [at / frameRate] : [],
    )
    expect(seen).toHaveLength(2)
    const heard = onsets(preview!)
    expect(heard).toHaveLength(2)
    for (const [index, time] of heard.entries())
      expect(Math.abs(time - seen[index]!)).toBeLessThan(1 / frameRate)
  })
})

describe('the preview video', () => {
  it.each(['with', 'without'] as const)(
    'copies the picture, and every hit sounds within a frame of its cut (%s the film’s sound)',
    async (filmSound) => {
      const [preview] = await exported(scored(hits), ['preview'], { filmSound })
      expect(preview).toMatch(/painted preview\.mp4$/)
      expect(pictureHash(preview!)).toBe(pictureHash(film))
      const heard = onsets(preview!)
      expect(heard).toHaveLength(cuts.length)
      for (const [index, time] of heard.entries())
        expect(Math.abs(time - cuts[index]!)).toBeLessThan(1 / frameRate)
      const { info } = source.document.media
      const written = await probeMedia(ffmpeg, preview!)
      expect(written).toMatchObject({ duration: info.duration, frameRate: info.frameRate })
      expect(written.startTime).toEqual(rational(0, 1))
    },
  )

  it('S8: a chord of brass over held strings sounds within a frame of its cut', async () => {
    const chords: Track = {
      ...{ ...hits, id: 'brass', name: 'Brass', family: 'brass', channel: 1, program: 61 },
      notes: cuts.flatMap((time) =>
        [48, 55, 64].map((pitch) => ({
          start: ticks(Math.round(time * 960)),
          duration: ticks(700),
          ...{ pitch, velocity: 110 },
        })),
      ),
    }
    const held = { ...bed, notes: [{ ...bed.notes[0]!, duration: ticks(seconds * 960) }] }
    const [preview] = await exported(scored(chords, held), ['preview'], { filmSound: 'without' })
    const onsets = onsetsIn(soundOf(preview!, onsetRate))
    for (const cut of cuts) {
      const { offset, isClear } = onsetNear(onsets, cut)
      expect([cut, isClear]).toEqual([cut, true])
      expect(Math.abs(offset)).toBeLessThan(1 / frameRate)
    }
    expect(onsetNear(onsets, 2.6).isClear).toBe(false)
  })

  it.runIf(has('ffprobe'))(
    'S8: a part in Matroska begins with a key picture, and sounds in time with it',
    async () => {
      const path = join(folder, 'painted.mkv')
      const codec = ['-an', '-c:v', 'mpeg2video', '-g', '20', '-sc_threshold', '1000000000', '-bf', '0']
      execFileSync(ffmpeg.path, ['-loglevel', 'error', '-y', '-i', film, ...codec, path])
      const info = await probeMedia(ffmpeg, path)
      const inMatroska = scored(hits)
      const document = { ...inMatroska.document, media: { ...inMatroska.document.media, info } }
      const part = { kind: 'range', start: times(1.6), end: times(4) } as const
      const [preview] = await exported({ ...inMatroska, filmPath: path, document }, ['preview'], { part })
      expect(preview).toMatch(/\.mkv$/u)
      const startOf = (stream: 'v' | 'a'): number[] =>
        execFileSync(
          'ffprobe',
          [
            '-v',
            'error',
            '-select_streams',
            stream,
            '-show_entries',
            'packet=pts_time',
            '-of',
            'csv=p=0',
            preview!,
          ],
          { encoding: 'utf8' },
        )
          .split('\n')
          .map((line) => Number.parseFloat(line))
          .filter((time) => !Number.isNaN(time))
      const pictures = startOf('v')
      const shown = brightness(preview!)
      expect(shown).toHaveLength(pictures.length)
      const seen = pictures.filter((_, at) => at > 0 && Math.abs(shown[at]! - shown[at - 1]!) > 40)
      const [from] = startOf('a')
      const heard = onsets(preview!).map((time) => time + from!)
      // The cut at one second lies between the key picture and the part.
      expect([seen.length, heard.length]).toEqual([3, 2])
      for (const [index, time] of heard.entries())
        expect(Math.abs(time - seen[index + 1]!)).toBeLessThan(1 / frameRate)
    },
  )
})
