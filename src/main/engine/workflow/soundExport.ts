import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { editorRate } from '../../../core/document/filmShots'
import { silenceLoudness } from '../../../core/emotion/kWeighting'
import {
  type AudioReference,
  startTimecodeOf,
  type ExportOptions,
  type ExportSource,
} from '../../../core/export/exportSource'
import { distinctNames, safeFileName } from '../../../core/export/fileSet'
import { soundPieces, type SoundPiece } from '../../../core/export/soundPieces'
import type { ExportFormatName } from '../../../core/export/formats'
import type { Score } from '../../../core/music/score'
import { compareRational, rationalToNumber } from '../../../core/time/rational'
import {
  formatTimecode,
  framesToSeconds,
  framesToTimecode,
  parseTimecode,
  supportsDropFrame,
  timecodeToFrames,
} from '../../../core/time/timecode'
import { writeOutput, type OutputContent } from '../files/outputFiles'
import type { FfmpegTool } from '../media/ffmpeg'
import { previewExtension, writePreview } from '../media/previewVideo'
import type { RenderOptions } from '../sound/renderWav'
import { createDucking, type DuckingCurve } from './filmSpeech'

export interface SoundTools {
  readonly ffmpeg: () => Promise<FfmpegTool>
  /** The bundled one when absent. */
  readonly soundBankPath?: string | undefined
}

