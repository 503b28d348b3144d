import { useState } from 'react'
import { commandIds, commandOf, menus, type CommandId } from '../../../core/document/commands'
import { conflictsOf, keysOf, keyText, pressName, type KeyBindings } from '../../../core/document/keyBindings'
import { useEditor } from '../app/editor'
import { isMac } from '../app/shortcuts'
import { useStore } from '../app/useStore'
import { Dialog } from '../ui/Dialog'
import { DialogHead } from '../ui/DialogHead'

/** Every command with its keys; a click on a key lets another be pressed for it. */
export function KeysDialog(): React.JSX.Element | null {
  const editor = useEditor()
  const isShown = useStore(editor.session, (session) => session.keysShown)
  const bindings = useStore(editor.session, (session) => session.keyBindings)
  if (!isShown) return null
  const change = (keyBindings: KeyBindings): void => {
    editor.set({ keyBindings })
    const stored = Object.fromEntries(Object.entries(keyBindings).map(([id, keys]) => [id, [...keys]]))
    editor.notices.guard(() => editor.client.system.changeSettings({ keyBindings: stored }))
  }
  return (
    <Dialog label="Keys" wide onClose={() => editor.set({ keysShown: false })}>
      <DialogHead title="Keys" onClose={() => editor.set({ keysShown: false })}>
        <p className="muted">Click a key to press another one for it.</p>
        <span className="spring" />
        <button className="button quiet" onClick={() => change({})}>
          Standard keys
        </button>
      </DialogHead>
      <div className="key-columns">
        {menus.map((menu) => (
          <section key={menu} aria-label={menu}>
            <h3>{menu}</h3>
            <dl>
              {commandIds
                .filter((id) => commandOf(id).menu === menu)
                .map((id) => (
                  <KeyLine key={id} id={id} bindings={bindings} onChange={change} />
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}

interface KeyLineProps {
  readonly id: CommandId
  readonly bindings: KeyBindings
  readonly onChange: (bindings: KeyBindings) => void
}

function KeyLine({ id, bindings, onChange }: KeyLineProps): React.JSX.Element {
  const [waits, setWaits] = useState(false)
  const [conflict, setConflict] = useState<string | null>(null)
  const keys = keysOf(id, bindings)
  const press = (event: React.KeyboardEvent): void => {
    if (!waits) return
    event.preventDefault()
    event.stopPropagation()
    const key = pressName(event.nativeEvent, isMac())
    if (key === null) return
    setWaits(false)
    const [other] = conflictsOf(id, key, bindings)
    if (other) return setConflict(`${keyText(key, isMac())} is “${commandOf(other).label}”`)
    setConflict(null)
    onChange({ ...bindings, [id]: [key, ...keys.slice(1)] })
  }
  return (
    <div className="key-line">
      <dt>
        {commandOf(id).label}
        {conflict && <small role="alert"> {conflict}</small>}
      </dt>
      <dd>
        <button
          aria-label={`Key of ${commandOf(id).label}: ${keys.map((key) => keyText(key, isMac())).join('') || 'none'}`}
          className={waits ? 'waits' : ''}
          onClick={() => setWaits(true)}
          onBlur={() => setWaits(false)}
          onKeyDown={press}
        >
          {waits ? (
            'press a key'
          ) : keys.length > 0 ? (
            keys.slice(0, 2).map((key) => <kbd key={key}>{keyText(key, isMac())}</kbd>)
          ) : (
            <kbd className="none">–</kbd>
          )}
        </button>
      </dd>
    </div>
  )
}
