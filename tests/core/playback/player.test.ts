import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OutputEvent, PlaybackOutput } from '../../../src/core/playback/playbackOutput'
import { createPlayer } from '../../../src/core/playback/player'
import { createScheduler } from '../../../src/core/playback/scheduler'
import type { ScheduledMessage } from '../../../src/core/music/scheduledMessage'

/** An output whose clock is set by hand. */
function recordingOutput(latency = 0) {
  const clock = { seconds: 0 }
  const heard: OutputEvent[] = []
  const silences: number[] = []
  const output: PlaybackOutput = {
    latency,
    now: () => clock.seconds,
    play: (events) => void heard.push(...events),
    silence: () => void silences.push(heard.length),
  }
  return { clock, heard, silences, output }
}

const beats = (count: number): ScheduledMessage[] =>
  Array.from({ length: count }, (_, index) => ({
    time: index,
    message: { kind: 'noteOff', channel: 0, pitch: index } as const,
  }))

describe('the player (docs/spec/midi-ports.md, M8)', () => {
  it('lays every event out once, at its time, a look ahead', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 19 }),
        fc.constantFrom(0.5, 1, 2),
        fc.double({ min: -0.5, max: 0.5, noNaN: true }),
        (film, rate, latency) => {
          const { clock, heard, output } = recordingOutput(latency)
          clock.seconds = 100
          const player = createPlayer(createScheduler(beats(20)), output, { lookAhead: 0.3, end: 15 })
          player.begin({ film, at: 100, rate })
          for (; clock.seconds < 150; clock.seconds += 0.2) player.look()
          const expected = beats(20).filter(({ time }) => time >= film && time < 15)
          expect(heard.map(({ message }) => message)).toEqual(expected.map(({ message }) => message))
          heard.forEach(({ time }, index) =>
            expect(time).toBeCloseTo(100 - latency + (expected[index]!.time - film) / rate, 9),
          )
        },
      ),
    )
  })

  it('counts in before its first event, goes on by a corrected clock, and is silenced by a stop', () => {
    const { clock, heard, silences, output } = recordingOutput()
    const player = createPlayer(createScheduler(beats(20)), output, { lookAhead: 0.3 })
    const lead: OutputEvent = { time: 3, message: { kind: 'noteOff', channel: 9, pitch: 76 } }
    player.begin({ film: 5, at: 2, rate: 1 }, [lead])
    expect(heard).toEqual([{ ...lead, time: 0 }])
    clock.seconds = 1.8
    player.look()
    expect(heard.at(-1)!.time).toBe(2)
    player.follow({ film: 5, at: 2.01, rate: 1 })
    clock.seconds = 2.8
    player.look()
    expect(heard.at(-1)!.time).toBeCloseTo(3.01, 9)
    player.stop()
    expect(player.run()).toBeNull()
    expect(silences).toEqual([heard.length])
    clock.seconds = 9
    player.look()
    player.stop()
    expect(silences).toHaveLength(1)
  })
})
