import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { editorRate } from '../../../core/document/filmShots'
import { silenceLoudness } from '../../../core/emotion/kWeighting'
import {
  compositionOf,
  startTimecodeOf,
  type ExportOptions,
  type ExportSource,
} from '../../../core/export/exportSource'
import { distinctNames, safeFileName } from '../../../core/export/fileSet'
import type { ExportFormatName } from '../../../core/export/formats'
import type { Score } from '../../../core/music/score'
import { rationalToNumber } from '../../../core/time/rational'
import { framesToSeconds, parseTimecode, timecodeToFrames } from '../../../core/time/timecode'
import { writeOutput, type OutputContent } from '../files/outputFiles'
import type { FfmpegTool } from '../media/ffmpeg'
import { previewExtension, writePreview } from '../media/previewVideo'
import type { RenderOptions } from '../sound/renderWav'

export interface SoundTools {
  readonly ffmpeg: () => Promise<FfmpegTool>
  /** The bundled one when absent. */
  readonly soundBankPath?: string | undefined
}

/** Work on one file: `onProgress` hears 0..1. */
export interface FileWork {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((fraction: number) => void) | undefined
}

export interface NamedContent {
  readonly name: string
  /** Made when it is its turn. */
  readonly content: (work: FileWork) => Promise<OutputContent>
}

const sampleRate = 48_000

/** Where an editor puts a file that begins with the first picture, for its `bext` chunk and its name. */
function placeOf(source: ExportSource, options: ExportOptions) {
  const text = startTimecodeOf(source, options) ?? '00:00:00:00'
  const rate = editorRate(source.document.media.info.frameRate)
  const timecode = parseTimecode(text)
  const start = timecode ? rationalToNumber(framesToSeconds(timecodeToFrames(timecode, rate), rate)) : 0
  return { timeReference: Math.round(start * sampleRate), inName: text.replace(/[^0-9]/g, '-') }
}

/** Renders of one export; the loudness of the mix is measured once, so that stems add up to it. */
function createRenderer(source: ExportSource, options: ExportOptions, tools: SoundTools) {
  const { score } = compositionOf(source)
  const { timeReference } = placeOf(source, options)
  // The synthesizer takes longer to load than all the rest together.
  const sound = () => import('../sound/renderWav')
  const common: RenderOptions = {
    durationSeconds: rationalToNumber(source.document.media.info.duration),
    soundBankPath: tools.soundBankPath,
    sampleRate,
  }
  let measured: number | undefined
  async function gain(work: FileWork): Promise<number> {
    if (options.lufs === undefined) return 1
    measured ??= await (
      await sound()
    ).measureLoudness(score, { ...common, cancellation: work.signal, onProgress: work.onProgress })
    return measured > silenceLoudness ? 10 ** ((options.lufs - measured) / 20) : 1
  }
  return async (rendered: Score, description: string, work: FileWork): Promise<AsyncIterable<Uint8Array>> => {
    const measures = options.lufs !== undefined && measured === undefined
    const factor = await gain({ ...work, onProgress: (done) => work.onProgress?.(done / 2) })
    return (await sound()).renderWav(rendered, {
      ...common,
      gain: factor,
      truePeak: options.lufs !== undefined,
      broadcast: { description, timeReference },
      cancellation: work.signal,
      onProgress: (done) => work.onProgress?.(measures ? (1 + done) / 2 : done),
    })
  }
}

type Renderer = ReturnType<typeof createRenderer>

/** The film with its music, made in a folder of its own first, because MP4 is written back and forth. */
async function* previewOf(
  source: ExportSource,
  options: ExportOptions,
  tools: SoundTools,
  render: Renderer,
  { signal, onProgress }: FileWork,
): AsyncGenerator<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'hitpoint-preview-'))
  try {
    const music = join(folder, 'music.wav')
    const part = (from: number) => (done: number) => onProgress?.(from + done / 2)
    const { score } = compositionOf(source)
    const content = await render(score, source.title, { signal, onProgress: part(0) })
    await writeOutput(music, content, { force: true, cancellation: signal })
    const { info } = source.document.media
    const target = join(folder, `preview.${previewExtension(info)}`)
    const withFilmSound = options.filmSound !== 'without'
    const ffmpeg = await tools.ffmpeg()
    const request = { ffmpeg, path: source.filmPath, info, music, withFilmSound, signal }
    await writePreview({ ...request, onProgress: part(0.5) }, target)
    for await (const piece of createReadStream(target)) yield piece as Uint8Array
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * The files of a format that is rendered: all of the film's length from its first picture on. Throws Failure `wrong-use`
 * for a project without a score.
 */
export function createSoundExport(source: ExportSource, options: ExportOptions, tools: SoundTools) {
  let renderer: Renderer | undefined
  return (format: ExportFormatName): NamedContent[] => {
    const { score } = compositionOf(source)
    const render = (renderer ??= createRenderer(source, options, tools))
    const title = safeFileName(source.title)
    const wav = (part: string, rendered: Score): NamedContent => ({
      name: safeFileName(`${title}_${placeOf(source, options).inName}_${part}`, 200) + '.wav',
      content: (work) => render(rendered, `${source.title}: ${part}`, work),
    })
    if (format === 'wav') return [wav('Mix', score)]
    if (format === 'preview')
      return [
        {
          name: `${title} preview.${previewExtension(source.document.media.info)}`,
          content: (work) => Promise.resolve(previewOf(source, options, tools, render, work)),
        },
      ]
    const tracks = score.tracks.filter(({ notes }) => notes.length > 0)
    const names = distinctNames(tracks.map(({ name }) => safeFileName(name)))
    return tracks.map((track, index) => wav(names[index]!, { ...score, tracks: [track] }))
  }
}
