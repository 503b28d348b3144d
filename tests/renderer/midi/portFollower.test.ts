// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { PlaybackPlan } from '../../../src/core/playback/playbackPlan'
import type { PlaybackSettings } from '../../../src/contract/settings'
import { followPorts } from '../../../src/renderer/src/midi/portFollower'
import { setPlayback } from '../../../src/renderer/src/midi/playbackActions'
import { editorWithPorts } from './fakeEditor'

/** A page that follows with ports. */
function page(change: Partial<PlaybackSettings> = { port: 'Synth' }) {
  const host = editorWithPorts(change)
  const follower = followPorts(host.editor)
  const wait = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000)
  const members = (): readonly string[] => host.asked.map(([member]) => member)
  const last = (member: string) => host.asked.findLast(([name]) => name === member)?.[1]
  return { ...host, follower, wait, members, last }
}

describe('ports that follow the transport (docs/spec/midi-ports.md, M10)', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('loads the score once, plays from where the picture stands by the host’s clock, and stops', async () => {
    const { transport, wait, members, last } = page()
    transport.seek(12)
    await wait(0.5)
    transport.play()
    await wait(0.05)
    const { plan } = last('load') as { plan: PlaybackPlan }
    expect(plan.parts.map(({ output }) => output)).toEqual(['Synth'])
    const played = last('play') as { film: number; at: number; rate: number }
    expect(played.rate).toBe(1)
    // The host's clock is five seconds ahead of the page's; film and clock belong together.
    expect(played.at - performance.now() - 5000).toBeLessThanOrEqual(0)
    expect(played.film - (played.at - performance.now() - 5000) / 1000).toBeCloseTo(transport.time(), 6)
    transport.pause()
    expect(last('stop')).toEqual({ film: transport.time() })
    transport.play()
    await wait(0.05)
    expect(members().filter((member) => member === 'load')).toHaveLength(1)
    expect(members().filter((member) => member === 'play')).toHaveLength(2)
  })

  it('goes on by the sound card’s clock where that runs otherwise than the host’s', async () => {
    const { transport, wait, last, members, clock } = page()
    clock.rate = 1.005
    transport.play()
    await wait(4)
    const followed = last('follow') as { film: number; at: number }
    const here = followed.film + (performance.now() + 5000 - followed.at) / 1000
    expect(Math.abs(here - transport.time())).toBeLessThan(0.01)
    expect(members().filter((member) => member === 'play')).toHaveLength(1)
  })

  it('begins anew when the playhead is put elsewhere or the loop returns', async () => {
    const { transport, wait, last, members, session } = page()
    session.edit('', (value) => ({ ...value, range: { start: 5, end: 6 }, loop: true }))
    transport.play()
    await wait(0.1)
    expect((last('play') as { film: number }).film).toBeCloseTo(5, 1)
    await wait(1)
    transport.tick()
    await wait(0.1)
    expect(members().filter((member) => member === 'play')).toHaveLength(2)
    transport.seek(30)
    await wait(0.1)
    expect((last('play') as { film: number }).film).toBeGreaterThanOrEqual(30)
  })

  it('counts in: the film waits, the ports know when it goes on and hear the clicks before', async () => {
    const { transport, wait, last } = page({ port: 'Synth', click: true, clickOn: 'port', countIn: 1 })
    transport.toggle()
    const lead = transport.remainingLead()
    expect(lead).toBeGreaterThan(0.5)
    await wait(0.05)
    expect(transport.time()).toBe(0)
    const played = last('play') as { film: number; at: number; lead: { time: number }[] }
    expect(played.film).toBe(0)
    expect((played.at - performance.now() - 5000) / 1000).toBeCloseTo(lead - 0.05, 2)
    expect(played.lead.length).toBeGreaterThan(0)
    expect(played.lead.every(({ time }) => time <= 0.05)).toBe(true)
    transport.pause()
    expect(transport.time()).toBe(0)
  })

  it('loads anew when another port is chosen, and closes what is open when none is', async () => {
    const { editor, transport, wait, last, members } = page()
    transport.play()
    await wait(0.1)
    setPlayback(editor, { port: 'DAW' })
    await wait(0.5)
    expect((last('load') as { plan: PlaybackPlan }).plan.parts[0]!.output).toBe('DAW')
    expect(members().slice(-2)).toEqual(['load', 'play'])
    setPlayback(editor, { port: null })
    await wait(0.5)
    expect((last('load') as { plan: PlaybackPlan }).plan.parts).toEqual([])
    expect(members().at(-1)).toBe('load')
  })

  it('silences on panic, and stops with a word when a port is lost', async () => {
    const { transport, wait, follower, last, failures, listeners, session, members } = page()
    transport.play()
    await wait(0.1)
    follower.panic()
    expect(last('stop')).toBeDefined()
    transport.play()
    await wait(0.1)
    listeners.playback!({ state: 'lost', output: 'Synth' })
    expect(session.get().playing).toBe(false)
    expect(failures).toMatchObject([{ code: 'midi-port-missing', context: { name: 'Synth' } }])
    const loads = members().filter((member) => member === 'load').length
    transport.play()
    await wait(0.1)
    expect(members().filter((member) => member === 'load')).toHaveLength(loads + 1)
  })

  it('leaves the ports alone where none is chosen', async () => {
    const { transport, wait, asked } = page({})
    transport.play()
    await wait(1)
    transport.pause()
    await wait(1)
    expect(asked).toEqual([])
  })
})
