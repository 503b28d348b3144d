import type { Cancellation } from '../../../core/base/cancellation'
import type { Tensor } from './tensor'

/** A loaded network. */
export interface InferenceSession {
  /** The execution provider that runs it. */
  readonly provider: string
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>
  release(): Promise<void>
}

/** The files of a network: int8 for the CPU, fp16 or fp32 for the others. */
export interface NetworkFiles {
  readonly cpu: string
  readonly accelerated: string
}

/** A verified model on disk. */
export interface ModelLocation {
  readonly directory: string
  /** The parsed meta.json. */
  readonly meta: unknown
}

/** What a running task is given: its model's files, the runtime, a way to report, and the wish to stop. */
export interface TaskEnvironment<Event> {
  readonly model: ModelLocation
  readFile(name: string): Promise<Uint8Array>
  /** Opens the network on the first of the wanted providers that works; the CPU comes last by itself. */
  openNetwork(files: NetworkFiles, wantedProviders: readonly string[]): Promise<InferenceSession>
  emit(event: Event): void
  readonly cancellation: Cancellation
}

/** A model's use: pure work before and after the network, with everything that touches the machine passed in. */
export interface Task<Input, Event, Output> {
  /** Its name in the registry; of a task with a model of its own also the key in resources/models/manifest.json. */
  readonly key: string
  run(input: Input, environment: TaskEnvironment<Event>): Promise<Output>
}

/** Declares a task; input, event and output types follow from `run`. Inputs, events and outputs are plain data. */
export const defineTask = <Input, Event, Output>(
  task: Task<Input, Event, Output>,
): Task<Input, Event, Output> => task
