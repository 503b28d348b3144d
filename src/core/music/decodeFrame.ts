/** A moment where a long, accented chord must sound: a kept must-hit, or the closing cadence. All in grid steps. */
export interface Anchor {
  readonly step: number
  /** Least length of the chord's notes, a value of the duration vocabulary. */
  readonly minimumDuration: number
  /** Least velocity bucket of the chord. */
  readonly minimumVelocity: number
  /** Set at the close: the tonic triad that the chord resolves to. */
  readonly cadence?: { readonly tonic: number; readonly mode: 'major' | 'minor' } | undefined
}

/** The bounds that the decoder may not leave, as plain data (score.md, stage 3). */
export interface DecodeFrame {
  readonly barLengths: readonly number[]
  /** Grid steps until the end of the picture, rounded down. */
  readonly endStep: number
  /** Ascending, each inside a bar and before the end. */
  readonly anchors: readonly Anchor[]
  /** The families that may play, 12 flags per bar. */
  readonly families: readonly (readonly boolean[])[]
  /** Semitones by which the music is moved after composing (E21); instrument ranges hold after the move. */
  readonly transposition: number
  /**
   * Per bar the pitch class that would turn the planned mode into its parallel one (E in C minor, E flat in C major), null
   * without a key; only ever a soft bias.
   */
  readonly foreignThirds: readonly (number | null)[]
  /** Target notes per quarter, per bar; only ever a soft bias. */
  readonly density: readonly number[]
}

/** What a family can play: written range in MIDI keys and the most notes that sound at once. */
export interface FamilyLimit {
  readonly lowest: number
  readonly highest: number
  readonly voices: number
}

/**
 * Limits by family index (E8). Ranges span the family's instruments in General MIDI use (Adler, The Study of
 * Orchestration, for the acoustic ones; General MIDI level 1 keys 35-81 for drums).
 */
export const familyLimits: readonly FamilyLimit[] = [
  { lowest: 35, highest: 81, voices: 5 },
  { lowest: 24, highest: 60, voices: 1 },
  { lowest: 21, highest: 105, voices: 10 },
  { lowest: 36, highest: 103, voices: 4 },
  { lowest: 36, highest: 96, voices: 8 },
  { lowest: 28, highest: 96, voices: 6 },
  { lowest: 28, highest: 100, voices: 10 },
  { lowest: 43, highest: 84, voices: 4 },
  { lowest: 30, highest: 84, voices: 6 },
  { lowest: 34, highest: 96, voices: 6 },
  { lowest: 43, highest: 96, voices: 3 },
  { lowest: 36, highest: 96, voices: 6 },
]

/** Distinct pitches that a hit's chord must have. */
export const hitPitches = 3
