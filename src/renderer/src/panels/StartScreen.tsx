import { useEffect, useState } from 'react'
import type { RecentFile } from '../../../contract/files'
import type { Projects } from '../app/projects'
import { useEditor } from '../app/editor'
import { useStore } from '../app/useStore'
import { Icon } from '../ui/Icon'

/** What is shown while nothing is open: the sample film in one click, a film of one's own, what was open before. */
export function StartScreen({ projects }: { readonly projects: Projects }): React.JSX.Element {
  const editor = useEditor()
  const [recent, setRecent] = useState<readonly RecentFile[]>([])
  useEffect(() => {
    editor.client.files.recent({}).then(setRecent, () => undefined)
  }, [editor])
  return (
    <main className="start">
      <div className="start-card">
        <h2>Score a film</h2>
        <p className="muted">
          Hitpoint finds the cuts, reads the emotion and composes music whose chords land on the cuts.
          Everything stays on this machine.
        </p>
        <div className="start-actions">
          <button
            className="button primary large"
            onClick={() => editor.notices.guard(() => projects.openSample())}
          >
            <Icon name="play" />
            Try the sample film
          </button>
          <button
            className="button plain large"
            onClick={() => editor.notices.guard(() => projects.openChosen())}
          >
            <Icon name="folder" />
            Open a film or project
          </button>
        </div>
        <Recoveries projects={projects} />
        {recent.length > 0 && (
          <section aria-label="Recent files">
            <h3>Recent</h3>
            <ul className="recent">
              {recent.slice(0, 6).map((file) => (
                <li key={file.fileId}>
                  <button
                    disabled={file.missing}
                    onClick={() => editor.notices.guard(() => projects.openFile(file.fileId))}
                  >
                    <strong>{file.name}</strong>
                    <small>{file.missing ? 'no longer there' : file.folder}</small>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </main>
  )
}

/** Work that was not saved when Hitpoint ended. */
function Recoveries({ projects }: { readonly projects: Projects }): React.JSX.Element | null {
  const editor = useEditor()
  const recoveries = useStore(editor.session, (session) => session.recoveries)
  if (recoveries.length === 0) return null
  return (
    <section className="recoveries" aria-label="Unsaved work">
      <h3>Unsaved work was found</h3>
      {recoveries.map(({ recoveryId, name, editedAt, isOlderThanFile }) => (
        <div className="panel-row" key={recoveryId}>
          <span>
            <strong>{name}</strong>
            <small className="muted">
              {' '}
              edited {new Date(editedAt).toLocaleString()}
              {isOlderThanFile && '; the project was saved later'}
            </small>
          </span>
          <span className="spring" />
          <button
            className="button primary"
            onClick={() => editor.notices.guard(() => projects.recover(recoveryId))}
          >
            Recover
          </button>
          <button
            className="button quiet"
            onClick={() => editor.notices.guard(() => projects.discardRecovery(recoveryId))}
          >
            Discard
          </button>
        </div>
      ))}
    </section>
  )
}
