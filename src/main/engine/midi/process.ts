import { openMidiSystem } from './midiSystem'
import type { PortHostMessage } from './protocol'
import { servePorts } from './servePorts'

/** Entry of the MIDI process: built to out/main/midiProcess.js. However it ends, it silences what it played (M3). */

servePorts(
  {
    send: (message) => void process.send?.(message),
    onMessage: (listener) => void process.on('message', (message) => listener(message as PortHostMessage)),
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
