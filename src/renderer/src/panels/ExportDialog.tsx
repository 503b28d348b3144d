import { useState } from 'react'
import { exportSettings, type ExportedFile, type ExportSettings } from '../../../contract/exporting'
import { exportFormatNames, exportFormats, type ExportFormatName } from '../../../core/export/formats'
import { exportPresets, type ExportPreset } from '../../../core/export/exportPresets'
import { useEditor } from '../app/editor'
import { exportFilm } from '../app/exporting'
import { useStore } from '../app/useStore'
import { Dialog } from '../ui/Dialog'
import { DialogHead } from '../ui/DialogHead'
import { ExportedFiles } from './ExportedFiles'
import { ExportOptions } from './ExportOptions'

/** What is chosen; a preset sets formats and options of one program. */
function useWishes() {
  const [formats, setFormats] = useState<readonly ExportFormatName[]>(['mid'])
  const [chosen, setSettings] = useState<ExportSettings>({})
  const [hint, setHint] = useState('')
  // As it is heard, until something else is chosen here.
  const ducking = useStore(useEditor().session, ({ playback }) => playback.ducking)
  const settings: ExportSettings = { ...(ducking > 0 && { ducking }), ...chosen }
  return {
    ...{ formats, settings, hint },
    toggle: (name: ExportFormatName) =>
      setFormats((chosen) => exportFormatNames.filter((each) => chosen.includes(each) !== (each === name))),
    change: (change: ExportSettings) => setSettings((before) => ({ ...before, ...change })),
    take({ formats: wanted, preRollBars, guideTrack, hint: said }: ExportPreset) {
      setFormats(wanted)
      setSettings((before) => ({ ...before, preRollBars, guideTrack }))
      setHint(said)
    },
  }
}

type Wishes = ReturnType<typeof useWishes>

/** Formats, options and what was written; what was chosen stays for the next time. */
export function ExportDialog(): React.JSX.Element | null {
  const editor = useEditor()
  const isShown = useStore(editor.session, (session) => session.exportShown)
  const wishes = useWishes()
  const [files, setFiles] = useState<readonly ExportedFile[]>([])
  if (!isShown) return null
  const onClose = (): void => {
    setFiles([])
    editor.set({ exportShown: false })
  }
  return (
    <Dialog label="Export" wide onClose={onClose}>
      <DialogHead title="Export" onClose={onClose} />
      <div className="panel-row wrap" role="group" aria-label="Presets">
        {exportPresets.map((preset) => (
          <button
            key={preset.name}
            className="button plain"
            title={preset.hint}
            onClick={() => wishes.take(preset)}
          >
            {preset.name}
          </button>
        ))}
      </div>
      {wishes.hint !== '' && <p className="hint">{wishes.hint}</p>}
      <div className="export-columns">
        <FormatChoice wishes={wishes} />
        <section aria-label="Options">
          <ExportOptions settings={wishes.settings} onChange={wishes.change} />
        </section>
      </div>
      {files.length > 0 && <ExportedFiles files={files} />}
      <ExportActions wishes={wishes} onFiles={setFiles} />
    </Dialog>
  )
}

function FormatChoice({ wishes }: { readonly wishes: Wishes }): React.JSX.Element {
  const editor = useEditor()
  const hasScore = useStore(editor.document, (document) => document?.composition !== undefined)
  return (
    <section aria-label="Formats">
      <h3>Formats</h3>
      {exportFormatNames.map((name) => {
        const { label, needsScore } = exportFormats[name]
        const isMissing = needsScore && !hasScore
        return (
          <label key={name} className="check" title={isMissing ? 'Needs a score: generate one first' : name}>
            <input
              type="checkbox"
              disabled={isMissing}
              checked={!isMissing && wishes.formats.includes(name)}
              onChange={() => wishes.toggle(name)}
            />
            {label}
          </label>
        )
      })}
    </section>
  )
}

interface ExportActionsProps {
  readonly wishes: Wishes
  readonly onFiles: (files: readonly ExportedFile[]) => void
}

/** Starts the export, shows how far it is and stops it. */
function ExportActions({ wishes, onFiles }: ExportActionsProps): React.JSX.Element {
  const editor = useEditor()
  const hasScore = useStore(editor.document, (document) => document?.composition !== undefined)
  const job = useStore(editor.session, ({ jobs }) =>
    jobs.find(({ kind, state }) => kind === 'export' && state === 'running'),
  )
  const formats = wishes.formats.filter((name) => hasScore || !exportFormats[name].needsScore)
  const { settings } = wishes
  const isValid = exportSettings.safeParse(settings).success
  const start = (intoFolder: boolean): void =>
    editor.notices.guard(async () => {
      const files = await exportFilm(editor, { formats, settings, intoFolder })
      if (files) onFiles(files)
    })
  if (job)
    return (
      <div className="panel-row end" role="status">
        <progress value={job.fraction} max={1} aria-label="Exporting" />
        <button className="button plain" onClick={() => void editor.client.jobs.cancel({ jobId: job.jobId })}>
          Stop
        </button>
      </div>
    )
  const cannot = formats.length === 0 || !isValid
  return (
    <div className="panel-row end">
      {!isValid && (
        <span className="muted">
          A pre-roll has 0 to 8 bars, a loudness lies from -40 to -5, a timecode is like 01:00:00:00.
        </span>
      )}
      <button className="button plain" disabled={cannot} onClick={() => start(false)}>
        Export for download
      </button>
      <button className="button primary" disabled={cannot} onClick={() => start(true)}>
        Export to a folder …
      </button>
    </div>
  )
}
