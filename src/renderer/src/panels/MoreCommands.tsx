import { useRef } from 'react'
import { commandOf, type CommandId } from '../../../core/document/commands'
import { useEditor } from '../app/editor'
import { useStore } from '../app/useStore'
import { CommandButton } from './CommandButton'

const listed: readonly CommandId[] = [
  'file.saveAs',
  'file.earlier',
  'file.import',
  'file.analyse',
  'file.openSample',
  'help.keys',
  'help.machine',
]

/** What has no button of its own; hosts with menus of the system show these there as well. */
export function MoreCommands(): React.JSX.Element {
  const editor = useEditor()
  const details = useRef<HTMLDetailsElement>(null)
  const isOpen = useStore(editor.document, (document) => document !== null)
  const close = (): void => details.current?.removeAttribute('open')
  return (
    <details
      ref={details}
      className="more"
      hidden={!isOpen}
      onClick={({ target }) => target instanceof HTMLButtonElement && close()}
      onBlur={({ relatedTarget, currentTarget }) => {
        if (!currentTarget.contains(relatedTarget)) close()
      }}
      onKeyDown={({ key }) => key === 'Escape' && close()}
    >
      <summary className="button quiet">More</summary>
      <div className="more-list">
        {listed.map((id) => (
          <CommandButton key={id} id={id} text={commandOf(id).label} />
        ))}
      </div>
    </details>
  )
}
