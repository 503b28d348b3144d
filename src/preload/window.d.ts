import type { WireAnswer } from '../contract/failures'
import type { OpenedFile } from '../contract/files'

declare global {
  /** A call of the contract as the bridge offers it. */
  type BridgeCall = (input: unknown) => Promise<WireAnswer>
  /** An event of the contract: subscribes, and answers with the subscription's end. */
  type BridgeEvent = (listener: (payload: unknown) => void) => () => void

  interface Window {
    /** Present in Electron only. */
    readonly hitpointBridge?: {
      readonly services: Readonly<Record<string, Readonly<Record<string, BridgeCall | BridgeEvent>>>>
      /** Opens files that were dropped on the window; what is no video, project or sound bank is left out. */
      readonly adopt: (files: readonly File[]) => Promise<readonly OpenedFile[]>
    }
  }
}
