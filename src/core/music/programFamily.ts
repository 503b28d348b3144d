import type { Family } from './families'

/** First program of each run of General MIDI programs, and its family (docs/spec/composer-events.md, E8). */
const runs: readonly (readonly [firstProgram: number, family: Family])[] = [
  [0, 'piano'],
  [8, 'mallets'],
  [16, 'organ'],
  [24, 'plucked'],
  [32, 'bass'],
  [40, 'strings'],
  [45, 'plucked'],
  [47, 'mallets'],
  [48, 'strings'],
  [52, 'voice'],
  [55, 'strings'],
  [56, 'brass'],
  [64, 'woodwind'],
  [80, 'lead'],
  [88, 'pad'],
  [104, 'plucked'],
  [109, 'woodwind'],
  [110, 'strings'],
  [111, 'woodwind'],
  [112, 'mallets'],
  [120, 'pad'],
]

/** The family of a 0-based General MIDI program on a 0-based channel; channel 9 is percussion. */
export const familyOfProgram = (program: number, channel: number): Family =>
  channel === 9 ? 'drums' : runs.findLast(([first]) => first <= program)![1]
