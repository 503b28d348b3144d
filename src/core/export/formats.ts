import { Failure } from '../base/failure'
import { exportDawproject } from './dawproject/dawproject'
import { exportForEditor } from './editorExport'
import type { ExportOptions, ExportSource } from './exportSource'
import type { FileSet } from './fileSet'
import { exportMidi, exportMidiTracks } from './midiExport'
import { exportReaper } from './reaper/reaperProject'

/** Every format, in the order in which users see them. */
export const exportFormatNames = [
  'mid',
  'midi-tracks',
  'dawproject',
  'rpp',
  'wav',
  'stems',
  'preview',
  'edl',
  'resolve-edl',
  'fcpxml',
  'xmeml',
  'otio',
  'csv',
] as const

export type ExportFormatName = (typeof exportFormatNames)[number]

interface FormatFacts {
  /** What it is, as a dialog shows it. */
  readonly label: string
  /** Whether there must be a score. */
  readonly needsScore: boolean
}

/** A format that is made from the document alone. */
export interface WrittenFormat extends FormatFacts {
  readonly made: 'here'
  /** Throws Failure `wrong-use` for what cannot be exported. */
  readonly write: (source: ExportSource, options: ExportOptions) => FileSet
}

/** A format that the engine renders, with the synthesizer or ffmpeg. */
export interface RenderedFormat extends FormatFacts {
  readonly made: 'by-engine'
}

export type ExportFormat = WrittenFormat | RenderedFormat

const written = (label: string, needsScore: boolean, write: WrittenFormat['write']): WrittenFormat => ({
  made: 'here',
  label,
  needsScore,
  write,
})
const rendered = (label: string): RenderedFormat => ({ made: 'by-engine', label, needsScore: true })

/** The registry of export formats; docs/formats.md tells what each carries and how it is checked. */
export const exportFormats: Readonly<Record<ExportFormatName, ExportFormat>> = {
  mid: written('Standard MIDI File', true, exportMidi),
  'midi-tracks': written('Standard MIDI File for each track', true, exportMidiTracks),
  dawproject: written('DAWproject (Bitwig, Studio One, Cubase)', true, exportDawproject),
  rpp: written('REAPER project', true, exportReaper),
  wav: rendered('Mix (WAV)'),
  stems: rendered('Stems (WAV)'),
  preview: rendered('Preview video'),
  edl: written('Cut list (CMX 3600 EDL)', false, (source, options) =>
    exportForEditor('edl', source, options),
  ),
  'resolve-edl': written('Markers for Resolve (EDL)', false, (source, options) =>
    exportForEditor('resolve-edl', source, options),
  ),
  fcpxml: written('FCPXML 1.9 (Final Cut, Resolve)', false, (source, options) =>
    exportForEditor('fcpxml', source, options),
  ),
  xmeml: written('FCP 7 XML (Premiere)', false, (source, options) =>
    exportForEditor('xmeml', source, options),
  ),
  otio: written('OpenTimelineIO', false, (source, options) => exportForEditor('otio', source, options)),
  csv: written('Table (CSV)', false, (source, options) => exportForEditor('csv', source, options)),
}

/** The name of a format as a user writes it, or null. */
export const findExportFormat = (text: string): ExportFormatName | null =>
  exportFormatNames.find((name) => name === text.trim().toLowerCase()) ?? null

/** Parses `mid,rpp`; each once. Throws Failure `wrong-use` that lists the formats. */
export function parseExportFormats(text: string): ExportFormatName[] {
  const names = text.split(',').map((part) => {
    const name = findExportFormat(part)
    if (name) return name
    throw new Failure('wrong-use', {
      reason: `there is no format ${part.trim() || '“”'}; the formats are ${exportFormatNames.join(', ')}`,
    })
  })
  return [...new Set(names)]
}
