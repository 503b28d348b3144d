import { timecodeBytes, type TimecodeCount } from './midiTimecode'

const toAllDevices = [0xf0, 0x7f, 0x7f, 0x06] as const

/** MIDI Machine Control (RP-013): deferred play, stop, and locate to a film time in seconds. */
export const machineControl = {
  play: [...toAllDevices, 0x03, 0xf7],
  stop: [...toAllDevices, 0x01, 0xf7],
  locate: (count: TimecodeCount, time: number): readonly number[] => [
    ...toAllDevices,
    0x44,
    0x06,
    0x01,
    ...timecodeBytes(count, time),
    0x00,
    0xf7,
  ],
} as const
