import { failureText } from '../../core/base/failureText'
import type { CueRange } from '../../core/document/cueText'
import { defaultExportOptions, type ExportPart, type FilmSound } from '../../core/export/exportSource'
import type { ExportFormatName } from '../../core/export/formats'
import type { MarkerChoice } from '../../core/export/midiFile'
import type { NoteTiming } from '../../core/export/noteTiming'
import type { CommandContext } from '../run'

export interface ExportCommandOptions {
  readonly format: readonly ExportFormatName[]
  readonly out: string
  readonly eachCue?: boolean
  readonly onlyCue?: readonly string[]
  readonly range?: CueRange
  readonly markers?: MarkerChoice
  readonly timing?: NoteTiming
  readonly preRoll?: number
  readonly guideTrack?: boolean
  readonly startTimecode?: string
  readonly lufs?: number
  readonly filmSound?: FilmSound
  readonly duck?: number
  readonly force?: boolean
  readonly json?: boolean
  readonly quiet?: boolean
}

function partOf({ eachCue, onlyCue }: ExportCommandOptions): ExportPart {
  if (onlyCue) return { kind: 'cues', names: onlyCue }
  return eachCue ? { kind: 'cues' } : { kind: 'film' }
}

/** `hitpoint export PROJECT --format F[,F...] --out FOLDER`: files for DAWs and editors. */
export async function exportCommand(
  { engine, terminal, signal }: CommandContext,
  project: string,
  options: ExportCommandOptions,
): Promise<void> {
  const { markers, timing, preRoll, guideTrack, startTimecode, lufs, filmSound, duck } = options
  const result = await engine.exportProject(
    {
      project,
      formats: options.format,
      outputFolder: options.out,
      range: options.range,
      force: options.force ?? false,
      options: {
        ...defaultExportOptions,
        part: partOf(options),
        ...(markers && { markers }),
        ...(timing && { timing }),
        ...(preRoll !== undefined && { preRollBars: preRoll }),
        ...(guideTrack && { guideTrack }),
        ...(lufs !== undefined && { lufs }),
        ...(filmSound && { filmSound }),
        ...(duck !== undefined && { ducking: duck }),
        ...(startTimecode !== undefined && { startTimecode }),
      },
    },
    { signal, onProgress: (progress) => terminal.progress(progress) },
  )
  terminal.endProgress()
  if (result.missingFilm)
    terminal.problem(`Warning: ${failureText(result.missingFilm)} Files that refer to it name its old place.`)
  if (options.json) terminal.result(JSON.stringify({ files: result.files }, null, 2))
  else for (const { path } of result.files) terminal.result(`Wrote ${path}`)
}
