import { defaultMixer, silentTracks } from '../../document/mixer'
import type { PlannedCue } from '../../music/plan'
import type { Score, Track } from '../../music/score'
import { rationalToNumber } from '../../time/rational'
import { createTempoMap } from '../../time/tempoMap'
import {
  framesToSeconds,
  nominalFramesPerSecond,
  parseTimecode,
  supportsDropFrame,
  timecodeToFrames,
} from '../../time/timecode'
import { ticks } from '../../time/units'
import { clipRanges } from '../clipRanges'
import { audioGroups, audioSpan, type AudioSpan } from '../audioGroups'
import {
  compositionOf,
  startTimecodeOf,
  type AudioReference,
  type ExportOptions,
  type ExportSource,
} from '../exportSource'
import { createFileSet, safeFileName, type FileSet } from '../fileSet'
import { chosenMarkers } from '../midiFile'
import { withTiming } from '../noteTiming'
import { clipEnd, midiSource } from './midiSource'
import { printRpp, type RppBlock, type RppValue } from './rppText'

const bpm = (microsecondsPerQuarter: number): number => 60e6 / microsecondsPerQuarter

/**
 * The tempo map: a point for every change of tempo or metre at its second, held (shape 1) until the next. A metre is
 * written as 65536 × denominator + numerator, on the points where it changes.
 */
function tempoEnvelope(score: Score): RppBlock {
  const map = createTempoMap(score.tempo)
  const at = [...new Set([...score.tempo, ...score.metre].map(({ tick }) => tick))].sort((a, b) => a - b)
  const points = at.map((tick): RppValue[] => {
    const metre = score.metre.find((change) => change.tick === tick)
    const tempo = bpm(map.tempoAt(tick))
    const point: RppValue[] = ['PT', map.secondsAt(tick), tempo, 1]
    return metre ? [...point, 65536 * metre.denominator + metre.numerator] : point
  })
  return {
    head: ['TEMPOENVEX'],
    body: [
      ['ACT', 1, -1],
      ['VIS', 1, 0, 1],
      ['LANEHEIGHT', 0, 0],
      ['ARM', 0],
      ['DEFSHAPE', 1, -1, -1],
      ...points,
    ],
  }
}

function markerLines(score: Score, options: ExportOptions): RppValue[][] {
  const map = createTempoMap(score.tempo)
  return chosenMarkers(score, options.markers)
    .map(({ tick, text }) => ({ time: map.secondsAt(tick), text }))
    .sort((a, b) => a.time - b.time)
    .map(({ time, text }, index) => ['MARKER', index + 1, time, { text }, 0])
}

type MediaFile = Pick<AudioReference, 'name' | 'path'>

/** Seconds; `offset`: of the source, what lies before the item. */
const item = (position: number, length: number, name: string, source: RppBlock, offset = 0): RppBlock => ({
  head: ['ITEM'],
  body: [
    ['POSITION', position],
    ['LENGTH', length],
    ['LOOP', 0],
    ['NAME', { text: name }],
    ...(offset > 0 ? [['SOFFS', offset]] : []),
    source,
  ],
})

/** REAPER's pan is -1 to 1; its volume is a gain, (CC 7 / 127)² as General MIDI recommends. */
function scoreTrack(track: Track, score: Score, cues: readonly PlannedCue[], isMuted: boolean): RppBlock {
  const map = createTempoMap(score.tempo)
  const items = clipRanges(score, cues)
    .filter(({ startTick, endTick }) =>
      track.notes.some(({ start }) => start >= startTick && start < endTick),
    )
    .map((range) => {
      const start = map.secondsAt(range.startTick)
      const end = map.secondsAt(ticks(Math.min(score.endTick, clipEnd(track, range))))
      return item(start, end - start, range.name, midiSource(track, range, score.endTick))
    })
  const pan = Math.max(-1, Math.min(1, (track.pan - 64) / 63))
  return {
    head: ['TRACK'],
    body: [
      ['NAME', { text: track.name }],
      ['VOLPAN', (track.volume / 127) ** 2, pan, -1, -1, 1],
      ...(isMuted ? [['MUTESOLO', 1, 0, 0]] : []),
      ...items,
    ],
  }
}

const fileItem = (kind: 'VIDEO' | 'WAVE', { name, path }: MediaFile, span: AudioSpan): RppBlock => {
  const source: RppBlock = { head: ['SOURCE', kind], body: [['FILE', { text: path }]] }
  return item(span.position, span.length, name, source, span.offset)
}

const mediaTrack = (name: string, items: readonly RppBlock[]): RppBlock => ({
  head: ['TRACK'],
  body: [['NAME', { text: name }], ...items],
})

const audioTracks = (audio: readonly AudioReference[]): RppBlock[] =>
  audioGroups(audio).map((files) =>
    mediaTrack(
      files[0].name,
      files.map((file) => fileItem('WAVE', file, audioSpan(file))),
    ),
  )

function filmTrack({ title, filmPath, document }: ExportSource): RppBlock {
  const length = rationalToNumber(document.media.info.duration)
  return mediaTrack(title, [
    fileItem('VIDEO', { name: title, path: filmPath }, { position: 0, offset: 0, length }),
  ])
}

/** How REAPER counts frames: the nominal rate; 0 at that rate, 1 slower by 1000/1001 with dropped labels, 2 without. */
function frameCounting(source: ExportSource, options: ExportOptions): readonly [number, number] {
  const { frameRate } = source.document.media.info
  const drops = parseTimecode(startTimecodeOf(source, options) ?? '')?.dropFrame === true
  const companion = drops && supportsDropFrame(frameRate) ? 1 : 2
  return [nominalFramesPerSecond(frameRate), frameRate.denominator === 1001 ? companion : 0]
}

/** The start timecode in seconds of the clock, as REAPER's project offset wants it. */
function projectOffset(source: ExportSource, options: ExportOptions): number {
  const text = startTimecodeOf(source, options)
  const timecode = text === undefined ? null : parseTimecode(text)
  const { frameRate } = source.document.media.info
  return timecode ? rationalToNumber(framesToSeconds(timecodeToFrames(timecode, frameRate), frameRate)) : 0
}

/** A project as REAPER stores it: docs/spec/reaper.md. Throws Failure `wrong-use` for a project without a score. */
export function reaperProject(source: ExportSource, options: ExportOptions): RppBlock {
  const { score, plan } = compositionOf(source)
  const timed = withTiming(score, plan, options.timing, source.document.settings.seed)
  const silent = silentTracks(timed, source.document.mixer ?? defaultMixer)
  const metre = timed.metre[0] ?? { numerator: 4, denominator: 4 }
  return {
    head: ['REAPER_PROJECT', 0.1, { text: '6.0' }, 0],
    body: [
      ['PROJOFFS', projectOffset(source, options), 0, 0],
      ['TIMEMODE', 1, 5, -1, ...frameCounting(source, options), 0, -1],
      ['TEMPO', bpm(timed.tempo[0]!.microsecondsPerQuarter), metre.numerator, metre.denominator],
      ['SAMPLERATE', 48_000, 0, 0],
      tempoEnvelope(timed),
      ...markerLines(timed, options),
      filmTrack(source),
      ...audioTracks(source.audio ?? []),
      ...timed.tracks.map((track) => scoreTrack(track, timed, plan.cues, silent.has(track.id))),
    ],
  }
}

/** `rpp`: one REAPER project with the whole film. */
export const exportReaper = (source: ExportSource, options: ExportOptions): FileSet =>
  createFileSet([[`${safeFileName(source.title)}.rpp`, printRpp(reaperProject(source, options))]])
