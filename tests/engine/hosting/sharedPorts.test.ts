import { describe, expect, it } from 'vitest'
import type { PlaybackPlan } from '../../../src/core/playback/playbackPlan'
import { sharePorts, type PageEvent } from '../../../src/main/engine/hosting/sharedPorts'
import { createMidiPorts } from '../../../src/main/engine/midi/portsHost'
import { isPanic, joinedProcess, recordingPort, type Heard } from '../../support/virtualPorts'

/** A note that is held until it is silenced. */
const held = (output: string, pitch: number): PlaybackPlan => ({
  parts: [
    {
      ...{ output, latency: 0 },
      messages: [{ time: 0, message: { kind: 'noteOn', channel: 0, pitch, velocity: 90 } }],
    },
  ],
  end: 600,
})

const notes = (heard: readonly Heard[]) =>
  heard.filter(({ bytes }) => !isPanic(bytes)).map(({ bytes }) => [...bytes])

function open() {
  const midi = joinedProcess()
  const shared = sharePorts(createMidiPorts(midi.start))
  const join = () => {
    const events: PageEvent['kind'][] = []
    return { ports: shared.join(({ kind }) => events.push(kind)), events }
  }
  return { midi, first: join(), second: join(), join }
}

describe('the ports of several pages (docs/spec/midi-ports.md, M9)', () => {
  it('a page that opens a film, stops or closes leaves what another plays', async () => {
    const heard = recordingPort('Shared quiet')
    const { first, second, join } = open()
    await first.ports.load(held('Shared quiet', 60))
    await first.ports.play(0)
    const third = join()
    await second.ports.load(held('Shared quiet', 62))
    await third.ports.load({ parts: [], end: 0 })
    await second.ports.stop(3)
    await second.ports.follow(5, 5, 1)
    await second.ports.leave()
    await third.ports.leave()
    expect(notes(heard)).toEqual([[0x90, 60, 90]])
    expect(heard).toHaveLength(1)
    expect(first.events).toEqual([])
    await first.ports.leave()
    expect(notes(heard)).toEqual([
      [0x90, 60, 90],
      [0x80, 60, 0],
    ])
    expect(heard.filter(({ bytes }) => isPanic(bytes))).toHaveLength(48)
  })

  it('a page that plays takes the ports; the other is told and can take them back', async () => {
    const [one, two] = [recordingPort('Shared one'), recordingPort('Shared two')]
    const { first, second } = open()
    await first.ports.load(held('Shared one', 60))
    await first.ports.play(0)
    await second.ports.load(held('Shared two', 62))
    expect(notes(two)).toEqual([])
    await second.ports.play(0)
    expect(first.events).toEqual(['silenced'])
    expect(notes(one).at(-1)).toEqual([0x80, 60, 0])
    expect(notes(two)).toEqual([[0x90, 62, 90]])
    // Its transport is paused by that, and says so.
    await first.ports.stop(1)
    expect(notes(two)).toHaveLength(1)
    await first.ports.play(0)
    expect(second.events).toEqual(['silenced'])
    expect(notes(two).at(-1)).toEqual([0x80, 62, 0])
    expect(notes(one).at(-1)).toEqual([0x90, 60, 90])
    await first.ports.leave()
  })

  it('a stop overtakes what was to begin', async () => {
    const heard = recordingPort('Shared overtaken')
    const { first } = open()
    const loading = first.ports.load(held('Shared overtaken', 60))
    const beginning = first.ports.play(0)
    await first.ports.stop(0)
    await Promise.all([loading, beginning])
    expect(notes(heard)).toEqual([])
  })

  it('the end and a lost port are told to the page that they concern, a crash to all', async () => {
    recordingPort('Shared told')
    const { midi, first, second } = open()
    await second.ports.load(held('Shared told', 62))
    await first.ports.load({ ...held('Shared told', 60), end: 0 })
    await first.ports.play(0)
    expect([first.events, second.events]).toEqual([['ended'], []])
    midi.crash()
    expect([first.events, second.events]).toEqual([['ended', 'crashed'], ['crashed']])
    await second.ports.play(0)
    expect(midi.starts()).toBe(2)
    await second.ports.leave()
  })

  it('a port that is missing is told when the page plays, and what it had is gone', async () => {
    recordingPort('Shared present')
    const { first, second } = open()
    await first.ports.load(held('Shared present', 60))
    await first.ports.play(0)
    await second.ports.load(held('Shared absent', 62))
    await expect(second.ports.play(0)).rejects.toMatchObject({ code: 'midi-port-missing' })
    expect(first.events).toEqual(['silenced'])
    await first.ports.play(0)
    await first.ports.leave()
    await expect(first.ports.play(0)).rejects.toMatchObject({ code: 'wrong-use' })
  })
})
