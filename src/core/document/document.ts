import type { EmotionCurve } from '../emotion/emotionCurve'
import type { MediaInfo } from '../media/mediaInfo'
import type { Plan, PlanSettings } from '../music/plan'
import type { CompositionControls } from '../music/controls'
import type { Lock } from '../music/keptMusic'
import type { Score } from '../music/score'
import type { Rational } from '../time/rational'
import type { Transition } from '../timeline/transition'
import type { Mixer } from './mixer'

/** The video that a project scores: found again by relative path, then checked by size and a quick hash. */
export interface MediaReference {
  /** Path relative to the project file, with forward slashes; an absolute path when on another volume. */
  readonly path: string
  readonly bytes: number
  /** SHA-256 of the first and last 64 KiB and the length, hex. */
  readonly quickHash: string
  readonly info: MediaInfo
}

export type HitSetting = 'auto' | 'all' | 'none'

export interface ScoreSettings extends PlanSettings {
  /** Which transitions are must-hits unless the user marked them: `auto` hard cuts, `all` all, `none` none. */
  readonly hits: HitSetting
  /** Which of the ranked tempo solutions is taken, 1 = the cheapest. */
  readonly solution: number
}

/** A stretch of the film that gets music, in rational seconds from the first picture. */
export interface Cue {
  readonly id: string
  /** 1m1 (reel 1, first music), 1m2 ... */
  readonly name: string
  readonly musicIn: Rational
  readonly musicOut: Rational
}

/** Which network wrote the score, so that a project opened elsewhere knows whether it can be written again. */
export interface ModelIdentity {
  readonly name: string
  readonly version: string
  readonly sha256: string
}

/** Another score of the composition's plan. */
export interface Take {
  readonly seed: number
  readonly score: Score
}

/** The composed part of a project. */
export interface Composition {
  readonly plan: Plan
  readonly score: Score
  readonly model: ModelIdentity
  /** What composing again leaves as it is. */
  readonly locks?: readonly Lock[] | undefined
  readonly takes?: readonly Take[] | undefined
  /** What the score was composed with beside the plan. */
  readonly controls?: CompositionControls | undefined
  /** The curve and the settings that it was composed from, to tell what an edit made stale. */
  readonly composedCurve?: EmotionCurve | undefined
  readonly composedSettings?: ScoreSettings | undefined
}

/** How the transitions were taken from the measurements of the film, when the user chose it. */
export interface DetectionSettings {
  /** 0..1; less finds more. */
  readonly threshold: number
  /** Seconds; of two transitions with a shorter shot between them the surer stays. */
  readonly minimumShot: number
  /** Ids of detected transitions that the user deleted or replaced: they do not come back. */
  readonly rejected: readonly string[]
}

/** The one immutable value that a user edits and saves. */
export interface HitpointDocument {
  readonly media: MediaReference
  readonly transitions: readonly Transition[]
  /** Absent: as a new project, nothing rejected. */
  readonly detection?: DetectionSettings | undefined
  readonly detectedCurve: EmotionCurve
  readonly curve: EmotionCurve
  readonly settings: ScoreSettings
  /** What the next composition is made with beside the settings. Absent: as preset and plan have it. */
  readonly controls?: CompositionControls | undefined
  /** In ascending time, not overlapping. Empty: one cue over the whole film. */
  readonly cues: readonly Cue[]
  /** Absent: as a new project is heard. */
  readonly mixer?: Mixer | undefined
  readonly composition?: Composition | undefined
}
