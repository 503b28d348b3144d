import type { DragEvent } from 'react'
import type { ExportedFile } from '../../../contract/exporting'
import { useEditor, type Editor } from '../app/editor'
import { useStore } from '../app/useStore'
import { sizeText } from '../ui/sizeText'

/** Lets files be dragged out of the window: the host begins a drag of the real files in place of the page's. */
const dragged = ({ client, notices }: Editor, fileIds: string[]) => ({
  draggable: true,
  title: 'Drag into a DAW or an editing program',
  onDragStart(event: DragEvent) {
    event.preventDefault()
    notices.guard(() => client.exporting.drag({ fileIds }))
  },
})

/** What was written, and the ways to it that this host has. */
export function ExportedFiles({ files }: { readonly files: readonly ExportedFile[] }): React.JSX.Element {
  const editor = useEditor()
  const capabilities = useStore(editor.session, (session) => session.capabilities)
  const canDrag = capabilities?.dragOut === true
  const areInFolder = files.some(({ path }) => path !== undefined)
  return (
    <>
      {canDrag && files.length > 1 && (
        <p
          className="hint"
          {...dragged(
            editor,
            files.map(({ fileId }) => fileId),
          )}
        >
          Drag a file out of the window, or all {files.length} by this line.
        </p>
      )}
      {areInFolder && capabilities?.reveal !== true && (
        <p className="hint">
          A browser’s page can neither open folders nor drag files to programs: copy the path.
        </p>
      )}
      <ul className="exported" aria-label="Exported files">
        {files.map((file) => (
          <li key={file.fileId} className="panel-row" {...(canDrag && dragged(editor, [file.fileId]))}>
            <span>{file.name}</span>
            <small className="muted">{sizeText(file.bytes)}</small>
            <span className="spring" />
            <Ways file={file} />
          </li>
        ))}
      </ul>
    </>
  )
}

/** Ways to one file: its folder and path where the host knows both, the path alone, or a download. */
function Ways({ file: { fileId, name, url, path } }: { readonly file: ExportedFile }): React.JSX.Element {
  const editor = useEditor()
  const canReveal = useStore(editor.session, (session) => session.capabilities?.reveal === true)
  const { client, notices } = editor
  const button = (text: string, work: () => Promise<unknown>): React.JSX.Element => (
    <button className="button quiet" title={path} onClick={() => notices.guard(work)}>
      {text}
    </button>
  )
  if (canReveal)
    return (
      <>
        {button('Show in folder', () => client.files.reveal({ fileId }))}
        {button('Copy path', () => client.exporting.copyPath({ fileId }))}
      </>
    )
  if (path !== undefined) return button('Copy path', () => navigator.clipboard.writeText(path))
  return (
    <a className="button quiet" href={url} download={name}>
      Download
    </a>
  )
}
