import type { ExportedFile } from '../../../contract/exporting'
import { useEditor } from '../app/editor'
import { useStore } from '../app/useStore'

/** `12 MB`, `3 kB`. */
const sizeText = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${Math.round(bytes / 1_000_000)} MB`

/** What was written, and the ways to it that this host has. */
export function ExportedFiles({ files }: { readonly files: readonly ExportedFile[] }): React.JSX.Element {
  const editor = useEditor()
  const hasFolders = useStore(editor.session, (session) => session.capabilities?.reveal === true)
  const { client, notices } = editor
  return (
    <ul className="exported" aria-label="Exported files">
      {files.map(({ fileId, name, bytes, url }) => (
        <li key={fileId} className="panel-row">
          <span>{name}</span>
          <small className="muted">{sizeText(bytes)}</small>
          <span className="spring" />
          {hasFolders ? (
            <>
              <button
                className="button quiet"
                onClick={() => notices.guard(() => client.files.reveal({ fileId }))}
              >
                Show in folder
              </button>
              <button
                className="button quiet"
                onClick={() => notices.guard(() => client.exporting.copyPath({ fileId }))}
              >
                Copy path
              </button>
            </>
          ) : (
            <a className="button quiet" href={url} download={name}>
              Download
            </a>
          )}
        </li>
      ))}
    </ul>
  )
}
