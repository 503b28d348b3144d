import type { Composing } from '../app/composing'
import { createContext, useContext } from 'react'
import { useEditor } from '../app/editor'
import { useStore } from '../app/useStore'

export const ComposingContext = createContext<Composing | null>(null)

/** Composes three takes of one plan side by side. */
export function MoreTakes(): React.JSX.Element {
  const editor = useEditor()
  const composing = useContext(ComposingContext)
  const isWriting = useStore(editor.session, (session) => session.writing !== null)
  return (
    <button
      className="button plain"
      disabled={isWriting || !composing}
      title="Three scores of the same plan; the present one is replaced (undo brings it back)"
      onClick={() => composing && editor.notices.guard(() => composing.generate(3))}
    >
      Three takes
    </button>
  )
}
