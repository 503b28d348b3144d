import type { AnalysisResult } from '../../../contract/analysis'
import type { ComposingOptions, WrittenBar } from '../../../contract/composition'
import type { OpenedFile } from '../../../contract/files'
import type { Job } from '../../../contract/jobs'
import type { MediaFacts, MediaSource } from '../../../contract/media'
import type { OpenProject, Recovery } from '../../../contract/project'
import { playbackSettings, type PlaybackSettings } from '../../../contract/settings'
import type { Capabilities } from '../../../contract/system'
import type { KeyBindings } from '../../../core/document/keyBindings'
import type { EmotionScene } from '../../../core/emotion/emotionScenes'
import type { CurveClip } from '../../../core/emotion/editRange'
import type { CurveChannel } from '../../../core/emotion/editCurve'
import type { CompositionControls } from '../../../core/music/controls'
import type { Plan } from '../../../core/music/plan'
import { defaultLayout, type PaneLayout } from './paneLayout'

/** What is open and how the editor works with it: neither saved nor undone. */
export type PanelName = 'cuts' | 'emotion' | 'cues' | 'score' | 'mixer' | 'playback'
export type ChannelChoice = 'both' | CurveChannel

export interface TimeRange {
  readonly start: number
  readonly end: number
}

/** A trouble to be told: a sentence and what lies behind it. */
export interface Notice {
  readonly id: number
  readonly kind: 'error' | 'information'
  readonly text: string
  /** For “Copy details”. */
  readonly details?: string | undefined
}

export interface Selection {
  readonly cuts: readonly string[]
  /** Indices of the curve's points. */
  readonly points: readonly number[]
  readonly cue: string | null
  /** Index in the score's chords. */
  readonly chord: number | null
  readonly note: { readonly trackId: string; readonly index: number } | null
}

/** Peaks of the film's sound, signed 8-bit, as the host measured them. */
export interface WaveformPeaks {
  readonly high: Int8Array
  readonly low: Int8Array
  readonly peaksPerSecond: number
  readonly startSeconds: number
}

/** Likelihoods of cuts, for the lane and for snapping. */
export interface ScoreCurve {
  readonly times: Float64Array
  readonly cut: Uint8Array
  readonly gradual: Uint8Array
  /** Pictures where a cut is likely. */
  readonly peaks: readonly number[]
}

/** Music that is being written: shown before it is the document's. */
export interface WritingMusic {
  readonly jobId: string
  readonly plan: Plan | null
  readonly bars: readonly WrittenBar[]
}

/** What the music is heard with. */
export interface ChosenBank {
  readonly url: string
  readonly name: string
  readonly bundled: boolean
}

export interface Session {
  readonly capabilities: Capabilities | null
  readonly project: Omit<OpenProject, 'document'> | null
  readonly facts: MediaFacts | null
  readonly source: MediaSource | null
  readonly analysis: Pick<AnalysisResult, 'audioTrack' | 'warnings'> | null
  readonly waveform: WaveformPeaks | null
  readonly scores: ScoreCurve | null
  /** What the analysis read scene by scene; null until it is known. */
  readonly scenes: readonly EmotionScene[] | null
  readonly options: ComposingOptions | null
  readonly controls: CompositionControls
  readonly jobs: readonly Job[]
  readonly writing: WritingMusic | null
  readonly selection: Selection
  readonly range: TimeRange | null
  readonly loop: boolean
  readonly follow: boolean
  readonly playing: boolean
  readonly rate: number
  readonly tool: 'select' | 'draw'
  readonly channels: ChannelChoice
  readonly panel: PanelName
  /** Pixels that the timeline's tracks are scrolled by. */
  readonly trackScroll: number
  /** 0: the composition's score, k: its k-th take. */
  readonly take: number
  /** MIDI ports, click, count-in, ducking. */
  readonly playback: PlaybackSettings
  /** Sizes of the panes, kept for the next time. */
  readonly layout: PaneLayout
  /** `deviceId` of where the music is heard, a setting of the machine; null: the system’s output. */
  readonly audioOutput: string | null
  /** Null until it was asked for. */
  readonly soundBank: ChosenBank | null
  readonly clip: CurveClip | null
  readonly keyBindings: KeyBindings
  readonly keysShown: boolean
  readonly machineShown: boolean
  readonly exportShown: boolean
  readonly importShown: boolean
  readonly picker: FilePicker | null
  readonly question: Question | null
  readonly recoveries: readonly Recovery[]
  readonly notices: readonly Notice[]
}

/** The page's own file list, on hosts without a picker. */
export interface FilePicker {
  readonly purpose:
    'open' | 'saveProject' | 'saveFolder' | 'soundBank' | 'relink' | 'cutList' | 'midi' | 'program'
  readonly suggestedName: string
  readonly settle: (chosen: OpenedFile | { readonly targetId: string } | null) => void
}

/** A question that must be answered before work goes on. */
export interface Question {
  readonly text: string
  readonly answers: readonly string[]
  readonly settle: (answer: string | null) => void
}

export const noSelection: Selection = { cuts: [], points: [], cue: null, chord: null, note: null }

export const emptySession: Session = {
  capabilities: null,
  project: null,
  facts: null,
  source: null,
  analysis: null,
  waveform: null,
  scores: null,
  scenes: null,
  options: null,
  controls: {},
  jobs: [],
  writing: null,
  selection: noSelection,
  range: null,
  loop: false,
  follow: true,
  playing: false,
  rate: 1,
  tool: 'select',
  channels: 'both',
  panel: 'cuts',
  trackScroll: 0,
  take: 0,
  playback: playbackSettings.parse({}),
  layout: defaultLayout,
  audioOutput: null,
  soundBank: null,
  clip: null,
  keyBindings: {},
  keysShown: false,
  machineShown: false,
  exportShown: false,
  importShown: false,
  picker: null,
  question: null,
  recoveries: [],
  notices: [],
}
