import { encodeDocument } from '../../../core/document/encodeDocument'
import { chooseTarget } from '../app/asking'
import { useEditor, type Editor } from '../app/editor'
import { Icon } from '../ui/Icon'

async function exportAs(editor: Editor, format: 'midi' | 'wav', take: number): Promise<void> {
  const document = editor.document.get()
  const { project } = editor.session.get()
  if (!document || !project) return
  const name = take === 0 ? project.name : `${project.name} take ${take + 1}`
  const targetId = await chooseTarget(editor, format, name)
  if (targetId === null) return
  const { jobId } = await editor.client.exporting.start({
    projectId: project.projectId,
    document: encodeDocument(document),
    format,
    take,
    targetId,
    name,
  })
  const file = await editor.client.exporting.result({ jobId })
  editor.notices.say(`${file.name} was written.`)
}

/** Writes the shown take to a file. */
export function ExportButtons({ take }: { readonly take: number }): React.JSX.Element {
  const editor = useEditor()
  return (
    <>
      {(['midi', 'wav'] as const).map((format) => (
        <button
          key={format}
          className="button plain"
          onClick={() => editor.notices.guard(() => exportAs(editor, format, take))}
        >
          <Icon name="download" />
          {format === 'midi' ? 'MIDI' : 'WAV'}
        </button>
      ))}
    </>
  )
}
