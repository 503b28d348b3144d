import { extname } from 'node:path'
import type { FileKind, TargetKind } from '../../contract/files'
import { projectExtension } from '../../core/document/format'
import type { ElectronCalls, ShellWindow } from './electronCalls'

interface Filter {
  readonly name: string
  readonly extensions: string[]
}

const videos =
  '3gp asf avi dv f4v flv gxf m2t m2ts m2v m4v mkv mov mp4 mpeg mpg mts mxf nut obu ogm ogv rm ts vob webm wmv wtv y4m'.split(
    ' ',
  )

const openFilters: Readonly<Record<FileKind, Filter>> = {
  video: { name: 'Videos', extensions: videos },
  project: { name: 'Hitpoint projects', extensions: [projectExtension.slice(1)] },
  soundBank: { name: 'Sound banks', extensions: ['sf2', 'sf3', 'dls'] },
  cutList: { name: 'Cut lists', extensions: ['edl', 'fcpxml', 'xml', 'otio', 'csv'] },
  midi: { name: 'MIDI files', extensions: ['mid', 'midi', 'smf'] },
  program: { name: 'ffmpeg', extensions: ['*'] },
}

const saveFilters: Readonly<Record<Exclude<TargetKind, 'folder'>, Filter>> = { project: openFilters.project }

/** Filters of the open dialog: all kinds at once first, then each, then any file where videos are asked for. */
export function filtersFor(kinds: readonly FileKind[]): Filter[] {
  const each = kinds.map((kind) => openFilters[kind])
  const together = {
    name: 'All that can be opened',
    extensions: each.flatMap(({ extensions }) => extensions),
  }
  const any = kinds.includes('video') ? [{ name: 'All files', extensions: ['*'] }] : []
  return [...(each.length > 1 ? [together] : []), ...each, ...any]
}

/** The system's pickers over a window. */
export function createPickers({ dialog }: Pick<ElectronCalls, 'dialog'>, window: () => ShellWindow) {
  return {
    async chooseFile(kinds: readonly FileKind[]): Promise<string | null> {
      const { canceled, filePaths } = await dialog.showOpenDialog(window(), {
        properties: ['openFile'],
        filters: filtersFor(kinds),
      })
      return canceled ? null : (filePaths[0] ?? null)
    },
    async chooseTarget(kind: TargetKind, suggestedName: string): Promise<string | null> {
      if (kind === 'folder') {
        const { canceled, filePaths } = await dialog.showOpenDialog(window(), {
          properties: ['openDirectory', 'createDirectory'],
        })
        return canceled ? null : (filePaths[0] ?? null)
      }
      const filter = saveFilters[kind]
      const { canceled, filePath } = await dialog.showSaveDialog(window(), {
        defaultPath: suggestedName,
        filters: [filter],
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      })
      if (canceled || !filePath) return null
      // Some systems give the name as it was typed.
      const extension = `.${filter.extensions[0]}`
      return extname(filePath).toLowerCase() === extension ? filePath : filePath + extension
    },
  }
}
