import { Option } from 'commander'
import { parseCueRange, type CueRange } from '../core/document/cueText'
import type { HitSetting } from '../core/document/document'
import { parseHitMark, type HitMark } from '../core/document/hitText'
import type { PlanSettings } from '../core/music/plan'
import { maximumSolutions } from '../core/music/planner/rankSolutions'
import { presetNames } from '../core/music/presets'
import { parseKey, parseMetre, parseTempoRange } from '../core/music/settingsText'
import type { FilmRequest } from '../main/engine/workflow/film'
import { decimal, parsed, wholeNumber } from './arguments'
import { detectionOf } from './detection'
import { trackIndex } from './trackIndex'

/** What the commands on a film take, as commander hands it over. */
export interface FilmOptions {
  readonly seed?: number
  readonly hits?: HitSetting
  readonly hit?: readonly HitMark[]
  readonly preset?: string
  readonly tempo?: FilmRequest['tempo']
  readonly metre?: PlanSettings['metre']
  readonly key?: PlanSettings['key']
  readonly cue?: readonly CueRange[]
  readonly solution?: number
  /** Counted from 1. */
  readonly audioTrack?: number
  /** 0..1 */
  readonly threshold?: number
  /** Seconds. */
  readonly minShot?: number
}

const audioTrackOption = (): Option =>
  new Option(
    '--audio-track <number>',
    'audio track to read, counted from 1 (default: the one the file marks, else the first)',
  ).argParser(wholeNumber(1, 999))

/** Options of how a video is analysed. */
export const analysisOptions = (): readonly Option[] => [
  audioTrackOption(),
  new Option(
    '--threshold <likelihood>',
    'how likely a transition must be (default 0.6); less finds more',
  ).argParser(decimal(0.02, 0.98)),
  new Option('--min-shot <seconds>', 'shortest shot between two transitions (default 0.1)').argParser(
    decimal(0, 60),
  ),
]

/** Options of how a film is planned; with those of its analysis. */
export const filmOptions = (): readonly Option[] => [
  ...analysisOptions(),
  new Option('--seed <number>', 'another seed gives another score (default 1, or the project’s)').argParser(
    wholeNumber(0, 0xffffffff),
  ),
  new Option('--hits <which>', 'transitions that must have a chord exactly on them').choices([
    'auto',
    'all',
    'none',
  ]),
  new Option(
    '--hit <time[:kind][:±frames][:downbeat][:mode]>',
    'mark one hit, at the nearest transition or where none is: kind chord, accent, stop or swell; downbeat ' +
      'require, prefer (default) or ignore; mode must (default), soft or off; may be repeated',
  ).argParser((text: string, before: readonly HitMark[] = []) => [...before, parsed(parseHitMark)(text)]),
  new Option('--preset <name>', 'instrumentation').choices(presetNames),
  new Option('--tempo <range>', 'quarters a minute, such as 80-120 (default 60-160)').argParser(
    parsed(parseTempoRange),
  ),
  new Option('--metre <metre>', 'such as 3/4 (default 4/4)').argParser(parsed(parseMetre)),
  new Option('--key <key>', 'such as "D minor", or auto (default)').argParser(parsed(parseKey)),
  new Option(
    '--cue <in-out>',
    'music from IN to OUT, in seconds or time code, OUT may be "end"; may be repeated (default: the whole film)',
  ).argParser((text: string, before: readonly CueRange[] = []) => [
    ...before,
    parsed((cue) => parseCueRange(cue))(text),
  ]),
  new Option('--solution <number>', 'which tempo solution is taken, as hitpoint fit lists them').argParser(
    wholeNumber(1, maximumSolutions),
  ),
]

/** The engine's request of a film. */
export const filmRequest = (input: string, options: FilmOptions): FilmRequest => ({
  input,
  seed: options.seed,
  hits: options.hits,
  marks: options.hit,
  preset: options.preset,
  tempo: options.tempo,
  metre: options.metre,
  key: options.key,
  cues: options.cue,
  solution: options.solution,
  audioTrack: trackIndex(options.audioTrack),
  detection: detectionOf(options),
})
