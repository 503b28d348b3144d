import type { HitpointDocument } from '../../../core/document/document'
import type { ReconformedDocument } from '../../../core/document/reconformDocument'
import type { ExportSource } from '../../../core/export/exportSource'
import type { ImportedMidi } from '../../../core/export/midiImport/importMidi'
import type { FfmpegTool } from '../media/ffmpeg'
import type { AnalyseTools } from './analyse'
import { exportProject, type ExportRequest, type ExportResult } from './exportProject'
import {
  importFile,
  readCutsInto,
  readMidiInto,
  type CutFiles,
  type ImportRequest,
  type ImportResult,
} from './importFile'
import type { ComposingOptions, WorkOptions } from './progress'
import type { RunningWork } from './runningWork'
import { writeExports, type ExportedPath, type WriteRequest } from './writeExports'

/** The part of an engine that sends scores to other programs and takes back what they made of them. */
export interface ExchangeEngine {
  /** Writes a project in the formats of DAWs and editors. */
  exportProject(request: ExportRequest, options?: WorkOptions): Promise<ExportResult>
  /** Writes an open document in the same formats. */
  exportDocument(
    source: Omit<ExportSource, 'version'>,
    request: WriteRequest,
    options: WorkOptions & { readonly soundBankPath?: string | undefined },
  ): Promise<readonly ExportedPath[]>
  /** Takes a new cut list or an edited MIDI file into a project. */
  importFile(request: ImportRequest, options?: ComposingOptions): Promise<ImportResult>
  /** An open document with a new cut list; with a film, its reference is that of a project beside it. */
  importCuts(document: HitpointDocument, files: CutFiles): Promise<ReconformedDocument>
  /** An open document with an edited MIDI file. */
  importMidi(document: HitpointDocument, path: string, preRollBars?: number): Promise<ImportedMidi>
}

export interface ExchangeEngineParts {
  readonly version: string
  readonly ffmpeg: () => Promise<FfmpegTool>
  readonly tools: () => Promise<AnalyseTools>
  readonly runningWork: RunningWork
}

export const createExchangeEngine = ({
  version,
  ffmpeg,
  tools,
  runningWork,
}: ExchangeEngineParts): ExchangeEngine => ({
  exportProject: (request, work) =>
    runningWork.run(work?.signal, (signal) =>
      exportProject(request, version, { ffmpeg }, { ...work, signal }),
    ),
  exportDocument: (source, request, { soundBankPath, ...work }) =>
    runningWork.run(work.signal, (signal) =>
      writeExports({ ...source, version }, request, { ffmpeg, soundBankPath }, { ...work, signal }),
    ),
  importFile: (request, work) =>
    runningWork.run(work?.signal, (signal) => importFile(request, tools, { ...work, signal })),
  importCuts: (document, files) =>
    readCutsInto(document, files, files.video ?? files.cuts, async () => ({ ffmpeg: await ffmpeg() })),
  importMidi: (document, path, preRollBars) => readMidiInto(document, path, preRollBars),
})
