import { useSyncExternalStore } from 'react'
import { commandOf, type CommandId } from '../../../core/document/commands'
import { keysOf, keyText } from '../../../core/document/keyBindings'
import { useEditor } from '../app/editor'
import { isMac } from '../app/shortcuts'
import { useCommands } from '../app/useCommands'
import { useStore } from '../app/useStore'
import { Icon, type IconName } from '../ui/Icon'

interface CommandButtonProps {
  readonly id: CommandId
  /** Words on the button; without them the icon stands alone and the command's label names it. */
  readonly text?: string
  readonly icon?: IconName
  readonly kind?: 'quiet' | 'primary' | 'plain'
  readonly pressed?: boolean
}

/** A button for a command of the table: it shows the key, and is grey while the command cannot be done. */
export function CommandButton({
  id,
  text,
  icon,
  kind = 'quiet',
  pressed,
}: CommandButtonProps): React.JSX.Element {
  const editor = useEditor()
  const commands = useCommands()
  const bindings = useStore(editor.session, (session) => session.keyBindings)
  const enabled = useSyncExternalStore(commands.subscribe, () => commands.canRun(id))
  const { label } = commandOf(id)
  const key = keysOf(id, bindings)[0]
  return (
    <button
      type="button"
      className={`button ${kind}${text === undefined ? ' icon-only' : ''}`}
      aria-label={text === undefined ? label : undefined}
      aria-pressed={pressed}
      title={key ? `${label} (${keyText(key, isMac())})` : label}
      disabled={!enabled}
      onClick={() => commands.run(id)}
    >
      {icon && <Icon name={icon} />}
      {icon && text !== undefined ? <span className="button-text">{text}</span> : text}
    </button>
  )
}
