import { useContext, useState } from 'react'
import type { OpenedFile } from '../../../contract/files'
import { isFailure } from '../../../core/base/failure'
import { failureText } from '../../../core/base/failureText'
import { chooseFile } from '../app/asking'
import type { Composing } from '../app/composing'
import { useEditor } from '../app/editor'
import { useStore } from '../app/useStore'
import { ComposingContext } from '../panels/MoreTakes'
import { Dialog } from '../ui/Dialog'
import { DialogHead } from '../ui/DialogHead'
import { importCuts, importMidi } from './importing'

type Outcome = { readonly lines: readonly string[]; readonly failed: boolean } | null

/** Reads a file the user chooses and tells what became of it, or what is the matter with it, in the dialog. */
function useImport(): {
  readonly outcome: Outcome
  readonly busy: boolean
  readonly take: (work: () => Promise<readonly string[]>) => void
  readonly forget: () => void
} {
  const editor = useEditor()
  const [outcome, setOutcome] = useState<Outcome>(null)
  const [busy, setBusy] = useState(false)
  const take = (work: () => Promise<readonly string[]>): void => {
    setBusy(true)
    setOutcome(null)
    work()
      .then((lines) => setOutcome({ lines, failed: false }))
      .catch((error: unknown) => {
        if (!isFailure(error)) return editor.notices.failed(error)
        if (error.code !== 'cancelled') setOutcome({ lines: [failureText(error)], failed: true })
      })
      .finally(() => setBusy(false))
  }
  return { outcome, busy, take, forget: () => setOutcome(null) }
}

/** What comes back: a new cut list of an editor, or the MIDI file as a DAW changed it. */
export function ImportDialog(): React.JSX.Element | null {
  const editor = useEditor()
  const isShown = useStore(editor.session, (session) => session.importShown)
  const { outcome, busy, take, forget } = useImport()
  if (!isShown) return null
  const onClose = (): void => {
    forget()
    editor.set({ importShown: false })
  }
  return (
    <Dialog label="Import" wide onClose={onClose}>
      <DialogHead title="Import" onClose={onClose} />
      <div className="export-columns">
        <CutsPart busy={busy} take={take} />
        <MidiPart busy={busy} take={take} />
      </div>
      <div role={outcome?.failed ? 'alert' : 'status'}>
        {busy && <p className="muted">Reading …</p>}
        {outcome?.lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
        {outcome && !outcome.failed && <p className="muted">One step: undo takes it all back.</p>}
      </div>
    </Dialog>
  )
}

interface PartProps {
  readonly busy: boolean
  readonly take: (work: () => Promise<readonly string[]>) => void
}

/** A file that may be named beside the one that is read; what stands there without it. */
function OptionalFile(props: {
  readonly label: string
  readonly without: string
  readonly file: OpenedFile | undefined
  readonly busy: boolean
  readonly choose: () => Promise<OpenedFile | null>
  readonly onFile: (file: OpenedFile | undefined) => void
}): React.JSX.Element {
  const { notices } = useEditor()
  return (
    <div className="panel-row">
      <button
        className="button quiet"
        disabled={props.busy}
        onClick={() => notices.guard(async () => props.onFile((await props.choose()) ?? undefined))}
      >
        {props.label}
      </button>
      <span className="muted">{props.file?.name ?? props.without}</span>
    </div>
  )
}

function CutsPart({ busy, take }: PartProps): React.JSX.Element {
  const editor = useEditor()
  const composing = useContext(ComposingContext) as Composing
  const hasLocks = useStore(editor.document, (document) => (document?.composition?.locks?.length ?? 0) > 0)
  const [oldFile, setOldFile] = useState<OpenedFile>()
  const [video, setVideo] = useState<OpenedFile>()
  const [composes, setComposes] = useState(false)
  const choose = async (): Promise<readonly string[]> => {
    const file = await chooseFile(editor, 'cutList', ['cutList'])
    return file ? importCuts(editor, composing, file, { oldFile, video, composes }) : []
  }
  return (
    <section aria-label="A new cut list">
      <h3>A new cut list</h3>
      <p className="hint">
        EDL, FCPXML, FCP 7 XML, OTIO or CSV. Cuts, curve, cues and locks go with their picture; the score
        stays where no picture moves.
      </p>
      <OptionalFile
        label="List of the cut before …"
        without="not needed where both name the same sources"
        {...{ file: oldFile, busy, onFile: setOldFile }}
        choose={() => chooseFile(editor, 'cutList', ['cutList'])}
      />
      <OptionalFile
        label="The film in its new cut …"
        without="as it is"
        {...{ file: video, busy, onFile: setVideo }}
        choose={() => chooseFile(editor, 'relink', ['video'])}
      />
      <label className="check">
        <input type="checkbox" checked={composes} onChange={(event) => setComposes(event.target.checked)} />
        Compose anew{hasLocks ? ' around what is locked' : ''} where the picture moved
      </label>
      <button className="button primary" disabled={busy} onClick={() => take(choose)}>
        Choose the new cut list …
      </button>
    </section>
  )
}

function MidiPart({ busy, take }: PartProps): React.JSX.Element {
  const editor = useEditor()
  const hasScore = useStore(editor.document, (document) => document?.composition !== undefined)
  const [bars, setBars] = useState(0)
  const choose = async (): Promise<readonly string[]> => {
    const file = await chooseFile(editor, 'midi', ['midi'])
    return file ? importMidi(editor, file, bars) : []
  }
  return (
    <section aria-label="An edited MIDI file">
      <h3>An edited MIDI file</h3>
      <p className="hint">
        The score’s own file, changed in a DAW at the same tempo map. Tracks that changed take the place of
        the score’s and are locked.
      </p>
      <label className="field">
        <span>Pre-roll bars of the export</span>
        <input
          type="number"
          className="boxed"
          min={0}
          max={8}
          value={bars}
          onChange={(event) => setBars(Math.max(0, Math.min(8, Math.round(event.target.valueAsNumber || 0))))}
        />
      </label>
      <button className="button primary" disabled={busy || !hasScore} onClick={() => take(choose)}>
        Choose the MIDI file …
      </button>
      {!hasScore && <p className="muted">Needs a score: generate one first.</p>}
    </section>
  )
}
