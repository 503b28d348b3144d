import { useEffect, useState } from 'react'

export type CallState<Value> =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'ready'; readonly value: Value }
  | { readonly kind: 'failed'; readonly error: unknown }

/** Runs `ask` once for each new `key` and tells how it stands. */
export function useCall<Value>(key: string, ask: () => Promise<Value>): CallState<Value> {
  const [state, setState] = useState<CallState<Value>>({ kind: 'waiting' })
  useEffect(() => {
    let wanted = true
    ask().then(
      (value) => wanted && setState({ kind: 'ready', value }),
      (error: unknown) => wanted && setState({ kind: 'failed', error }),
    )
    return () => {
      wanted = false
    }
  }, [key])
  return state
}
