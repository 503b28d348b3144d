import { openMidiSystem } from './midiSystem'
import type { PortHostMessage, PortProcessMessage } from './protocol'
import { servePorts, type PortChannel } from './servePorts'

/** Entry of the MIDI process: built to out/main/midiProcess.js. However it ends, it silences what it played (M3). */

/** The part of Electron's `process.parentPort` that is used here. */
interface ParentPort {
  postMessage(message: PortProcessMessage): void
  on(event: 'message', listener: (event: { readonly data: PortHostMessage }) => void): void
}

function openChannel(): Pick<PortChannel, 'send' | 'onMessage'> {
  const parent = (process as { readonly parentPort?: ParentPort }).parentPort
  if (parent)
    return {
      send: (message) => parent.postMessage(message),
      onMessage: (listener) => parent.on('message', ({ data }) => listener(data)),
    }
  return {
    send: (message) => void process.send?.(message),
    onMessage: (listener) => void process.on('message', (message) => listener(message as PortHostMessage)),
  }
}

servePorts(
  {
    ...openChannel(),
    onGone(listener) {
      process.on('disconnect', listener)
      process.on('SIGTERM', listener)
      // A terminal's Ctrl-C reaches every process of it; the host says when to stop.
      process.on('SIGINT', () => undefined)
      process.on('uncaughtException', listener)
    },
  },
  openMidiSystem,
  () => process.exit(0),
)
