import { decimalText } from '../../base/xml'
import { rationalToNumber } from '../../time/rational'
import { printCsv } from './csvText'
import { labelAt, secondsOfFrames, type EditorMedia, type EditorTimeline } from './editorTimeline'

export const tableColumns = [
  'Type',
  'Name',
  'Timecode In',
  'Timecode Out',
  'Frame In',
  'Frame Out',
  'Seconds In',
  'Seconds Out',
  'Transition',
  'Transition In',
  'Transition Out',
  'Colour',
  'Note',
  'Frame Rate',
] as const

/**
 * A table of shots and markers, for spreadsheets and by hand: docs/spec/editor-formats.md, F9. Frames and seconds count from the
 * first picture, timecodes have the film's start; out is exclusive. Seconds have six places, frames are exact.
 */
export function writeTable(timeline: EditorTimeline, film: EditorMedia): string {
  const { frameRate } = timeline
  const place = (start: number, end: number): string[] => [
    labelAt(timeline, start),
    labelAt(timeline, end),
    String(start),
    String(end),
    ...[start, end].map((frame) => rationalToNumber(secondsOfFrames(frame, frameRate)).toFixed(6)),
  ]
  const rate =
    frameRate.denominator === 1
      ? decimalText(frameRate.numerator)
      : `${frameRate.numerator}/${frameRate.denominator}`
  const shots = timeline.shots.map(({ name, start, end, transition }) => [
    'shot',
    name || film.name,
    ...place(start, end),
    transition?.kind ?? 'cut',
    transition ? labelAt(timeline, transition.start) : '',
    transition ? labelAt(timeline, transition.end) : '',
    '',
    '',
    rate,
  ])
  const markers = timeline.markers.map(({ name, note, colour, start, duration }) => [
    'marker',
    name,
    ...place(start, start + duration),
    ...['', '', ''],
    colour,
    note,
    rate,
  ])
  return printCsv([tableColumns, ...shots, ...markers])
}
