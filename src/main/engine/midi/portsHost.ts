import { fork, type ChildProcess } from 'node:child_process'
import { Failure } from '../../../core/base/failure'
import type { ScheduledMessage } from '../../../core/music/scheduledMessage'
import type { PlaybackPlan } from '../../../core/playback/playbackPlan'
import type { PortEvent, PortHostMessage, PortList, PortProcessMessage, PortRequest } from './protocol'
import { systemMilliseconds } from './systemClock'

/** A started MIDI process, or a stand-in of tests. */
export interface PortProcess {
  readonly send: (message: PortHostMessage) => void
  readonly onMessage: (listener: (message: PortProcessMessage) => void) => void
  readonly onExit: (listener: () => void) => void
}

/** The system's MIDI ports, played by a process of their own. */
export interface MidiPorts {
  /** Rejects with Failure `midi-unavailable` or `midi-crashed`. */
  list(): Promise<PortList>
  /** Opens what the plan names. Rejects with Failure `midi-port-missing`; nothing is open then. */
  load(plan: PlaybackPlan): Promise<void>
  /** Plays the loaded plan from a film time in seconds, now unless `at` says when (milliseconds of the system's clock). */
  play(film: number, options?: PlayOptions): Promise<void>
  /** Goes on by another reading of the clock that it plays by; without a gap. */
  follow(film: number, at: number, rate: number): Promise<void>
  /** Silences everything; `film`: where the film stands now, for what follows. */
  stop(film?: number): Promise<void>
  onEvent(listener: (event: HostEvent) => void): () => void
  /** Silences everything and ends the process. */
  close(): Promise<void>
}

export interface PlayOptions {
  readonly rate?: number | undefined
  readonly at?: number | undefined
  /** A count-in, at film times before the beginning. */
  readonly lead?: readonly ScheduledMessage[] | undefined
}

/** Starts the built MIDI process under plain Node. */
export function forkPortProcess(entry: string): PortProcess {
  const child: ChildProcess = fork(entry, [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  return {
    send: (message) => void (child.connected && child.send(message, () => undefined)),
    onMessage: (listener) => void child.on('message', (message) => listener(message as PortProcessMessage)),
    onExit: (listener) => void child.once('exit', listener),
  }
}

interface Waiting {
  readonly resolve: (value: PortList | null) => void
  readonly reject: (error: Failure) => void
}

export type HostEvent = PortEvent | { readonly kind: 'crashed' }

/** The process with the requests that wait for it; started when it is asked first, and again after a crash. */
function createLine(start: () => PortProcess, onEvent: (event: HostEvent) => void) {
  const waiting = new Map<number, Waiting>()
  let process: PortProcess | null = null
  let isClosing = false
  let nextId = 1
  const onMessage = (message: PortProcessMessage): void => {
    if (message.kind === 'event') return onEvent(message.event)
    const call = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.kind === 'done') call?.resolve(message.value)
    else call?.reject(new Failure(message.code, message.context))
  }
  const onExit = (): void => {
    process = null
    for (const { reject } of waiting.values()) reject(new Failure('midi-crashed'))
    waiting.clear()
    if (!isClosing) onEvent({ kind: 'crashed' })
  }
  const ensure = (): PortProcess => {
    if (process) return process
    process = start()
    process.onMessage(onMessage)
    process.onExit(onExit)
    return process
  }
  return {
    isStarted: () => process !== null,
    ask: (request: PortRequest): Promise<PortList | null> =>
      new Promise((resolve, reject) => {
        const id = nextId++
        waiting.set(id, { resolve, reject })
        ensure().send({ kind: 'request', id, request })
      }),
    close: (): Promise<void> =>
      new Promise((resolve) => {
        isClosing = true
        if (!process) return resolve()
        process.onExit(resolve)
        process.send({ kind: 'quit' })
      }),
  }
}

/**
 * The host of the MIDI process. After a crash the next process opens what was loaded and silences it (M3): a device holds its notes
 * whether or not anyone is left to end them.
 */
export function createMidiPorts(start: () => PortProcess): MidiPorts {
  const listeners = new Set<(event: HostEvent) => void>()
  let plan: PlaybackPlan | null = null
  let isPlaying = false
  const silenceAnew = async (wasLoaded: PlaybackPlan): Promise<void> => {
    await line.ask({ kind: 'load', plan: wasLoaded })
    await line.ask({ kind: 'stop', film: 0 })
  }
  const line = createLine(start, (event) => {
    const before = isPlaying ? plan : null
    if (event.kind !== 'ports') isPlaying = false
    if (event.kind === 'lost' || event.kind === 'crashed') plan = null
    // Where even that fails there is nothing left to be silenced by.
    if (event.kind === 'crashed' && before) silenceAnew(before).catch(() => undefined)
    for (const listener of listeners) listener(event)
  })
  return {
    list: async () => (await line.ask({ kind: 'list' }))!,
    async load(wanted) {
      isPlaying = false
      await line.ask({ kind: 'load', plan: wanted })
      plan = wanted
    },
    async play(film, { rate = 1, at = systemMilliseconds(), lead = [] } = {}) {
      if (!plan) throw new Failure('wrong-use', { reason: 'nothing is loaded to play' })
      isPlaying = true
      await line.ask({ kind: 'play', film, rate, at, lead })
    },
    async follow(film, at, rate) {
      if (isPlaying) await line.ask({ kind: 'follow', film, at, rate })
    },
    async stop(film) {
      isPlaying = false
      if (line.isStarted()) await line.ask({ kind: 'stop', film })
    },
    onEvent(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => line.close(),
  }
}
