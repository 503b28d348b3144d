import { Failure } from '../../base/failure'
import { parseXml } from '../../base/parseXml'
import type { Rational } from '../../time/rational'
import type { EditorTimeline } from './editorTimeline'
import { readEdl } from './readEdl'
import { readFcpxml } from './readFcpxml'
import { readOtio } from './readOtio'
import { readTable } from './readTable'
import { readXmeml } from './readXmeml'

/** The formats of editors' files. */
export type EditorFormat = 'edl' | 'fcpxml' | 'xmeml' | 'otio' | 'csv'

/** What a file is, by what it holds; its name does not matter. Null when it is none of them. */
export function editorFormatOf(text: string): EditorFormat | null {
  const start = text.replace(/^\ufeff/u, '').trimStart()
  if (start.startsWith('<')) {
    if (/<fcpxml[\s>]/u.test(start)) return 'fcpxml'
    return /<xmeml[\s>]/u.test(start) ? 'xmeml' : null
  }
  if (start.startsWith('{')) return start.includes('"OTIO_SCHEMA"') ? 'otio' : null
  if (/^\s*(?:TITLE:|FCM:)/imu.test(start) || /^\s*\d{1,6}\s+\S+\s+\S+\s+(?:C|D|W\d)/mu.test(start))
    return 'edl'
  return /[,;\t\n]/u.test(start) ? 'csv' : null
}

/** What a file does not say itself. */
export interface FilmClock {
  readonly frameRate: Rational
  /** The film's first frame since 00:00:00:00, by its start timecode. */
  readonly startFrame: number
}

/** The larger ones are no cut lists: a feature film's FCPXML takes a few megabytes. */
export const maximumEditorFileCharacters = 64 * 1024 * 1024

function read(text: string, format: EditorFormat, film: FilmClock): EditorTimeline {
  switch (format) {
    case 'edl':
      return readEdl(text, film.frameRate)
    case 'fcpxml':
      return readFcpxml(parseXml(text))
    case 'xmeml':
      return readXmeml(parseXml(text))
    case 'otio':
      return readOtio(text)
    case 'csv':
      return readTable(text, film.frameRate, film.startFrame)
  }
}

/**
 * Reads an editor's file of any of the formats. Throws Failure `cuts-not-readable` with the reason, and the line or row
 * where there is one.
 */
export function readEditorFile(text: string, film: FilmClock): EditorTimeline {
  const unreadable = (reason: string, cause?: unknown): Failure =>
    new Failure('cuts-not-readable', { reason }, { cause })
  if (text.length > maximumEditorFileCharacters) throw unreadable('it is too large for a cut list')
  const format = editorFormatOf(text)
  if (!format) throw unreadable('it is no EDL, FCPXML, FCP 7 XML, OpenTimelineIO or CSV file')
  try {
    const timeline = read(text, format, film)
    if (timeline.shots.length + timeline.markers.length === 0)
      throw new SyntaxError('it has no cuts and no markers')
    return timeline
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) throw unreadable(error.message, error)
    throw error
  }
}
