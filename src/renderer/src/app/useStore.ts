import { useSyncExternalStore } from 'react'
import type { Store } from '../../../core/document/store'

/** What `select` picks of a store's value; the component renders again when that becomes another one. */
export function useStore<Value, Picked>(
  store: Pick<Store<Value>, 'get' | 'subscribe'>,
  select: (value: Value) => Picked,
): Picked {
  return useSyncExternalStore(store.subscribe, () => select(store.get()))
}
