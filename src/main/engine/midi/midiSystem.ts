import JZZ from 'jzz'
import { Failure } from '../../../core/base/failure'
import type { PortList } from './protocol'

export interface MidiOutput {
  readonly send: (bytes: readonly number[]) => void
  readonly close: () => void
}

/** The ports of this machine. */
export interface MidiSystem {
  readonly list: () => PortList
  /** Rejects with Failure `midi-port-missing`. */
  readonly open: (name: string) => Promise<MidiOutput>
  /** Hears that ports came or went. */
  readonly onChange: (listener: () => void) => void
}

interface NamedPort {
  readonly name: string
}

/** JZZ types what it tells of its ports as anything. */
const portsOf = (engine: {
  info(): unknown
}): { readonly inputs: readonly NamedPort[]; readonly outputs: readonly NamedPort[] } =>
  engine.info() as { inputs: NamedPort[]; outputs: NamedPort[] }

/** Opens the system's MIDI. Rejects with Failure `midi-unavailable` where there is none. */
export async function openMidiSystem(): Promise<MidiSystem> {
  let engine: Awaited<ReturnType<typeof JZZ>>
  try {
    engine = await JZZ({ sysex: true })
  } catch (error) {
    throw new Failure('midi-unavailable', { reason: error instanceof Error ? error.message : String(error) })
  }
  // Where its drivers do not exist for a system, JZZ opens all the same, with nothing behind it.
  const { engine: behind, outputs: virtual } = engine.info() as { engine: string; outputs: unknown[] }
  if (behind === 'none' && virtual.length === 0)
    throw new Failure('midi-unavailable', {
      reason: `there is no MIDI driver for ${process.platform} on ${process.arch}`,
    })
  return {
    list() {
      const { inputs, outputs } = portsOf(engine)
      const names = (ports: readonly NamedPort[]): string[] => ports.map(({ name }) => name)
      return { inputs: names(inputs), outputs: names(outputs) }
    },
    async open(name) {
      // JZZ takes a name in part; a port that is not there must not become another one.
      if (!portsOf(engine).outputs.some((port) => port.name === name))
        throw new Failure('midi-port-missing', { name })
      try {
        const port = await engine.openMidiOut(name)
        return { send: (bytes) => void port.send([...bytes]), close: () => void port.close() }
      } catch {
        throw new Failure('midi-port-missing', { name })
      }
    },
    onChange: (listener) => void engine.onChange(listener),
  }
}
