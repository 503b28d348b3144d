import type { Ticks } from '../time/units'
import type { Family } from './families'

export interface TempoChange {
  readonly tick: Ticks
  /** MIDI tempo: whole microseconds per quarter note. */
  readonly microsecondsPerQuarter: number
}

export interface MetreChange {
  readonly tick: Ticks
  readonly numerator: number
  /** A power of two. */
  readonly denominator: number
}

export type Mode = 'major' | 'minor'

export interface KeyChange {
  readonly tick: Ticks
  /** Tonic pitch class, 0 = C. */
  readonly tonic: number
  readonly mode: Mode
}

export interface Note {
  readonly start: Ticks
  readonly duration: Ticks
  /** MIDI key 0..127. */
  readonly pitch: number
  /** 1..127 */
  readonly velocity: number
}

export interface ControlChange {
  readonly tick: Ticks
  readonly controller: number
  readonly value: number
}

/** A named part: one MIDI channel, one program. */
export interface Track {
  readonly id: string
  readonly name: string
  readonly family: Family
  /** 0-based MIDI channel; 9 is percussion. */
  readonly channel: number
  /** 0-based General MIDI program. */
  readonly program: number
  /** CC 7, 0..127. */
  readonly volume: number
  /** CC 10, 0..127, 64 = centre. */
  readonly pan: number
  readonly notes: readonly Note[]
  readonly controls: readonly ControlChange[]
}

export interface Marker {
  readonly tick: Ticks
  readonly kind: 'cut' | 'section'
  readonly text: string
}

/** A harmony of the score: root and bass are pitch classes. */
export interface ChordSymbol {
  readonly tick: Ticks
  readonly root: number
  readonly quality: ChordQuality
  readonly bass: number
}

export type ChordQuality =
  | 'major'
  | 'minor'
  | 'diminished'
  | 'augmented'
  | 'suspended'
  | 'dominantSeventh'
  | 'majorSeventh'
  | 'minorSeventh'
  | 'diminishedSeventh'

/** A finished piece: what is played, exported and saved. Ticks at 960 per quarter; tick 0 is the first picture. */
export interface Score {
  readonly tempo: readonly TempoChange[]
  readonly metre: readonly MetreChange[]
  readonly keys: readonly KeyChange[]
  readonly tracks: readonly Track[]
  readonly chords: readonly ChordSymbol[]
  readonly markers: readonly Marker[]
  /** The tick nearest to the end of the picture; no note sounds after it. */
  readonly endTick: Ticks
}
