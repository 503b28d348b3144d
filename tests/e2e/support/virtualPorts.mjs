/**
 * Loaded into every Node process of a host by NODE_OPTIONS: gives the MIDI process virtual ports of JZZ, named in HITPOINT_TEST_PORTS,
 * and writes what they are told to HITPOINT_TEST_PORTS_LOG, a line for each message. The app knows nothing of it.
 */
import { appendFileSync } from 'node:fs'

const { HITPOINT_TEST_PORTS: names, HITPOINT_TEST_PORTS_LOG: log } = process.env

if (names && log && process.argv[1]?.endsWith('midiProcess.js')) {
  const { default: JZZ } = await import('jzz')
  for (const port of names.split(','))
    JZZ.addMidiOut(
      port,
      JZZ.Widget({
        _receive(message) {
          const at = performance.timeOrigin + performance.now()
          appendFileSync(log, `${JSON.stringify({ port, at, process: process.pid, bytes: [...message] })}\n`)
        },
      }),
    )
}
