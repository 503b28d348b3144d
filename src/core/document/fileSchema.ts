import { z } from 'zod'
import type { AudioTrackInfo, MediaInfo } from '../media/mediaInfo'
import type { CompositionControls } from '../music/controls'
import { ensembles, families } from '../music/families'
import type { Lock } from '../music/keptMusic'
import type { Plan, PlannedCue, Section, ThinReason } from '../music/plan'
import type { ChordQuality, Marker, Mode, Score, Track } from '../music/score'
import {
  downbeatPreferences,
  hitKinds,
  type HitMode,
  type Transition,
  type TransitionKind,
} from '../timeline/transition'
import type {
  Cue,
  DetectionSettings,
  HitSetting,
  MediaReference,
  ModelIdentity,
  ScoreSettings,
  Composition,
  Take,
} from './document'
import type { Mixer } from './mixer'

/** An enumeration of a union type; a member added to the type must be added here to compile. */
const oneOf = <T extends string>(members: Readonly<Record<T, true>>) => z.enum(Object.keys(members) as T[])

/** A member added to a type must be stored here to compile. */
type Members<T> = { readonly [Name in keyof T]-?: z.ZodType }

const kind = oneOf<TransitionKind>({ cut: true, fade: true, dissolve: true, wipe: true, dip: true })
const origin = oneOf<Transition['origin']>({ detected: true, user: true })
const hitMode = oneOf<HitMode>({ must: true, soft: true, off: true })
const plannedMode = oneOf<'must' | 'soft'>({ must: true, soft: true })
const mode = oneOf<Mode>({ major: true, minor: true })
const markerKind = oneOf<Marker['kind']>({ cut: true, section: true })
const thinReason = oneOf<ThinReason>({
  'too-close': true,
  'tempo-range': true,
  outside: true,
  'outside-cue': true,
  locked: true,
})
const hitSetting = oneOf<HitSetting>({ auto: true, all: true, none: true })
/** How chord qualities are numbered in a file; new ones go to the end. */
export const storedQualities = [
  'major',
  'minor',
  'diminished',
  'augmented',
  'suspended',
  'dominantSeventh',
  'majorSeventh',
  'minorSeventh',
  'diminishedSeventh',
] as const satisfies readonly ChordQuality[]

const number = z.number()
const integer = z.int()
const count = z.int().min(0)
const flag = z.union([z.literal(0), z.literal(1)])
const text = z.string().max(10_000)
const share = z.number().min(0).max(1)
const signedShare = z.number().min(-1).max(1)
const midiValue = z.int().min(0).max(127)
const pitchClass = z.int().min(0).max(11)
const fraction = z.tuple([z.int(), z.int().min(1)])

const mediaInfo = z.strictObject({
  container: text,
  duration: fraction,
  startTime: fraction,
  frameRate: fraction,
  variableFrameRate: z.boolean(),
  width: count,
  height: count,
  pixelAspectRatio: fraction.default([1, 1]),
  rotation: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  videoCodec: text,
  videoStream: count.default(0),
  audioTracks: z.array(
    z.strictObject({
      index: count,
      codec: text,
      sampleRate: z.number().min(0),
      channels: count,
      language: text.optional(),
      title: text.optional(),
      isDefault: z.boolean().default(false),
    } satisfies Members<AudioTrackInfo>),
  ),
  timecode: text.optional(),
} satisfies Members<MediaInfo>)

const media = z.strictObject({
  path: text.min(1).refine((path) => !path.includes('\0'), 'a path cannot hold a zero character'),
  bytes: count,
  quickHash: z.string().regex(/^[0-9a-f]{64}$/),
  info: mediaInfo,
} satisfies Members<MediaReference>)

/** What the user set of a hit: its mode alone, or a mode (null: the project's setting decides) with more. */
const hitMark = z.union([
  hitMode,
  z.strictObject({
    mode: hitMode.nullable(),
    kind: z.enum(hitKinds).optional(),
    offset: z.int().min(-10_000).max(10_000).optional(),
    downbeat: z.enum(downbeatPreferences).optional(),
    name: text.optional(),
    locked: z.literal(true).optional(),
  }),
])

/** id, kind, origin, time, frame, confidence, hit (null: unmarked), start and end where they differ from time. */
const transition = z.union([
  z.tuple([text, kind, origin, fraction, count, share, hitMark.nullable()]),
  z.tuple([text, kind, origin, fraction, count, share, hitMark.nullable(), fraction, fraction]),
])

const detection = z.strictObject({
  threshold: share,
  minimumShot: z.number().min(0),
  rejected: z.array(text),
} satisfies Members<DetectionSettings>)

const cue = z.strictObject({
  id: text,
  name: text,
  musicIn: fraction,
  musicOut: fraction,
} satisfies Members<Cue>)

/** time, valence, arousal, confidence, step */
const emotionPoint = z.tuple([number, signedShare, signedShare, share, flag])