interface SoundParts extends SoundTools {
  /** What ducking leaves of mix and previews. */
  readonly ducking: (work: FileWork) => Promise<DuckingCurve | undefined>
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
const secondsOfDay = 86_400

/** Where an editor puts a file that begins with a piece, for its `bext` chunk and its name; before midnight is the day before. */
function placeOf(source: ExportSource, options: ExportOptions, start: number) {
  const text = startTimecodeOf(source, options) ?? '00:00:00:00'
  const rate = editorRate(source.document.media.info.frameRate)
  const timecode = parseTimecode(text)
  const first = timecode ? timecodeToFrames(timecode, rate) : 0
  const time = rationalToNumber(framesToSeconds(first, rate)) + start
  // A tick count is no exact number of seconds: this close to a picture is on it.
  const frame = Math.floor(first + start * rationalToNumber(rate) + 0.005)
  const label =
    start === 0 ? text : formatTimecode(framesToTimecode(frame, rate, timecode?.dropFrame === true))
  const { frameRate } = source.document.media.info
  const dropFrame = timecode?.dropFrame === true && supportsDropFrame(rate)
  return {
    timeReference: Math.round(((time + secondsOfDay) % secondsOfDay) * sampleRate),
    inName: label.replace(/[^0-9]/g, '-'),
    // A film of another rate than editors count has none that is right.
    timecode: compareRational(rate, frameRate) === 0 ? { frameRate: rate, dropFrame } : undefined,
  }
}

const pieceTitle = ({ title }: ExportSource, { cue }: SoundPiece): string =>
  cue === null ? title : `${title} ${cue}`

/** Renders of one piece; the loudness of its mix is measured once, so that stems add up to it. */
function createRenderer(source: ExportSource, options: ExportOptions, tools: SoundTools, piece: SoundPiece) {
  const { timeReference, timecode } = placeOf(source, options, piece.start)
  const title = pieceTitle(source, piece)
  const facts = { project: source.title, scene: piece.cue ?? undefined, timecode }
  // The synthesizer takes longer to load than all the rest together.
  const sound = () => import('../sound/renderWav')
  const common: RenderOptions = {
    durationSeconds: piece.duration,
    skippedSeconds: piece.skipped,
    soundBankPath: tools.soundBankPath,
    sampleRate,
  }
  let measured: number | undefined
  async function gain(work: FileWork): Promise<number> {
    if (options.lufs === undefined) return 1
    measured ??= await (
      await sound()
    ).measureLoudness(piece.score, { ...common, cancellation: work.signal, onProgress: work.onProgress })
    return measured > silenceLoudness ? 10 ** ((options.lufs - measured) / 20) : 1
  }
  return async (
    rendered: Score,
    part: string,
    work: FileWork,
    duckingAt?: DuckingCurve,
  ): Promise<AsyncIterable<Uint8Array>> => {
    const production = { ...facts, part }
    const measures = options.lufs !== undefined && measured === undefined
    const factor = await gain({ ...work, onProgress: (done) => work.onProgress?.(done / 2) })
    return (await sound()).renderWav(rendered, {
      ...common,
      gain: factor,
      gainAt: duckingAt && ((time) => duckingAt(piece.start + time)),
      truePeak: options.lufs !== undefined,
      broadcast: { description: `${title}: ${part}`, timeReference, production },
      cancellation: work.signal,
      onProgress: (done) => work.onProgress?.(measures ? (1 + done) / 2 : done),
    })
  }
}

/** The film or a part with its music, made in a folder of its own first, because MP4 is written back and forth. */
async function* previewOf(
  source: ExportSource,
  options: ExportOptions,
  tools: SoundParts,
  piece: SoundPiece,
  { signal, onProgress }: FileWork,
): AsyncGenerator<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'hitpoint-preview-'))
  try {
    const music = join(folder, 'music.wav')
    const part = (from: number) => (done: number) => onProgress?.(from + done / 2)
    const render = createRenderer(source, options, tools, piece)
    const withFilmSound = options.filmSound !== 'without'
    // There is no speech to give way to where the film is not heard.
    const ducking = withFilmSound ? await tools.ducking({ signal }) : undefined
    const content = await render(piece.score, 'Mix', { signal, onProgress: part(0) }, ducking)
    await writeOutput(music, content, { force: true, cancellation: signal })
    const { info } = source.document.media
    const target = join(folder, `preview.${previewExtension(info)}`)
    const ffmpeg = await tools.ffmpeg()
    const { start, duration } = piece
    const sound = { music, withFilmSound, isDucked: ducking !== undefined }
    const request = { ffmpeg, path: source.filmPath, info, signal, start, duration }
    await writePreview({ ...request, ...sound, onProgress: part(0.5) }, target)
    for await (const piece of createReadStream(target)) yield piece as Uint8Array
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface Stem extends NamedContent {
  readonly reference: AudioReference
}

interface WavFacts {
  readonly track?: string | undefined
  readonly ducking?: SoundParts['ducking'] | undefined
}

/** The mix and the stems of a piece, all of its length. */
function filesOfPiece(source: ExportSource, options: ExportOptions, tools: SoundParts, piece: SoundPiece) {
  const render = createRenderer(source, options, tools, piece)
  const title = pieceTitle(source, piece)
  const place = placeOf(source, options, piece.start).inName
  const wav = (part: string, rendered: Score, { track, ducking }: WavFacts): Stem => {
    const name = safeFileName(`${safeFileName(title)}_${place}_${part}`, 200) + '.wav'
    const { start, duration } = piece
    return {
      name,
      content: async (work) => render(rendered, part, work, await ducking?.(work)),
      reference: { name: part, path: name, channels: 2, sampleRate, start, duration, track },
    }
  }
  const { score } = piece
  const tracks = score.tracks.filter(({ notes }) => notes.length > 0)
  const names = distinctNames(tracks.map(({ name }) => safeFileName(name)))
  return {
    mix: wav('Mix', score, tools),
    stems: tracks.map((track, index) =>
      wav(names[index]!, { ...score, tracks: [track] }, { track: track.id }),
    ),
  }
}

/** What an export renders. */
export interface SoundExport {
  /** The files of a rendered format. Throws Failure `wrong-use` for a project without a score. */
  files(format: ExportFormatName): NamedContent[]
  /** The sound files of these formats as projects for DAWs lay them: the stems, or the mix where there are none. */
  references(formats: readonly ExportFormatName[]): AudioReference[]
}

/**
 * The rendered formats of an export: mix and stems of each part that is asked for, and previews, which begin with their
 * first picture whatever the pre-roll (docs/spec/sound-export.md).
 */
export function createSoundExport(
  source: ExportSource,
  options: ExportOptions,
  tools: SoundTools,
): SoundExport {
  const named = (pieces: SoundPiece[]): SoundPiece[] => {
    const cues = distinctNames(pieces.map(({ cue }) => safeFileName(cue ?? '')))
    return pieces.map((piece, index) => ({ ...piece, cue: piece.cue && cues[index]! }))
  }
  const { info } = source.document.media
  const ducking = createDucking<FileWork>(
    async ({ signal }) => ({ ffmpeg: await tools.ffmpeg(), path: source.filmPath, info, signal }),
    options.ducking,
  )
  const parts: SoundParts = { ...tools, ducking }
  let made: ReturnType<typeof filesOfPiece>[] | undefined
  const waves = () =>
    (made ??= named(soundPieces(source, options)).map((piece) => filesOfPiece(source, options, parts, piece)))
  const extension = previewExtension(info)
  const previews = (): NamedContent[] =>
    named(soundPieces(source, { ...options, preRollBars: 0 })).map((piece) => ({
      name: `${safeFileName(pieceTitle(source, piece))} preview.${extension}`,
      content: (work) => Promise.resolve(previewOf(source, options, parts, piece, work)),
    }))
  return {
    files(format) {
      if (format === 'preview') return previews()
      return waves().flatMap(({ mix, stems }) => (format === 'wav' ? [mix] : stems))
    },
    references(formats) {
      if (formats.includes('stems'))
        return waves().flatMap(({ stems }) => stems.map((each) => each.reference))
      return formats.includes('wav') ? waves().map(({ mix }) => mix.reference) : []
    },
  }
}
