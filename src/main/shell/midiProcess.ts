import { join } from 'node:path'
import { utilityProcess } from 'electron'
import type { PortProcess } from '../engine/midi/portsHost'
import type { PortProcessMessage } from '../engine/midi/protocol'

/** Starts the process of the MIDI ports as an Electron utility process. */
export function startMidiUtility(): PortProcess {
  const child = utilityProcess.fork(join(import.meta.dirname, 'midiProcess.js'), [], {
    serviceName: 'Hitpoint MIDI',
  })
  return {
    send: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', (message: PortProcessMessage) => listener(message)),
    onExit: (listener) => void child.once('exit', () => listener()),
  }
}
