import JZZ from 'jzz'
import { openMidiSystem, type MidiSystem } from '../../src/main/engine/midi/midiSystem'
import type { PortProcess } from '../../src/main/engine/midi/portsHost'
import type { PortHostMessage, PortProcessMessage } from '../../src/main/engine/midi/protocol'
import { servePorts } from '../../src/main/engine/midi/servePorts'
import { systemMilliseconds } from '../../src/main/engine/midi/systemClock'

/** JZZ has virtual ports, its types do not. */
const withVirtualPorts = JZZ as unknown as { addMidiOut(name: string, port: unknown): void }

export interface Heard {
  /** Milliseconds of the system's clock. */
  readonly at: number
  readonly bytes: readonly number[]
}

/** A virtual port of JZZ that records what it is told. */
export function recordingPort(name: string): Heard[] {
  const heard: Heard[] = []
  const port = JZZ.Widget({
    _receive: (message: ArrayLike<number>) =>
      void heard.push({ at: systemMilliseconds(), bytes: Array.from(message) }),
  })
  withVirtualPorts.addMidiOut(name, port)
  return heard
}

export const isPanic = (bytes: readonly number[]): boolean =>
  (bytes[0]! & 0xf0) === 0xb0 && [64, 120, 123].includes(bytes[1]!)

export interface JoinedProcess {
  readonly start: () => PortProcess
  /** Ends the process that was started last, as a driver's crash does. */
  readonly crash: () => void
  readonly starts: () => number
}

/** The MIDI process without a process: its server joined to the host in this one, over JZZ's virtual ports. */
export function joinedProcess(
  change?: (listener: () => void) => void,
  open: () => Promise<MidiSystem> = openMidiSystem,
): JoinedProcess {
  const crashes: (() => void)[] = []
  const start = (): PortProcess => {
    let toServer: (message: PortHostMessage) => void = () => undefined
    let toHost: (message: PortProcessMessage) => void = () => undefined
    let isAlive = true
    const exits: (() => void)[] = []
    const exit = (): void => {
      isAlive = false
      for (const listener of exits) listener()
    }
    servePorts(
      {
        send: (message) => isAlive && toHost(message),
        onMessage: (listener) => (toServer = listener),
        onGone: () => undefined,
      },
      async () => {
        const system = await open()
        return change ? { ...system, onChange: change } : system
      },
      exit,
    )
    crashes.push(exit)
    return {
      send: (message) => isAlive && toServer(message),
      onMessage: (listener) => (toHost = listener),
      onExit: (listener) => void exits.push(listener),
    }
  }
  return { start, crash: () => crashes.at(-1)!(), starts: () => crashes.length }
}
