import { parseMidi } from 'midi-file'
import { afterEach, describe, expect, it } from 'vitest'
import { services } from '../../../src/contract/index'
import type { MidiPortList } from '../../../src/contract/midi'
import { Failure } from '../../../src/core/base/failure'
import { portPlan, type PortRouting } from '../../../src/core/export/portPlan'
import { writeMidiFile } from '../../../src/core/export/midiFile'
import type { Score, Track } from '../../../src/core/music/score'
import type { PlaybackPlan } from '../../../src/core/playback/playbackPlan'
import { createTempoMap } from '../../../src/core/time/tempoMap'
import { rational } from '../../../src/core/time/rational'
import { ticks } from '../../../src/core/time/units'
import { answerCall } from '../../../src/main/engine/hosting/answerCall'
import { exampleDocument } from '../../fixtures/exampleDocument'
import { isPanic, joinedProcess, recordingPort, type Heard } from '../../support/virtualPorts'
import { openHost } from './support/openHost'

const track = (name: string, channel: number, pitch: number): Track => ({
  ...{ id: name, name, channel, program: 48, volume: 100, pan: 64, family: 'strings' },
  notes: [0, 480, 960, 1200].map((start) => ({
    start: ticks(start),
    duration: ticks(200),
    pitch: pitch + start / 240,
    velocity: 90,
  })),
  controls: [{ tick: ticks(480), controller: 11, value: 70 }],
})

const score: Score = {
  tempo: [
    { tick: ticks(0), microsecondsPerQuarter: 400_000 },
    { tick: ticks(960), microsecondsPerQuarter: 300_000 },
  ],
  metre: [{ tick: ticks(0), numerator: 4, denominator: 4 }],
  tracks: [track('Strings', 0, 60), track('Brass', 1, 48)],
  ...{ keys: [], chords: [], markers: [], endTick: ticks(1920) },
}
const info = { ...exampleDocument.media.info, duration: rational(7, 10) }

const quiet: PortRouting = {
  ...{ port: null, trackPorts: {}, latency: 0, clock: false, timecode: false, machineControl: false },
}

/** What the file says of a track, by an independent reader: bytes at seconds. */
function fileEvents(index: number): readonly { readonly time: number; readonly bytes: readonly number[] }[] {
  const tempo = createTempoMap(score.tempo)
  const part = parseMidi(writeMidiFile(score, { title: 'film' })).tracks[index + 1]!
  let tick = 0
  return part.flatMap((event) => {
    tick += event.deltaTime
    const time = tempo.secondsAt(ticks(tick))
    switch (event.type) {
      case 'noteOn':
        return [{ time, bytes: [0x90 | event.channel, event.noteNumber, event.velocity] }]
      case 'noteOff':
        return [{ time, bytes: [0x80 | event.channel, event.noteNumber, 0] }]
      case 'controller':
        return [{ time, bytes: [0xb0 | event.channel, event.controllerType, event.value] }]
      case 'programChange':
        return [{ time, bytes: [0xc0 | event.channel, event.programNumber] }]
      default:
        return []
    }
  })
}

const opened: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of opened.splice(0)) await close()
})

/** A host with virtual ports, asked over its border as a page asks: names, JSON, schemas. */
async function openPage(midi = joinedProcess()) {
  const host = await openHost({}, undefined, midi.start)
  opened.push(() => host.remove())
  const ask = async (member: string, input: unknown = {}): Promise<unknown> => {
    const handlers = host.hosting.handlers.midi as never
    const sent: unknown = JSON.parse(JSON.stringify(input))
    const answer = await answerCall(services.midi, handlers, member, sent, (error) =>
      host.reports.push(error),
    )
    if (!answer.ok) throw new Failure(answer.failure.code, answer.failure.context)
    return answer.value
  }
  const states = () => host.events.filter(({ event }) => event === 'onPlayback').map(({ payload }) => payload)
  const clock = async () => ((await ask('clock')) as { milliseconds: number }).milliseconds
  return { host, midi, ask, states, clock }
}

const played = (heard: readonly Heard[]): readonly Heard[] => heard.filter(({ bytes }) => !isPanic(bytes))

