import type { EditorMedia, EditorTimeline } from '../timeline/formats/editorTimeline'
import { writeEdl, writeResolveEdl } from '../timeline/formats/writeEdl'
import { writeFcpxml } from '../timeline/formats/writeFcpxml'
import { writeOtio } from '../timeline/formats/writeOtio'
import { writeTable } from '../timeline/formats/writeTable'
import { writeXmeml } from '../timeline/formats/writeXmeml'
import { editorMediaOf, editorTimelineOf } from './editorTimelineOf'
import type { ExportOptions, ExportSource } from './exportSource'
import { createFileSet, safeFileName, type FileSet } from './fileSet'

/** How each editors' format is written, and how its file ends. */
export const editorWriters = {
  edl: { suffix: '.edl', write: writeEdl },
  'resolve-edl': { suffix: '.markers.edl', write: writeResolveEdl },
  fcpxml: { suffix: '.fcpxml', write: writeFcpxml },
  xmeml: { suffix: '.xml', write: writeXmeml },
  otio: { suffix: '.otio', write: writeOtio },
  csv: { suffix: '.csv', write: writeTable },
} as const satisfies Readonly<
  Record<string, { suffix: string; write: (timeline: EditorTimeline, film: EditorMedia) => string }>
>

/** One file of an editors' format. */
export function exportForEditor(
  format: keyof typeof editorWriters,
  source: ExportSource,
  options: ExportOptions,
): FileSet {
  const { suffix, write } = editorWriters[format]
  const timeline = editorTimelineOf(source, options)
  const text = write(timeline, editorMediaOf(source, timeline))
  return createFileSet([[`${safeFileName(source.title)}${suffix}`, text]])
}
