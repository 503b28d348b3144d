/** Bytes of one MIDI message at a film time in seconds. */
export interface TimedBytes {
  readonly time: number
  readonly bytes: readonly number[]
}
