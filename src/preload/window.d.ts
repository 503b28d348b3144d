import type { WireAnswer } from '../contract/failures'

declare global {
  /** A call of the contract as the bridge offers it. */
  type BridgeCall = (input: unknown) => Promise<WireAnswer>
  /** An event of the contract: subscribes, and answers with the subscription's end. */
  type BridgeEvent = (listener: (payload: unknown) => void) => () => void

  interface Window {
    /** Present in Electron only. */
    readonly hitpointBridge?: Readonly<Record<string, Readonly<Record<string, BridgeCall | BridgeEvent>>>>
  }
}
