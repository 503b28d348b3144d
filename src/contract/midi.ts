import { z } from 'zod'
import type { Ticks } from '../core/time/units'
import { call, event, service } from './define'
import { wireFailure } from './failures'
import { done, nothing } from './identifiers'

/** The name of a port, whole, as the operating system lists it. */
const portName = z.string().min(1).max(500)

/** The system's ports; where there are none for a reason, the reason. */
export const midiPorts = z.object({
  inputs: z.array(z.string()),
  outputs: z.array(z.string()),
  /** `midi-unavailable` where this system has no MIDI, `midi-crashed`. */
  problem: wireFailure.nullable(),
})
export type MidiPortList = z.output<typeof midiPorts>

const value = z.number().int().min(0).max(127)
const channel = z.number().int().min(0).max(15)
const channelMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('program'), channel, program: value }),
  z.object({ kind: z.literal('control'), channel, controller: value, value }),
  z.object({ kind: z.literal('noteOn'), channel, pitch: value, velocity: value }),
  z.object({ kind: z.literal('noteOff'), channel, pitch: value }),
])
/** Seconds of the film. */
const filmTime = z.number().min(-3600).max(1_000_000)
const messages = z
  .array(z.object({ time: filmTime, message: channelMessage }))
  .max(2_000_000)
  .readonly()
/** Seconds by which a device sounds late. */
const latency = z.number().min(-2).max(2)

const timecodeCount = z.object({
  code: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]),
  framesPerSecond: z.number().min(1).max(120),
  labelRate: z.object({ numerator: z.number().int().min(1), denominator: z.number().int().min(1) }),
  dropFrame: z.boolean(),
  start: z.number().int().min(0).max(100_000_000),
})

/** What is played on ports: core's `PlaybackPlan`. */
export const playbackPlan = z.object({
  parts: z
    .array(z.object({ output: portName, latency, messages, isClick: z.boolean().optional() }))
    .max(128)
    .readonly(),
  sync: z
    .object({
      output: portName,
      latency,
      tempo: z
        .array(
          z.object({
            tick: z.custom<Ticks>((tick) => Number.isInteger(tick) && (tick as number) >= 0),
            microsecondsPerQuarter: z.number().min(1).max(0xffffff),
          }),
        )
        .min(1)
        .readonly()
        .optional(),
      timecode: timecodeCount.optional(),
      machineControl: timecodeCount.optional(),
    })
    .optional(),
  end: filmTime,
})

/** A film time that is due at `at`, milliseconds of the host's clock (`clock`). */
const filmClock = z.object({
  film: filmTime,
  at: z.number().min(0),
  rate: z.number().min(0.1).max(10),
})

/**
 * The system's MIDI ports (docs/spec/midi-ports.md). One page plays on them at a time, the one that asked last. `load`, then `play`, `follow` while it plays, `stop`.
 */
export const midiService = service('midi', {
  /** Never throws for a system without MIDI: the answer says so. */
  ports: call(nothing, midiPorts),
  /** Ports came or went. */
  onPorts: event(midiPorts),
  /** Milliseconds of the host's clock, to reckon `at` by. */
  clock: call(nothing, z.object({ milliseconds: z.number() })),
  /**
   * Opens every port of the plan and closes all others; none is open after `midi-port-missing`. What sounded is silenced. While another
   * page plays, it is kept until `play`.
   */
  load: call(z.object({ plan: playbackPlan }), done),
  /** `lead`: a count-in on the parts that are clicks, at film times before `film`. */
  play: call(filmClock.extend({ lead: messages }), done),
  /** Goes on by another reading of the same clock, without a gap. */
  follow: call(filmClock, done),
  /** Silences every port that this page holds; `film`: where the film stands, told to what follows. */
  stop: call(z.object({ film: filmTime.optional() }), done),
  /** Playing ended that the page did not end. `silenced`: another page plays on the ports now. */
  onPlayback: event(
    z.object({
      state: z.enum(['ended', 'lost', 'crashed', 'silenced']),
      /** The port that was lost. */
      output: z.string().optional(),
    }),
  ),
})
