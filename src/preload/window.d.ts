import type { WireAnswer } from '../contract/failures'

declare global {
  interface Window {
    /** Present in Electron only: calls answer with a {@link WireAnswer}, events subscribe. */
    readonly hitpointBridge?: Readonly<
      Record<string, Readonly<Record<string, ((input: unknown) => Promise<WireAnswer>) & ((listener: (payload: unknown) => void) => () => void)>>>
    >
  }
}
