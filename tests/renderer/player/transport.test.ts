import { describe, expect, it } from 'vitest'
import type { Session } from '../../../src/renderer/src/app/session'
import { testTransport } from './support/testTransport'

function player(change: Partial<Session> = {}) {
  const { session, transport } = testTransport(change)
  let now = 100
  transport.useClock({ now: () => now })
  const heard: string[] = []
  transport.join({
    play: (time, rate) => heard.push(`play ${time} ${rate}`),
    pause: (time) => heard.push(`pause ${time}`),
    seek: (time) => heard.push(`seek ${time}`),
  })
  const wait = (seconds: number): void => {
    now += seconds
    transport.tick()
  }
  return { session, transport, heard, wait }
}

describe('docs/spec/timeline-view.md, transport', () => {
  it('W1: the playhead stays inside the film and steps by frames', () => {
    const { transport, heard } = player()
    transport.seek(-5)
    expect(transport.time()).toBe(0)
    transport.seek(99)
    expect(transport.time()).toBe(60)
    transport.seek(10.01)
    transport.step(1)
    expect(transport.time()).toBeCloseTo(10.04, 9)
    transport.step(-2)
    expect(transport.time()).toBeCloseTo(9.96, 9)
    expect(heard.filter((line) => line.startsWith('seek'))).toHaveLength(5)
  })

  it('plays by the clock and stops at the end of the film', () => {
    const { transport, wait, session, heard } = player()
    transport.seek(58)
    transport.toggle()
    wait(1.5)
    expect(transport.time()).toBeCloseTo(59.5, 9)
    expect(transport.position.get()).toBeCloseTo(59.5, 9)
    wait(1)
    expect(session.get().playing).toBe(false)
    expect(transport.time()).toBe(60)
    expect(heard.at(-1)).toBe('pause 60')
    transport.toggle()
    expect(heard.at(-1)).toBe('play 0 1')
  })

  it('W2: further presses of L and J double the speed up to eight', () => {
    const { transport, session } = player()
    transport.seek(30)
    for (const rate of [1, 2, 4, 8, 8]) {
      transport.shuttle(1)
      expect(session.get().rate).toBe(rate)
    }
    for (const rate of [-1, -2]) {
      transport.shuttle(-1)
      expect(session.get().rate).toBe(rate)
    }
    transport.pause()
    expect(session.get()).toMatchObject({ playing: false, rate: 1 })
  })

  it('W3: a loop goes back to its beginning', () => {
    const { transport, wait } = player({ loop: true, range: { start: 10, end: 12 } })
    transport.seek(40)
    transport.play()
    expect(transport.time()).toBe(10)
    wait(1.9)
    expect(transport.time()).toBeCloseTo(11.9, 9)
    wait(0.2)
    expect(transport.time()).toBe(10)
  })

  it('a change of the clock while playing leaves the playhead where it is', () => {
    const { transport, wait } = player()
    transport.play()
    wait(5)
    let other = 7000
    transport.useClock({ now: () => other })
    expect(transport.time()).toBeCloseTo(5, 9)
    other += 2
    expect(transport.time()).toBeCloseTo(7, 9)
  })
})
