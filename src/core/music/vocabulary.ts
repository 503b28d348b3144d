import type { ChordQuality } from './score'

/** The composer's vocabularies: docs/spec/composer-events.md, rules E1-E16; the same numbers as training/hitpoint_training/vocabulary.py. */

/** E1: grid steps to the quarter note, and score ticks to the grid step. */
export const stepsPerQuarter = 24
export const ticksPerStep = 40

/** E2: indices of the event types. */
export const eventType = { bar: 0, chord: 1, group: 2, end: 3, start: 4 } as const

/** E5: the distances that an event can keep from the one before it, in grid steps. */
export const deltaSteps: readonly number[] = [
  ...Array.from({ length: 49 }, (_, steps) => steps),
  ...[54, 60, 66, 72, 84, 96, 108, 120, 132, 144, 168, 192],
]

/** E9: note lengths in grid steps. */
export const durationSteps: readonly number[] = [
  ...[1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 14, 15, 16, 18, 20, 21, 24, 28, 30],
  ...[32, 36, 40, 42, 48, 54, 60, 66, 72, 84, 96, 108, 120, 144, 168, 192, 240, 288],
]

/** E6: chord qualities in the order of the vocabulary; index 9 is "none". */
export const chordQualities: readonly ChordQuality[] = [
  'major',
  'minor',
  'diminished',
  'augmented',
  'suspended',
  'dominantSeventh',
  'majorSeventh',
  'minorSeventh',
  'diminishedSeventh',
]
export const noRoot = 12
export const noQuality = 9

/** E10: the velocity bucket that training uses where a file has no dynamics; never sampled. */
export const maskedVelocity = 16
/** Width of a velocity bucket. */
export const velocityBucket = 8

/** E11: the pitch vocabulary. */
export const pitchStop = 128
export const drumPitchBase = 129
export const lowestDrumKey = 27
export const highestDrumKey = 88
export const maximumPitches = 6
export const drumsFamily = 0

/** E19: the attributes in the order of the network's output. */
export const attributeNames = [
  'type',
  'delta',
  'root',
  'quality',
  'bass',
  'family',
  'duration',
  'velocity',
  'pitch',
] as const
export type AttributeName = (typeof attributeNames)[number]

/** Index of each attribute, which is also its column in an event row (pitches fill the columns from `pitch` on). */
export const attribute = {
  type: 0,
  delta: 1,
  root: 2,
  quality: 3,
  bass: 4,
  family: 5,
  duration: 6,
  velocity: 7,
  pitch: 8,
} as const satisfies Record<AttributeName, number>

/** E13: vocabulary sizes by attribute; the size itself stands for "absent" in a row. */
export const attributeSizes: readonly number[] = [5, 61, 13, 10, 13, 12, 37, 17, 191]
export const rowWidth = 14
export const absentRow: readonly number[] = [...attributeSizes, 191, 191, 191, 191, 191]
export const absentPitch = 191

/** E15 and E16: sizes of the conditioning. */
export const conditionIdCount = 9
export const conditionValueCount = 20
export const noBoundary = 110
export const maximumBoundarySteps = 384
export const maximumBoundarySeconds = 8
export const unknownKey = 12
export const unknownMode = 2
export const densityLimits: readonly number[] = [0.5, 1, 1.5, 2.2, 3.2, 4.6, 6.5]
