import JZZ from 'jzz'
import { afterEach, describe, expect, test } from 'vitest'
import { Failure } from '../../../src/core/base/failure'
import { failureText } from '../../../src/core/base/failureText'
import type { ScheduledMessage } from '../../../src/core/music/scheduledMessage'
import { channelBytes } from '../../../src/core/playback/channelBytes'
import { timecodeCount } from '../../../src/core/playback/midiTimecode'
import { rational } from '../../../src/core/time/rational'
import { parseTimecode } from '../../../src/core/time/timecode'
import { ticks } from '../../../src/core/time/units'
import { openMidiSystem, type MidiSystem } from '../../../src/main/engine/midi/midiSystem'
import { createMidiPorts, type MidiPorts, type PortProcess } from '../../../src/main/engine/midi/portsHost'
import type { PlaybackPlan } from '../../../src/core/playback/playbackPlan'
import type { PortHostMessage, PortProcessMessage } from '../../../src/main/engine/midi/protocol'
import { servePorts } from '../../../src/main/engine/midi/servePorts'

/** JZZ has virtual ports, its types do not. */
const withVirtualPorts = JZZ as unknown as { addMidiOut(name: string, port: unknown): void }

interface Heard {
  readonly at: number
  readonly bytes: readonly number[]
}

const now = (): number => performance.timeOrigin + performance.now()

/** A virtual port of JZZ that records what it is told. */
function recordingPort(name: string): Heard[] {
  const heard: Heard[] = []
  const port = JZZ.Widget({
    _receive: (message: ArrayLike<number>) => void heard.push({ at: now(), bytes: Array.from(message) }),
  })
  withVirtualPorts.addMidiOut(name, port)
  return heard
}

/** The MIDI process without a process: host and server joined in this one, over JZZ's virtual ports. */
function joined(change?: (listener: () => void) => void, open = openMidiSystem) {
  const servers: { crash: () => void }[] = []
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
      async (): Promise<MidiSystem> => {
        const system = await open()
        return change ? { ...system, onChange: change } : system
      },
      exit,
    )
    servers.push({ crash: exit })
    return {
      send: (message) => isAlive && toServer(message),
      onMessage: (listener) => (toHost = listener),
      onExit: (listener) => void exits.push(listener),
    }
  }
  const ports = createMidiPorts(start)
  opened.push(ports)
  return { ports, servers }
}

const opened: MidiPorts[] = []
afterEach(async () => {
  for (const ports of opened.splice(0)) await ports.close()
})

const note = (time: number, length: number, pitch: number, channel = 0): ScheduledMessage[] => [
  { time, message: { kind: 'noteOn', channel, pitch, velocity: 90 } },
  { time: time + length, message: { kind: 'noteOff', channel, pitch } },
]

const music: readonly ScheduledMessage[] = [
  { time: 0, message: { kind: 'program', channel: 0, program: 48 } as const },
  ...note(0, 0.2, 60),
  ...note(0.1, 0.2, 64),
  ...note(0.25, 0.1, 67),
].sort((a, b) => a.time - b.time)

const planOf = (output: string, more: Partial<PlaybackPlan> = {}): PlaybackPlan => ({
  parts: [{ output, latency: 0, messages: music }],
  end: 0.5,
  ...more,
})

const ended = (ports: MidiPorts): Promise<string> =>
  new Promise((resolve) => ports.onEvent(({ kind }) => kind !== 'ports' && resolve(kind)))

const isPanic = (bytes: readonly number[]): boolean =>
  (bytes[0]! & 0xf0) === 0xb0 && [64, 120, 123].includes(bytes[1]!)

