import type { Store } from './store'

/** A row of edits that is one step of the history: a drag, a slider that is held. */
export interface Gesture {
  /** The edits so far become one step. */
  end(): void
  /** Everything is as it was before the gesture. */
  cancel(): void
}

export interface HistoryState {
  /** What undo would take back; null when there is nothing. */
  readonly undo: string | null
  readonly redo: string | null
}

/** Watches a store and remembers its earlier values. Rules: docs/spec/history.md. */
export interface History {
  readonly state: () => HistoryState
  readonly undo: () => void
  readonly redo: () => void
  /** Starts a gesture; one that is under way ends first. */
  readonly begin: (label: string) => Gesture
  readonly subscribe: (listener: () => void) => () => void
}

interface Step<Value> {
  readonly label: string
  readonly value: Value
}

interface OpenGesture<Value> {
  readonly label: string
  readonly mark: Value
}

/** Steps that are kept; a document shares what did not change with its neighbours, so a step is small. */
export const maximumSteps = 1000

/** Begins to watch `store`. Nobody tells it about edits: every edit of the store is a step. */
export function createHistory<Value>(store: Store<Value>): History {
  let past: Step<Value>[] = []
  let future: Step<Value>[] = []
  let gesture: OpenGesture<Value> | null = null
  let shown: HistoryState = { undo: null, redo: null }
  const listeners = new Set<() => void>()
  const tell = (): void => {
    shown = { undo: past.at(-1)?.label ?? null, redo: future.at(-1)?.label ?? null }
    listeners.forEach((listener) => listener())
  }
  const become = (steps: Step<Value>[]): void => {
    past = steps.slice(-maximumSteps)
    future = []
    tell()
  }
  const remember = (label: string, value: Value): void => become([...past, { label, value }])
  store.subscribe(({ cause, before, label }) => {
    if (cause === 'edit' && !gesture) remember(label, before)
    if (cause !== 'open') return
    gesture = null
    become([])
  })
  const end = (ended: OpenGesture<Value> | null): void => {
    if (!ended || gesture !== ended) return
    gesture = null
    if (store.get() !== ended.mark) remember(ended.label, ended.mark)
  }
  const cancel = (cancelled: OpenGesture<Value>): void => {
    if (gesture !== cancelled) return
    gesture = null
    store.restore(cancelled.label, cancelled.mark)
  }
  /** Moves one step from one list to the other. */
  const travel = (from: Step<Value>[], to: Step<Value>[]): void => {
    const step = from.pop()
    if (!step) return
    to.push({ ...step, value: store.get() })
    store.restore(step.label, step.value)
    tell()
  }
  return {
    state: () => shown,
    undo() {
      if (gesture) cancel(gesture)
      else travel(past, future)
    },
    redo() {
      end(gesture)
      travel(future, past)
    },
    begin(label) {
      end(gesture)
      const begun = (gesture = { label, mark: store.get() })
      return { end: () => end(begun), cancel: () => cancel(begun) }
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
