import type { EventRow } from './events'
import type { BarRecall } from './recallForm'
import type { BarTexture } from './texture'

/** A moment where a chord must sound: a kept must-hit, or the closing cadence. All in grid steps. */
export interface Anchor {
  readonly step: number
  /** Least length of the chord's notes, a value of the duration vocabulary. */
  readonly minimumDuration: number
  /** Greatest length of the chord's notes, a value of the duration vocabulary; none when absent. */
  readonly maximumDuration?: number | undefined
  /** Least velocity bucket of the chord. */
  readonly minimumVelocity: number
  /** Least number of distinct pitches; {@link hitPitches} when absent. */
  readonly pitches?: number | undefined
  /** Set at the close: the tonic triad that the chord resolves to. */
  readonly cadence?: { readonly tonic: number; readonly mode: 'major' | 'minor' } | undefined
}

/** An event that stands already: its onset in grid steps since the start of the piece, its row without a delta. */
export interface GivenEvent {
  readonly step: number
  readonly row: EventRow
}

/** Steps in which nothing of these families may be written: locked music, or a silence. Notes end where it starts. */
export interface ShutRange {
  readonly start: number
  /** The first step after it. */
  readonly end: number
  /** 12 flags, true = shut. */
  readonly families: readonly boolean[]
  /** Whether CHORD is shut too. */
  readonly chords: boolean
  /** Narrower limits by family of the parts that are left, inside the range. */
  readonly limits?: readonly FamilyLimit[] | undefined
}

/** A crescendo from `start` up to the hit at `end`: velocity buckets rise between the two. */
export interface Swell {
  readonly start: number
  readonly end: number
  readonly from: number
  readonly to: number
}

/** Where given music follows free music: the last bar before it is chosen from several candidates. */
export interface Seam {
  /** Candidates part here. */
  readonly fork: number
  /** The given music begins here. */
  readonly step: number
  /** The candidates are judged by the given events from `step` up to here. */
  readonly until: number
}

/** E22: what a sequence can be told before its music begins; the index is the `root` of the prefix's START row. */
export const prefixKinds = ['theme', 'future'] as const
export type PrefixKind = (typeof prefixKinds)[number]

/** Music that the network is given to know, before the bars that are written with it in mind (E22). Bars of the piece. */
export interface Prefix {
  readonly kind: PrefixKind
  /** It is told when this bar begins, or at the start of the sequence. */
  readonly at: number
  /** From this bar on it is no longer told. */
  readonly until: number
  /** The bars of the passage: the first one, and the first one after it. */
  readonly firstBar: number
  readonly endBar: number
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
  /** By family, {@link familyLimits} when absent. */
  readonly limits?: readonly FamilyLimit[] | undefined
  /** Events that stand already, in the order of E12. */
  readonly given?: readonly GivenEvent[] | undefined
  /** Ascending by start. */
  readonly shut?: readonly ShutRange[] | undefined
  readonly swells?: readonly Swell[] | undefined
  readonly seams?: readonly Seam[] | undefined
  /** What each bar recalls of the piece; only ever a soft bias. */
  readonly recall?: readonly BarRecall[] | undefined
  /** What is expected of each bar; only ever a soft bias. */
  readonly textures?: readonly BarTexture[] | undefined
  /** Ascending, one at a time; a model that has not learnt a kind is not told it. */
  readonly prefixes?: readonly Prefix[] | undefined
  /** The bar in which the sequence begins; 0 when absent. Given events before it are not fed. */
  readonly firstBar?: number | undefined
  /** The bar before which the sequence breaks off, because nothing free follows; none when absent. */
  readonly stopBar?: number | undefined
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

/** The limits of a family at a step. */
export function limitOf(frame: DecodeFrame, family: number, step: number): FamilyLimit {
  const narrow = frame.shut?.find((range) => range.limits && range.start <= step && step < range.end)
  return (narrow?.limits ?? frame.limits ?? familyLimits)[family]!
}

/** Whether a family may not write at a step. */
export const isShut = (frame: DecodeFrame, family: number, step: number): boolean =>
  (frame.shut ?? []).some((range) => range.start <= step && step < range.end && range.families[family])

/** Whether CHORD may not be written at a step. */
export const isChordShut = (frame: DecodeFrame, step: number): boolean =>
  (frame.shut ?? []).some((range) => range.start <= step && step < range.end && range.chords)

/** The step of the closing cadence; the end where there is none. */
export function closeStep({ anchors, endStep }: DecodeFrame): number {
  let step = endStep
  for (let index = anchors.length - 1; anchors[index]?.cadence; index--) step = anchors[index]!.step
  return step
}

/** The first step after an onset at which a sampled note of the family must have ended: nothing rings into the close or a later hit in it. */
export function wallAfter(frame: DecodeFrame, family: number, onset: number): number {
  const range = (frame.shut ?? []).find((candidate) => candidate.start > onset && candidate.families[family])
  const close = closeStep(frame)
  const laterHit = onset < close ? undefined : frame.anchors.find(({ step }) => step > onset)
  return Math.min(range?.start ?? Infinity, onset < close ? close : (laterHit?.step ?? frame.endStep))
}
