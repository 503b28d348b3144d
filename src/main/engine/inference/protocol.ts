import type { FailureCode } from '../../../core/base/failure'
import type { ModelLocation } from './task'

/** From the host to the inference process. */
export type HostMessage =
  | {
      readonly kind: 'run'
      readonly id: number
      readonly task: string
      readonly input: unknown
      readonly model: ModelLocation
    }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'stop' }

/** From the inference process to the host. */
export type ProcessMessage =
  | { readonly kind: 'ready'; readonly providers: readonly string[] }
  | { readonly kind: 'event'; readonly id: number; readonly event: unknown }
  | { readonly kind: 'done'; readonly id: number; readonly output: unknown }
  | {
      readonly kind: 'failed'
      readonly id: number
      readonly code: FailureCode
      readonly context: Readonly<Record<string, string | number>>
    }

/** The host's end of a started inference process: a forked Node process or Electron's utilityProcess. */
export interface InferenceProcess {
  send(message: HostMessage): void
  onMessage(listener: (message: ProcessMessage) => void): void
  /** Called once, when the process is gone; `reason` is for the log. */
  onExit(listener: (reason: string) => void): void
  kill(): void
}

/** The process's own end. Messages cross by structured clone, typed arrays included. */
export interface ProcessPort {
  send(message: ProcessMessage): void
  onMessage(listener: (message: HostMessage) => void): void
}
