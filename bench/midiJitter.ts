/**
 * `node scripts/run.mjs bench/midiJitter.ts [--seconds 20]`: how far from its time a message reaches a virtual MIDI port, played by the
 * port player with MIDI clock and timecode, beside an idle timer's own lateness in the same run. Milliseconds.
 */
import { parseArgs } from 'node:util'
import { timecodeCount } from '../src/core/playback/midiTimecode'
import { rational } from '../src/core/time/rational'
import { ticks } from '../src/core/time/units'
import { createPortPlayer } from '../src/main/engine/midi/portPlayer'
import { openMidiSystem } from '../src/main/engine/midi/midiSystem'
import JZZ from 'jzz'

/** JZZ has virtual ports, its types do not. */
const withVirtualPorts = JZZ as unknown as { addMidiOut(name: string, port: unknown): void }

const portName = 'Hitpoint jitter'
const now = (): number => performance.timeOrigin + performance.now()

const arrivals: number[] = []
withVirtualPorts.addMidiOut(
  portName,
  JZZ.Widget({
    _receive: (message: ArrayLike<number>) => {
      if (((message[0] ?? 0) & 0xf0) === 0x90) arrivals.push(now())
    },
  }),
)

/** How late an idle timer of 125 ms wakes. */
async function idleTimer(until: number): Promise<number[]> {
  const late: number[] = []
  while (now() < until) {
    const due = now() + 125
    await new Promise((resolve) => setTimeout(resolve, 125))
    late.push(now() - due)
  }
  return late
}

function row(name: string, errors: readonly number[]): string {
  const sorted = [...errors].sort((a, b) => a - b)
  const at = (share: number): string =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!.toFixed(2)
  return `| ${name} (${sorted.length}) | ${at(0.5)} | ${at(0.99)} | ${sorted.at(-1)!.toFixed(2)} |`
}

export async function main(parameters: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...parameters],
    options: { seconds: { type: 'string', default: '20' } },
  })
  const length = Number(values.seconds)
  if (!(length > 0)) throw new RangeError('--seconds takes a number above 0')
  // Sixteenths at 120, as a sequencer plays them.
  const times = Array.from({ length: Math.floor(length * 8) }, (_, index) => index / 8)
  const output = await (await openMidiSystem()).open(portName)
  const messages = times.flatMap((time) => [
    { time, message: { kind: 'noteOn', channel: 0, pitch: 60, velocity: 90 } as const },
    { time: time + 0.06, message: { kind: 'noteOff', channel: 0, pitch: 60 } as const },
  ])
  const sync = {
    output: portName,
    latency: 0,
    tempo: [{ tick: ticks(0), microsecondsPerQuarter: 500_000 }],
    timecode: timecodeCount(rational(25), null),
  }
  const begun = now() + 100
  const end = new Promise<void>((resolve) => {
    createPortPlayer(
      { parts: [{ output: portName, latency: 0, messages }], sync, end: length },
      new Map([[portName, output]]),
      now,
      resolve,
    ).play({ film: 0, at: begun, rate: 1 })
  })
  const [idle] = await Promise.all([idleTimer(begun + length * 1000), end])
  const errors = arrivals.map((at, index) => at - begun - times[index]! * 1000)
  console.log('| late, ms | p50 | p99 | worst |\n|---|---|---|---|')
  console.log(row('notes at the port', errors))
  console.log(row('idle timer', idle))
}
