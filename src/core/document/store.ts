/** Why a value is another one now: a user's edit, a step of the history, or that another document was opened. */
export type ChangeCause = 'edit' | 'restore' | 'open'

export interface Change<Value> {
  readonly before: Value
  readonly after: Value
  readonly cause: ChangeCause
  /** What the edit did, as the Edit menu names it: `Move cut`. */
  readonly label: string
}

/** Holds one immutable value; knows no framework. Rules: docs/spec/history.md. */
export interface Store<Value> {
  readonly get: () => Value
  /** Hears every change, in order, after it happened. The answer ends the subscription. */
  readonly subscribe: (listener: (change: Change<Value>) => void) => () => void
  /** Replaces the value by what `change` makes of it. An edit that gives the same value back is no edit. */
  readonly edit: (label: string, change: (value: Value) => Value) => void
  /** Puts back an earlier value; for the history alone. */
  readonly restore: (label: string, value: Value) => void
  /** Another document takes the place: what came before cannot be undone into it. */
  readonly open: (value: Value) => void
}

export function createStore<Value>(initial: Value): Store<Value> {
  let value = initial
  const listeners = new Set<(change: Change<Value>) => void>()
  const become = (after: Value, cause: ChangeCause, label: string): void => {
    if (after === value) return
    const before = value
    value = after
    for (const listener of [...listeners]) listener({ before, after, cause, label })
  }
  return {
    get: () => value,
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    edit: (label, change) => become(change(value), 'edit', label),
    restore: (label, earlier) => become(earlier, 'restore', label),
    open: (other) => become(other, 'open', 'Open'),
  }
}
