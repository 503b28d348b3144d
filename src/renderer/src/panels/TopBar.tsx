import { useSyncExternalStore } from 'react'
import type { Journal } from '../app/journal'
import { useEditor } from '../app/editor'
import { useStore } from '../app/useStore'
import { CommandButton } from './CommandButton'
import { MoreCommands } from './MoreCommands'

/** Name of the project, undo and redo, and the two large steps: analyse and generate. */
export function TopBar({ journal }: { readonly journal: Journal }): React.JSX.Element {
  const editor = useEditor()
  const project = useStore(editor.session, (session) => session.project)
  const writing = useStore(editor.session, (session) => session.writing)
  const unsaved = useStore(journal.unsaved, (value) => value)
  const steps = useSyncExternalStore(editor.history.subscribe, editor.history.state)
  return (
    <header className="top-bar">
      <span className="brand" aria-hidden="true">
        <i />
        Hitpoint
      </span>
      <CommandButton id="file.open" text="Open" icon="folder" />
      <CommandButton id="file.save" text="Save" icon="save" />
      <CommandButton id="file.export" text="Export" icon="download" />
      <MoreCommands />
      <span className="divider" />
      <CommandButton id="edit.undo" icon="undo" />
      <CommandButton id="edit.redo" icon="redo" />
      <span className="last-step" title={steps.undo ?? undefined}>
        {steps.undo}
      </span>
      <h1 className="project-name">
        {project?.name ?? 'Hitpoint'}
        {project && (
          <small className={unsaved ? 'unsaved' : ''}>
            {unsaved ? (project.hasFile ? 'edited' : 'not saved yet') : 'saved'}
          </small>
        )}
      </h1>
      <CommandButton id="help.keys" icon="keys" />
      {writing ? <CommandButton id="score.cancel" text="Stop" icon="stop" /> : <NextStep />}
    </header>
  )
}

/** The large button: analyse what was not analysed, otherwise generate. */
function NextStep(): React.JSX.Element {
  const editor = useEditor()
  const isRaw = useStore(editor.document, (document) => document?.curve.points.length === 0)
  const isAnalysing = useStore(editor.session, ({ jobs }) => jobs.some(({ kind }) => kind === 'analysis'))
  if (isAnalysing) return <CommandButton id="score.cancel" text="Stop" icon="stop" kind="plain" />
  return isRaw ? (
    <CommandButton id="file.analyse" text="Analyse" icon="wand" kind="primary" />
  ) : (
    <CommandButton id="score.generate" text="Generate" icon="wand" kind="primary" />
  )
}
