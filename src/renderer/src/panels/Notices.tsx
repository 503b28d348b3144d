import { useEditor } from '../app/editor'
import { useStore } from '../app/useStore'
import { Icon } from '../ui/Icon'

/** Troubles and news in sentences; nothing waits for them. */
export function Notices(): React.JSX.Element {
  const editor = useEditor()
  const notices = useStore(editor.session, (session) => session.notices)
  return (
    <div className="notices">
      {notices.map(({ id, kind, text, details }) => (
        <div key={id} className={`notice ${kind}`} role={kind === 'error' ? 'alert' : 'status'}>
          <p>{text}</p>
          {details !== undefined && (
            <button
              className="button quiet"
              onClick={() => editor.notices.guard(() => editor.client.system.copyText({ text: details }))}
            >
              Copy details
            </button>
          )}
          <button
            className="button quiet icon-only"
            aria-label="Dismiss"
            onClick={() => editor.notices.dismiss(id)}
          >
            <Icon name="close" size={11} />
          </button>
        </div>
      ))}
    </div>
  )
}
