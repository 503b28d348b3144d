import type { AudioTrackInfo, MediaInfo } from '../../../core/media/mediaInfo'
import { parseRational, rational, zero, type Rational } from '../../../core/time/rational'
import { toFrameRate } from '../../../core/time/frameRate'

/** What `ffmpeg -i FILE` prints about a file, as far as we read it. */
export interface FfmpegReport {
  readonly container: string
  /** Null when ffmpeg says `N/A`. */
  readonly duration: Rational | null
  /** The earliest timestamp of any stream, to a microsecond. */
  readonly containerStart: Rational
  readonly video: {
    readonly stream: number
    readonly codec: string
    readonly width: number
    readonly height: number
    readonly pixelAspectRatio: Rational
    readonly frameRate: Rational | null
    readonly rotation: MediaInfo['rotation']
  } | null
  readonly audioTracks: readonly AudioTrackInfo[]
  readonly timecode: string | undefined
}

interface StreamText {
  readonly heading: string
  readonly body: string
}

/** Splits the report into its streams; each heading is one line, its metadata the lines after it. */
function splitStreams(report: string): readonly StreamText[] {
  return report
    .split(/^ +Stream #0:/m)
    .slice(1)
    .map((text) => {
      const lineEnd = text.indexOf('\n')
      return lineEnd < 0
        ? { heading: text, body: '' }
        : { heading: text.slice(0, lineEnd), body: text.slice(lineEnd) }
    })
}

/** Clockwise degrees from `displaymatrix: rotation of -90.00 degrees` (counter-clockwise) or the old tag `rotate : 90`. */
export function parseRotation(body: string): MediaInfo['rotation'] {
  const matrix = /displaymatrix: rotation of (-?[\d.]+) degrees/.exec(body)?.[1]
  const tag = /^\s+rotate\s+: (-?\d+)/m.exec(body)?.[1]
  const clockwise = matrix === undefined ? Number(tag ?? 0) : -Number(matrix)
  const quarterTurns = ((Math.round(clockwise / 90) % 4) + 4) % 4
  return ([0, 90, 180, 270] as const)[quarterTurns] ?? 0
}

/** Of several the last counts: where container and codec disagree, ffmpeg names the container's after the codec's. */
function parsePixelAspectRatio(heading: string): Rational {
  const ratio = [...heading.matchAll(/\bSAR (\d{1,9}):(\d{1,9})\b/g)].at(-1)
  const [width, height] = [Number(ratio?.[1] ?? 1), Number(ratio?.[2] ?? 1)]
  return width > 0 && height > 0 ? rational(width, height) : rational(1)
}

/** A file's own text as one line of at most 100 characters, without what could control a terminal. */
function plainText(text: string | undefined): string | undefined {
  const plain = text
    ?.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, 100)
  return plain === '' ? undefined : plain
}

function parseVideo({ heading, body }: StreamText): FfmpegReport['video'] {
  const codec = /: Video: (\w+)/.exec(heading)?.[1]
  const size = /, (\d{1,5})x(\d{1,5})(?=[ ,[]|$)/.exec(heading)
  if (!codec || !size) return null
  const rate = /, ([\d.]+)(k?) fps/.exec(heading) ?? /, ([\d.]+)(k?) tbr/.exec(heading)
  const framesPerSecond = rate ? Number(rate[1]) * (rate[2] ? 1000 : 1) : 0
  return {
    stream: Number.parseInt(heading, 10),
    codec,
    width: Number(size[1]),
    height: Number(size[2]),
    pixelAspectRatio: parsePixelAspectRatio(heading),
    frameRate: framesPerSecond > 0 ? toFrameRate(framesPerSecond) : null,
    rotation: parseRotation(body),
  }
}

/** What a cover or a preview is made of; also a film, when there is no other. */
const stillCodecs = /: Video: (?:mjpeg|png|bmp|gif|webp|tiff|jpeg2000|jpegls)\b/

/** The stream that is the film: no attached cover; a still codec or one not marked as default only for want of better. */
function chooseFilm(streams: readonly StreamText[]): FfmpegReport['video'] {
  const films = streams.filter(
    ({ heading }) => heading.includes(': Video: ') && !/\(attached pic\)|\(still image\)/.test(heading),
  )
  const moving = films.filter(({ heading }) => !stillCodecs.test(heading))
  const candidates = moving.length > 0 ? moving : films
  const film = candidates.find(({ heading }) => heading.includes(' (default)')) ?? candidates[0]
  return film ? parseVideo(film) : null
}

function parseAudioTrack({ heading, body }: StreamText, index: number): AudioTrackInfo {
  const codec = /: Audio: (\w+)/.exec(heading)?.[1] ?? 'unknown'
  const layout = /, \d+ Hz, ([^,]+)/.exec(heading)?.[1] ?? ''
  const named: Readonly<Record<string, number>> = { mono: 1, stereo: 2, quad: 4 }
  const [front, low] = (/^(\d+)\.(\d+)/.exec(layout)?.slice(1) ?? []).map(Number)
  const language = /^\d+(?:\[[^\]]*\])?\(([a-z]{2,3})\)/.exec(heading)?.[1]
  return {
    index,
    codec,
    sampleRate: Number(/, (\d+) Hz/.exec(heading)?.[1] ?? 0),
    channels:
      named[layout] ??
      (front === undefined ? Number(/^(\d+) channels/.exec(layout)?.[1] ?? 0) : front + (low ?? 0)),
    language: language === 'und' ? undefined : language,
    title: plainText(/^\s+title\s+: (.+)$/m.exec(body)?.[1]),
    isDefault: heading.includes(' (default)'),
  }
}

function parseClock(text: string | undefined): Rational | null {
  const match = /^(\d+):(\d\d):(\d\d)\.(\d+)$/.exec(text ?? '')
  if (!match) return null
  const [hours, minutes, wholeSeconds] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const scale = 10 ** match[4]!.length
  return rational((hours * 3600 + minutes * 60 + wholeSeconds) * scale + Number(match[4]), scale)
}

/**
 * Reads what `ffmpeg -i` printed on its standard error (4.1 to 7.1 seen). Null when no input was opened. A cover
 * picture in a sound file does not count as a picture.
 */
export function parseFfmpegReport(messages: string): FfmpegReport | null {
  const opening = /^Input #0, (.+), from '/m.exec(messages)
  if (!opening) return null
  // A line separator inside a file's metadata must not look like the start of a line.
  const report = messages.slice(opening.index).replace(/[\u2028\u2029]/gu, ' ')
  const streams = splitStreams(report)
  const clock = /^ {2}Duration: ([^,]+)(?:, start: (-?[\d.]+))?/m.exec(report)
  return {
    container: opening[1]!,
    duration: parseClock(clock?.[1]),
    containerStart: parseRational(clock?.[2] ?? '') ?? zero,
    video: chooseFilm(streams),
    audioTracks: streams.filter(({ heading }) => heading.includes(': Audio: ')).map(parseAudioTrack),
    timecode: /^\s+timecode\s+: (\d\d:\d\d:\d\d[:;.]\d\d)/m.exec(report)?.[1],
  }
}