describe('the MIDI process over virtual ports (docs/spec/midi-ports.md)', () => {
  test('M2 plays the very events, in order, none before its time, and ends with silence', async () => {
    const heard = recordingPort('Hitpoint test M2')
    const { ports } = joined()
    expect((await ports.list()).outputs).toContain('Hitpoint test M2')
    await ports.load(planOf('Hitpoint test M2'))
    const begun = now()
    const end = ended(ports)
    await ports.play(0)
    expect(await end).toBe('ended')
    const played = heard.filter(({ bytes }) => !isPanic(bytes))
    expect(played.map(({ bytes }) => bytes)).toEqual(music.map(({ message }) => [...channelBytes(message)]))
    played.forEach(({ at }, index) => expect(at - begun).toBeGreaterThan(music[index]!.time * 1000 - 1))
    expect(heard.filter(({ bytes }) => isPanic(bytes))).toHaveLength(48)
  })

  test('M2 from the middle: program and held notes first; M3 a stop ends them by note-offs and on all channels', async () => {
    const heard = recordingPort('Hitpoint test M3')
    const { ports } = joined()
    await ports.load(
      planOf('Hitpoint test M3', {
        parts: [{ output: 'Hitpoint test M3', latency: 0, messages: [music[0]!, ...note(1, 600, 60)] }],
        end: 900,
      }),
    )
    await ports.play(30)
    expect(heard.map(({ bytes }) => bytes)).toEqual([
      [0xc0, 48],
      [0x90, 60, 90],
    ])
    await ports.stop()
    expect(heard[2]!.bytes).toEqual([0x80, 60, 0])
    expect(heard.slice(3).every(({ bytes }) => isPanic(bytes))).toBe(true)
    expect(heard.slice(3)).toHaveLength(48)
    await ports.stop()
    expect(heard).toHaveLength(51)
  })

  test('M3 jumping and quitting silence too', async () => {
    const heard = recordingPort('Hitpoint test quit')
    const { ports } = joined()
    await ports.load(
      planOf('Hitpoint test quit', {
        parts: [{ output: 'Hitpoint test quit', latency: 0, messages: note(1, 600, 60) }],
        end: 900,
      }),
    )
    await ports.play(30)
    await ports.play(40)
    await ports.close()
    const offs = heard.filter(({ bytes }) => bytes[0] === 0x80)
    expect(offs).toHaveLength(2)
    expect(heard.filter(({ bytes }) => isPanic(bytes))).toHaveLength(96)
  })

  test('M3 after a crash the next process silences the same ports', async () => {
    const heard = recordingPort('Hitpoint test crash')
    const { ports, servers } = joined()
    await ports.load(planOf('Hitpoint test crash', { end: 900 }))
    await ports.play(0.3)
    const crashed = ended(ports)
    servers[0]!.crash()
    expect(await crashed).toBe('crashed')
    expect((await ports.list()).outputs).toContain('Hitpoint test crash')
    expect(servers).toHaveLength(2)
    await expect.poll(() => heard.filter(({ bytes }) => isPanic(bytes)).length).toBeGreaterThanOrEqual(48)
  })

  test('M4-M6 clock, timecode and transport frame the music', async () => {
    const heard = recordingPort('Hitpoint test sync')
    const { ports } = joined()
    const count = timecodeCount(rational(25), parseTimecode('01:00:00:00'))
    const sync = {
      output: 'Hitpoint test sync',
      latency: 0,
      tempo: [{ tick: ticks(0), microsecondsPerQuarter: 500_000 }],
      timecode: count,
      machineControl: count,
    }
    await ports.load({ parts: [], sync, end: 1.5 })
    const end = ended(ports)
    await ports.play(1)
    await end
    const bytes = heard.map((each) => each.bytes)
    expect(bytes[0]).toEqual([0xf0, 0x7f, 0x7f, 6, 0x44, 6, 1, 0x21, 0, 1, 0, 0, 0xf7])
    expect(bytes[1]).toEqual([0xf0, 0x7f, 0x7f, 6, 3, 0xf7])
    expect(bytes[2]).toEqual([0xf0, 0x7f, 0x7f, 1, 1, 0x21, 0, 1, 0, 0xf7])
    expect(bytes[3]).toEqual([0xf2, 8, 0])
    expect(bytes.filter(([status]) => status === 0xfb)).toHaveLength(1)
    expect(bytes.filter(([status]) => status === 0xf8)).toHaveLength(24)
    expect(bytes.filter(([status]) => status === 0xf1)).toHaveLength(50)
    expect(bytes.slice(-2)).toEqual([[0xfc], [0xf0, 0x7f, 0x7f, 6, 1, 0xf7]])
  })
})

describe('what ports can do wrong (M7)', () => {
  test('a port that is not there is told, and none of the others is opened', async () => {
    const heard = recordingPort('Hitpoint test there')
    const { ports } = joined()
    const plan: PlaybackPlan = {
      parts: [
        { output: 'Hitpoint test there', latency: 0, messages: music },
        { output: 'Hitpoint test', latency: 0, messages: music },
      ],
      end: 1,
    }
    await expect(ports.load(plan)).rejects.toMatchObject({
      code: 'midi-port-missing',
      context: { name: 'Hitpoint test' },
    })
    await expect(ports.play(0)).rejects.toMatchObject({ code: 'wrong-use' })
    expect(failureText(new Failure('midi-port-missing', { name: 'Hitpoint test' }))).toContain(
      '“Hitpoint test”',
    )
    expect(heard).toEqual([])
  })

  test('a port that vanishes ends the playing, and the others are silenced', async () => {
    const kept = recordingPort('Hitpoint test stays')
    recordingPort('Hitpoint test goes')
    let changed: () => void = () => undefined
    let gone = false
    const { ports } = joined(
      (listener) => (changed = listener),
      async () => {
        const system = await openMidiSystem()
        const list = (): ReturnType<MidiSystem['list']> => {
          const { inputs, outputs } = system.list()
          return { inputs, outputs: outputs.filter((name) => !gone || name !== 'Hitpoint test goes') }
        }
        return { ...system, list }
      },
    )
    const parts = ['Hitpoint test stays', 'Hitpoint test goes'].map((output) => ({
      output,
      latency: 0,
      messages: note(0, 600, 60),
    }))
    await ports.load({ parts, end: 900 })
    await ports.play(1)
    const lost = ended(ports)
    gone = true
    changed()
    expect(await lost).toBe('lost')
    expect(kept.some(({ bytes }) => bytes[0] === 0x80 && bytes[1] === 60)).toBe(true)
    expect(kept.filter(({ bytes }) => isPanic(bytes))).toHaveLength(48)
  })

  test('a system without MIDI is told', async () => {
    const { ports } = joined(undefined, () =>
      Promise.reject(new Failure('midi-unavailable', { reason: 'no driver' })),
    )
    await expect(ports.list()).rejects.toMatchObject({ code: 'midi-unavailable' })
  })
})
