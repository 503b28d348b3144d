import { ticksPerQuarter } from '../../time/units'

/** Quarter notes, which DAWproject calls beats. */
export const beats = (tick: number): number => tick / ticksPerQuarter

/** Quarter notes a minute, to the last digit that a double has. */
export const bpm = (microsecondsPerQuarter: number): number => 60e6 / microsecondsPerQuarter
