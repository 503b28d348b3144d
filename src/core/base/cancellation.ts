import { Failure } from './failure'

/** What cancellable work needs to know; an AbortSignal satisfies it. */
export interface Cancellation {
  readonly aborted: boolean
}

/** Throws the failure `cancelled` once the work is no longer wanted. */
export function throwIfCancelled(cancellation: Cancellation | undefined): void {
  if (cancellation?.aborted) throw new Failure('cancelled')
}
