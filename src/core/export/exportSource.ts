import { Failure } from '../base/failure'
import type { Composition, HitpointDocument } from '../document/document'
import type { Seconds } from '../time/units'
import { defaultMarkers, type MarkerChoice } from './midiFile'
import type { NoteTiming } from './noteTiming'

/** A rendered sound file that a project for a DAW may refer to. */
export interface AudioReference {
  /** Id of the score's track that it is the sound of; absent for the mix. */
  readonly track?: string | undefined
  readonly name: string
  /** Path as the project file names it: relative to it, forward slashes, or absolute. */
  readonly path: string
  readonly channels: number
  readonly sampleRate: number
  readonly duration: Seconds
  /** Seconds from the first picture to the file's first sample, below 0 with a pre-roll; 0 when absent. */
  readonly start?: Seconds | undefined
}

/** What is exported. */
export interface ExportSource {
  readonly document: HitpointDocument
  /** Name of the film, of the files and of what programs show. */
  readonly title: string
  /** Path of the film on this machine, absolute, as the system writes it. */
  readonly filmPath: string
  /** Version of this program. */
  readonly version: string
  readonly audio?: readonly AudioReference[] | undefined
}

/** Which part of the score, in MIDI files and sound: the whole film in one piece, each cue by itself (all, or by name), or a range. */
export type ExportPart =
  | { readonly kind: 'film' }
  | { readonly kind: 'cues'; readonly names?: readonly string[] | undefined }
  | { readonly kind: 'range'; readonly start: Seconds; readonly end: Seconds }

export interface ExportOptions {
  readonly part: ExportPart
  readonly markers: MarkerChoice
  readonly timing: NoteTiming
  /** Silent bars before the first picture, 0 to 8; MIDI files, mix and stems. */
  readonly preRollBars: number
  /** MIDI files only: a note over the whole length, for Ableton Live. */
  readonly guideTrack: boolean
  /** Replaces the film's own start timecode, `01:00:00:00`, or `01:00:00;00` for drop-frame. */
  readonly startTimecode?: string | undefined
  /** Sound only: integrated loudness of the mix in LUFS, -40 to -5; as composed without it. */
  readonly lufs?: number | undefined
  /** Preview only: the film's own sound is heard and the music gives way to it, or the music is heard instead. */
  readonly filmSound?: FilmSound | undefined
  /** Mix and preview only: decibels by which the music falls while the film speaks, 0 to 24; not at all without it. */
  readonly ducking?: number | undefined
}

export const filmSounds = ['with', 'without'] as const
export type FilmSound = (typeof filmSounds)[number]

export const defaultExportOptions: ExportOptions = {
  part: { kind: 'film' },
  markers: defaultMarkers,
  timing: 'composed',
  preRollBars: 0,
  guideTrack: false,
}

/** The start timecode of what is exported, if any. */
export const startTimecodeOf = ({ document }: ExportSource, options: ExportOptions): string | undefined =>
  options.startTimecode ?? document.media.info.timecode

/** The composition; throws Failure `wrong-use` for a project without one. */
export function compositionOf({ document }: ExportSource): Composition {
  if (document.composition) return document.composition
  throw new Failure('wrong-use', { reason: 'the project has no score yet, compose one first' })
}
