import { parseRational, rationalToNumber, type Rational } from '../../time/rational'
import { parseTimecode } from '../../time/timecode'
import { parseCsv } from './csvText'
import {
  frameOfLabel,
  isTimecodeRate,
  withoutGaps,
  type EditorMarker,
  type EditorShot,
  type EditorTimeline,
  type EditorTransition,
} from './editorTimeline'
import { markerColour } from './edlMarkers'

/** How columns are called: by us, by Resolve, by Premiere, by PySceneDetect, by hand. Lower case. */
const columnNames = {
  type: ['type'],
  name: ['name', 'marker name', 'clip name', 'title', 'scene number', 'description'],
  timecodeIn: ['timecode in', 'record in', 'in', 'start tc', 'start timecode', 'timecode', 'tc', 'start'],
  timecodeOut: ['timecode out', 'record out', 'out', 'end tc', 'end timecode', 'end'],
  frameIn: ['frame in', 'start frame', 'frame'],
  frameOut: ['frame out', 'end frame'],
  secondsIn: ['seconds in', 'start time (seconds)', 'start (s)', 'seconds', 'time'],
  secondsOut: ['seconds out', 'end time (seconds)', 'end (s)'],
  transition: ['transition'],
  transitionIn: ['transition in'],
  transitionOut: ['transition out'],
  colour: ['colour', 'color'],
  note: ['note', 'notes', 'comment', 'comments'],
  rate: ['frame rate', 'fps'],
} as const

type Column = keyof typeof columnNames
type Cells = (column: Column) => string

/** The first row that names a time, and the rows under it. */
function tableOf(rows: readonly string[][]): {
  columns: Partial<Record<Column, number>>
  body: readonly string[][]
} {
  for (const [index, row] of rows.slice(0, 5).entries()) {
    const header = row.map((cell) => cell.trim().toLowerCase())
    const columns: Partial<Record<Column, number>> = {}
    for (const [column, names] of Object.entries(columnNames) as [Column, readonly string[]][])
      for (const name of names)
        if (columns[column] === undefined && header.includes(name)) columns[column] = header.indexOf(name)
    const times = [columns.timecodeIn, columns.frameIn, columns.secondsIn]
    if (times.some((column) => column !== undefined)) return { columns, body: rows.slice(index + 1) }
  }
  throw new SyntaxError(
    'no column is called Timecode In, Frame In or Seconds In (nor Timecode, Start, Frame, Seconds or Time)',
  )
}

class TableReader {
  /** Frame of the first picture since 00:00:00:00, where a row says both its frame and its timecode. */
  startFrame: number | null = null
  dropFrame = false

  constructor(
    private readonly frameRate: Rational,
    private readonly start: number,
  ) {}

  /** A time by the best column that has it, in frames from the first picture; null when there is none. */
  frameAt(timecode: string, frame: string, seconds: string, line: number): number | null {
    const label = timecode.trim()
    const inFrames = /^\d{1,9}$/u.test(frame.trim()) ? Number(frame) : null
    if (parseTimecode(label)) {
      const drops = this.dropFrame || parseTimecode(label)!.dropFrame
      const absolute = this.labelled(label, drops, line)
      this.dropFrame = drops
      if (inFrames !== null) this.startFrame ??= absolute - inFrames
      return absolute - (this.startFrame ?? this.start)
    }
    if (inFrames !== null) return inFrames
    const value = clockSeconds(seconds) ?? clockSeconds(label)
    if (value !== null) return Math.round(value * rationalToNumber(this.frameRate))
    if (label === '' && frame.trim() === '' && seconds.trim() === '') return null
    throw new SyntaxError(`row ${line}: “${label || frame || seconds}” is no time`)
  }

  private labelled(label: string, drops: boolean, line: number): number {
    try {
      return frameOfLabel(label, this.frameRate, drops)
    } catch (error) {
      throw new SyntaxError(`row ${line}: ${(error as Error).message}`, { cause: error })
    }
  }
}

/** Seconds of `12.5`, `1:02.5` or `01:02:03.250`; null for anything else. */
function clockSeconds(text: string): number | null {
  const match = /^(?:(?:(\d{1,3}):)?(\d{1,2}):)?(\d{1,6}(?:[.,]\d{1,9})?)$/u.exec(text.trim())
  if (!match) return null
  return Number(match[1] ?? 0) * 3600 + Number(match[2] ?? 0) * 60 + Number(match[3]!.replace(',', '.'))
}

const kinds = ['dissolve', 'fade', 'wipe', 'dip'] as const

function transitionOf(cells: Cells, reader: TableReader, line: number): EditorTransition | undefined {
  const kind = kinds.find((name) => name === cells('transition').trim().toLowerCase())
  const start = reader.frameAt(cells('transitionIn'), '', '', line)
  const end = reader.frameAt(cells('transitionOut'), '', '', line)
  return kind && start !== null && end !== null ? { kind, start, end } : undefined
}

/** The rate that the table says, else the film's. */
function tableRate(rows: readonly string[][], column: number | undefined, film: Rational): Rational {
  const text = column === undefined ? '' : (rows[0]?.[column] ?? '')
  const rate = parseRational(text)
  return rate && isTimecodeRate(rate) ? rate : film
}

/**
 * Reads a table of cuts or markers. A row is a marker when its type says so or when it has no end; markers alone are taken
 * as cuts by whoever asks for cuts. Timecodes count from `startFrame` (the film's start), unless the table has frames as
 * well. Throws SyntaxError with the row.
 */
export function readTable(text: string, filmRate: Rational, startFrame: number): EditorTimeline {
  const { columns, body } = tableOf(parseCsv(text))
  const frameRate = tableRate(body, columns.rate, filmRate)
  const reader = new TableReader(frameRate, startFrame)
  const shots: EditorShot[] = []
  const markers: EditorMarker[] = []
  for (const [index, row] of body.entries()) {
    const line = index + 2
    const cells: Cells = (column) => row[columns[column] ?? -1] ?? ''
    const start = reader.frameAt(cells('timecodeIn'), cells('frameIn'), cells('secondsIn'), line)
    if (start === null) continue
    const end = reader.frameAt(cells('timecodeOut'), cells('frameOut'), cells('secondsOut'), line)
    const name = cells('name').trim()
    if (cells('type').trim().toLowerCase() === 'marker' || end === null)
      markers.push({
        name,
        note: cells('note').trim(),
        colour: markerColour(cells('colour').trim()),
        start,
        duration: end === null ? 1 : Math.max(1, end - start),
      })
    else {
      const transition = transitionOf(cells, reader, line)
      shots.push({ name, source: name, start, end, sourceStart: null, ...(transition && { transition }) })
    }
  }
  if (shots.length + markers.length === 0) throw new SyntaxError('it has no rows with a time')
  return {
    title: '',
    frameRate,
    dropFrame: reader.dropFrame,
    startFrame: reader.startFrame ?? startFrame,
    shots: withoutGaps(shots),
    markers: markers.sort((a, b) => a.start - b.start),
  }
}