const settings = z.strictObject({
  minimumTempo: z.number().positive(),
  maximumTempo: z.number().positive(),
  metre: z.strictObject({ numerator: z.int().min(1).max(255), denominator: z.int().min(1).max(64) }),
  key: z.union([z.literal('automatic'), z.strictObject({ tonic: pitchClass, mode })]),
  preset: text,
  seed: number,
  hits: hitSetting,
  solution: z.int().min(1).max(1000),
} satisfies Members<ScoreSettings>)

/** Flat rows (rows.ts): tempo tick, microseconds; metre tick, numerator, denominator; keys tick, tonic, 1 if minor. */
const timeMaps = { tempo: z.array(integer), metre: z.array(integer), keys: z.array(integer) }

const plan = z.strictObject({
  duration: z.number().min(0),
  endTick: count,
  /** Absent while they equal the score's. */
  tempo: timeMaps.tempo.optional(),
  metre: timeMaps.metre.optional(),
  keys: timeMaps.keys.optional(),
  /** Runs of equal bars: tick of the first, length, numerator, denominator, number of bars */
  bars: z.array(integer),
  cues: z.array(
    z.strictObject({
      id: text,
      name: text,
      startTick: count,
      endTick: count,
      startTime: number,
      endTime: number,
      firstBar: count,
      barCount: count,
    } satisfies Members<PlannedCue>),
  ),
  sections: z.array(
    z.strictObject({
      name: text,
      startTick: count,
      endTick: count,
      startTime: number,
      endTime: number,
      valence: number,
      arousal: number,
      mode,
      density: number,
      register: number,
      families: z.array(z.enum(families)),
      returnsTo: count.optional(),
    } satisfies Members<Section>),
  ),
  /** id, time, mode, marked by the user, tick, kept, error, downbeat, reason (null: kept), kind */
  hits: z.array(
    z.tuple([
      text,
      number,
      plannedMode,
      flag,
      integer,
      flag,
      number,
      flag,
      thinReason.nullable(),
      z.enum(hitKinds),
    ]),
  ),
  ensemble: z.enum(ensembles),
  cost: z.record(text, number),
} satisfies Members<Plan>)

const track = z.strictObject({
  id: text,
  name: text,
  family: z.enum(families),
  channel: z.int().min(0).max(15),
  program: midiValue,
  volume: midiValue,
  pan: midiValue,
  /** start, duration, pitch, velocity */
  notes: z.array(integer),
  /** tick, controller, value */
  controls: z.array(integer),
} satisfies Members<Track>)

const score = z.strictObject({
  endTick: count,
  ...timeMaps,
  tracks: z.array(track),
  /** tick, root, number in storedQualities, bass */
  chords: z.array(integer),
  /** tick, kind, text */
  markers: z.array(z.tuple([count, markerKind, text])),
} satisfies Members<Score>)

const lock = z.strictObject({
  start: z.number().min(0),
  end: z.number().min(0),
  tracks: z.array(text).optional(),
} satisfies Members<Lock>)

const controls = z.strictObject({
  emotionStrength: z.number().min(1).max(3).optional(),
  density: z.number().positive().optional(),
  only: z.array(z.enum(families)).optional(),
  without: z.array(z.enum(families)).optional(),
  quantised: z.boolean().optional(),
} satisfies Members<CompositionControls>)

const extras = {
  locks: z.array(lock).optional(),
  takes: z.array(z.strictObject({ seed: number, score } satisfies Members<Take>)).optional(),
  controls: controls.optional(),
  composedCurve: z.array(emotionPoint).optional(),
  composedSettings: settings.optional(),
}

const composition = z.strictObject({
  model: z.strictObject({ name: text, version: text, sha256: text } satisfies Members<ModelIdentity>),
  plan,
  score,
  ...extras,
} satisfies Members<Composition>)

const level = z.number().min(-120).max(0)

const mixer = z.strictObject({
  muted: z.array(text),
  solo: z.array(text),
  volumes: z.record(text, midiValue),
  filmMuted: z.boolean(),
  filmLevel: level,
  musicLevel: level,
} satisfies Members<Mixer>)

/** What version 5 of the project file holds. Unknown members are refused: a newer program raises the version. */
export const projectFileSchema = z.strictObject({
  format: z.literal('hitpoint'),
  version: z.literal(5),
  media,
  settings,
  controls: controls.optional(),
  transitions: z.array(transition),
  detection: detection.optional(),
  cues: z.array(cue),
  detectedCurve: z.array(emotionPoint),
  /** Absent while it equals the detected curve. */
  curve: z.array(emotionPoint).optional(),
  mixer: mixer.optional(),
  composition: composition.optional(),
})

export type ProjectFile = z.output<typeof projectFileSchema>
export type StoredPoint = z.output<typeof emotionPoint>
export type StoredTransition = z.output<typeof transition>
export type StoredPlan = z.output<typeof plan>
export type StoredScore = z.output<typeof score>
export type StoredExtras = Pick<z.output<typeof composition>, keyof typeof extras>
