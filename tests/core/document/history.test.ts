import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createHistory, maximumSteps } from '../../../src/core/document/history'
import { createStore, type Change } from '../../../src/core/document/store'

const numbers = () => {
  const store = createStore<{ readonly n: number }>({ n: 0 })
  return { store, history: createHistory(store) }
}

describe('docs/spec/history.md', () => {
  it('H1: an edit that gives the same value back is not heard of and cannot be undone', () => {
    const { store, history } = numbers()
    const heard: Change<unknown>[] = []
    store.subscribe((change) => heard.push(change))
    store.edit('Nothing', (value) => value)
    expect(heard).toEqual([])
    expect(history.state().undo).toBeNull()
  })

  it('H2, H3: undo and redo walk through the very values of any row of edits', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1, maxLength: 30 }), (edits) => {
        const { store, history } = numbers()
        const values = [store.get()]
        for (const n of edits) {
          store.edit(`Set ${n}`, () => ({ n }))
          values.push(store.get())
        }
        for (let index = edits.length - 1; index >= 0; index--) {
          expect(history.state().undo).toBe(`Set ${edits[index]}`)
          history.undo()
          expect(store.get()).toBe(values[index])
        }
        expect(history.state().undo).toBeNull()
        for (let index = 1; index < values.length; index++) {
          history.redo()
          expect(store.get()).toBe(values[index])
        }
        expect(history.state().redo).toBeNull()
      }),
    )
  })

  it('H4: an edit after an undo forgets the redo', () => {
    const { store, history } = numbers()
    store.edit('One', () => ({ n: 1 }))
    history.undo()
    store.edit('Two', () => ({ n: 2 }))
    history.redo()
    expect(store.get().n).toBe(2)
    expect(history.state()).toEqual({ undo: 'Two', redo: null })
  })

  it('H5: a gesture of many edits is one step, and an empty one none', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 20 }), (moves) => {
        const { store, history } = numbers()
        const start = store.get()
        const gesture = history.begin('Drag')
        for (const move of moves) store.edit('Move', ({ n }) => ({ n: n + move }))
        gesture.end()
        expect(history.state().undo).toBe(moves.length > 0 ? 'Drag' : null)
        history.undo()
        expect(store.get()).toBe(start)
        expect(history.state().undo).toBeNull()
      }),
    )
  })

  it('H5: cancelling a gesture, or undoing during it, puts its beginning back and leaves no step', () => {
    for (const stop of ['cancel', 'undo'] as const) {
      const { store, history } = numbers()
      store.edit('Before', () => ({ n: 1 }))
      const mark = store.get()
      const gesture = history.begin('Drag')
      store.edit('Move', () => ({ n: 2 }))
      if (stop === 'cancel') gesture.cancel()
      else history.undo()
      gesture.end()
      expect(store.get()).toBe(mark)
      expect(history.state()).toEqual({ undo: 'Before', redo: null })
    }
  })

  it('H6: opening another document empties the history', () => {
    const { store, history } = numbers()
    store.edit('One', () => ({ n: 1 }))
    history.begin('Drag')
    store.open({ n: 9 })
    history.undo()
    expect(store.get().n).toBe(9)
    expect(history.state()).toEqual({ undo: null, redo: null })
  })

  it('H7: keeps the newest steps', () => {
    const { store, history } = numbers()
    for (let n = 1; n <= maximumSteps + 5; n++) store.edit('Count', () => ({ n }))
    while (history.state().undo) history.undo()
    expect(store.get().n).toBe(5)
  })
})