describe('MIDI ports over the contract (docs/spec/midi-ports.md)', () => {
  it('M2: each port plays the events of its track in the exported file, in order, none before its time', async () => {
    const [strings, brass] = [recordingPort('Page strings'), recordingPort('Page brass')]
    const { ask, states, clock } = await openPage()
    const plan = portPlan(
      { score, info },
      { ...quiet, port: 'Page strings', trackPorts: { Brass: 'Page brass' } },
    )
    await ask('load', { plan })
    const at = (await clock()) + 60
    await ask('play', { film: 0, at, rate: 1, lead: [] })
    await expect.poll(states).toEqual([{ state: 'ended' }])
    for (const [index, heard] of [strings, brass].entries()) {
      const expected = fileEvents(index)
      expect(played(heard).map(({ bytes }) => bytes)).toEqual(expected.map(({ bytes }) => bytes))
      played(heard).forEach((each, place) =>
        expect(each.at - at).toBeGreaterThan(expected[place]!.time * 1000 - 1),
      )
      expect(heard.filter(({ bytes }) => isPanic(bytes))).toHaveLength(48)
    }
  })

  it('C2, C4: a count-in and the click sound on the port, before and with the music', async () => {
    const heard = recordingPort('Page click')
    const { ask, clock, states } = await openPage()
    const plan = portPlan({ score, info }, { ...quiet, port: 'Page click', click: true, countIn: true })
    await ask('load', { plan })
    const lead = [{ time: -0.1, message: { kind: 'noteOn', channel: 9, pitch: 76, velocity: 120 } }]
    const at = (await clock()) + 150
    await ask('play', { film: 0, at, rate: 1, lead })
    await expect.poll(states).toEqual([{ state: 'ended' }])
    const clicks = played(heard).filter(({ bytes }) => bytes[0] === 0x99)
    expect(clicks.map(({ bytes }) => bytes[1])).toEqual([76, 76, 77])
    expect(clicks[0]!.at).toBeGreaterThan(at - 101)
    expect(played(heard)[0]!.bytes[0]).toBe(0x99)
  })

  it('M3: a page that is gone leaves silence', async () => {
    const heard = recordingPort('Page gone')
    const { host, ask, clock, states } = await openPage()
    const plan: PlaybackPlan = {
      parts: [
        {
          ...{ output: 'Page gone', latency: 0 },
          messages: [{ time: 0, message: { kind: 'noteOn', channel: 0, pitch: 60, velocity: 90 } }],
        },
      ],
      end: 600,
    }
    await ask('load', { plan })
    await ask('play', { film: 1, at: await clock(), rate: 1, lead: [] })
    expect(played(heard)).toHaveLength(1)
    await host.hosting.leave()
    expect(played(heard).at(-1)!.bytes).toEqual([0x80, 60, 0])
    expect(heard.filter(({ bytes }) => isPanic(bytes))).toHaveLength(48)
    await host.hosting.leave()
    expect(heard.filter(({ bytes }) => isPanic(bytes))).toHaveLength(48)
    expect(states()).toEqual([])
  })

  it('M3: a stop silences a loaded port even when nothing plays', async () => {
    const heard = recordingPort('Page panic')
    const { ask } = await openPage()
    await ask('load', { plan: portPlan({ score, info }, { ...quiet, port: 'Page panic' }) })
    await ask('stop', { film: 3 })
    expect(heard).toHaveLength(48)
    expect(heard.every(({ bytes }) => isPanic(bytes))).toBe(true)
  })

  it('M7: ports are listed and told anew; a crash and a missing port are told', async () => {
    recordingPort('Page plug')
    let change = (): void => undefined
    const { host, midi, ask, clock, states } = await openPage(
      joinedProcess((listener) => (change = listener)),
    )
    expect(((await ask('ports')) as MidiPortList).outputs).toContain('Page plug')
    recordingPort('Page plugged later')
    change()
    const told = host.events.findLast(({ event }) => event === 'onPorts')!.payload as MidiPortList
    expect(told.outputs).toContain('Page plugged later')
    await expect(
      ask('load', { plan: portPlan({ score, info }, { ...quiet, port: 'Page never' }) }),
    ).rejects.toMatchObject({ code: 'midi-port-missing', context: { name: 'Page never' } })
    await ask('load', {
      plan: portPlan({ score, info: { ...info, duration: rational(600) } }, { ...quiet, port: 'Page plug' }),
    })
    await ask('play', { film: 0, at: await clock(), rate: 1, lead: [] })
    midi.crash()
    expect(states()).toEqual([{ state: 'crashed' }])
  })

  it('M7: a system without MIDI is an answer, not an error', async () => {
    const { ask, host } = await openPage(
      joinedProcess(undefined, () =>
        Promise.reject(new Failure('midi-unavailable', { reason: 'no driver' })),
      ),
    )
    expect(await ask('ports')).toEqual({
      ...{ inputs: [], outputs: [] },
      problem: { code: 'midi-unavailable', context: { reason: 'no driver' } },
    })
    expect(host.reports).toEqual([])
  })

  it('refuses what is not a plan', async () => {
    const { ask } = await openPage()
    const note = { time: 0, message: { kind: 'noteOn', channel: 16, pitch: 60, velocity: 90 } }
    const plan = { parts: [{ output: 'Any', latency: 0, messages: [note] }], end: 1 }
    await expect(ask('load', { plan })).rejects.toMatchObject({ code: 'wrong-use' })
    await expect(ask('play', { film: 0, at: -1, rate: 1, lead: [] })).rejects.toMatchObject({
      code: 'wrong-use',
    })
  })
})
