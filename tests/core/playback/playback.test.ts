import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pictureCorrection } from '../../../src/core/playback/pictureSync'
import type { ChannelMessage } from '../../../src/core/music/channelMessage'
import type { ScheduledMessage } from '../../../src/core/music/scheduledMessage'
import { createScheduler } from '../../../src/core/playback/scheduler'

const note = (time: number, length: number, pitch: number, channel = 0): ScheduledMessage[] => [
  { time, message: { kind: 'noteOn', channel, pitch, velocity: 90 } },
  { time: time + length, message: { kind: 'noteOff', channel, pitch } },
]
const control = (time: number, controller: number, value: number): ScheduledMessage => ({
  time,
  message: { kind: 'control', channel: 0, controller, value },
})
const ordered = (messages: readonly ScheduledMessage[]): ScheduledMessage[] =>
  [...messages].sort((a, b) => a.time - b.time || rank(a) - rank(b))
const rank = ({ message }: ScheduledMessage): number => (message.kind === 'noteOn' ? 1 : 0)

const arbitraryMusic = fc
  .array(
    fc.record({
      time: fc.integer({ min: 0, max: 100 }),
      length: fc.integer({ min: 1, max: 20 }),
      pitch: fc.integer({ min: 60, max: 64 }),
    }),
    { maxLength: 30 },
  )
  .map((notes) => ordered(notes.flatMap(({ time, length, pitch }) => note(time, length, pitch))))

/** What sounds and how controllers stand after messages were played in order. */
function stateAfter(messages: readonly { readonly message: ChannelMessage }[]): Record<string, number> {
  const state: Record<string, number> = {}
  for (const { message } of messages) {
    if (message.kind === 'control') state[`control ${message.controller}`] = message.value
    if (message.kind === 'program') state.program = message.program
    if (message.kind === 'noteOn') state[`note ${message.pitch}`] = 1
    if (message.kind === 'noteOff') delete state[`note ${message.pitch}`]
  }
  return state
}

describe('docs/spec/timeline-view.md, what is played', () => {
  it('hands out every message once, in order, however the clock runs', () => {
    fc.assert(
      fc.property(arbitraryMusic, fc.array(fc.integer({ min: 0, max: 130 })), (music, looks) => {
        const scheduler = createScheduler(music)
        const heard = [...scheduler.start(0)]
        for (const time of [...looks, 1000]) heard.push(...scheduler.until(time))
        expect(heard).toEqual(music)
      }),
    )
  })

  it('W5: from anywhere, everything stands as if it had been played from the beginning', () => {
    fc.assert(
      fc.property(arbitraryMusic, fc.integer({ min: 0, max: 130 }), (notes, time) => {
        const music = ordered([...notes, control(0, 7, 100), control(40, 7, 60), control(70, 11, 90)])
        const scheduler = createScheduler(music)
        const said = scheduler.start(time)
        expect(stateAfter(said)).toEqual(stateAfter(music.filter((message) => message.time < time)))
        expect(said.every((message) => message.time === time)).toBe(true)
        expect(scheduler.until(Infinity)).toEqual(music.filter((message) => message.time >= time))
      }),
    )
  })

  it('W4: the picture follows the sound', () => {
    fc.assert(
      fc.property(fc.double({ min: -2, max: 2, noNaN: true }), fc.constantFrom(0.5, 1, 2), (drift, rate) => {
        const correction = pictureCorrection(drift, rate)
        if (correction.kind === 'seek') {
          expect(Math.abs(drift)).toBeGreaterThan(0.25)
          return
        }
        expect(Math.abs(correction.rate / rate - 1)).toBeLessThanOrEqual(0.06 + 1e-12)
        // A picture that is ahead is slowed down.
        if (Math.abs(drift) >= 0.01) expect(Math.sign(correction.rate - rate)).toBe(-Math.sign(drift))
        else expect(correction.rate).toBe(rate)
      }),
    )
    expect(pictureCorrection(0.5, 1)).toEqual({ kind: 'seek' })
  })
})
