import type { HitSetting } from '../../core/document/document'
import { warningText } from '../../core/media/mediaWarning'
import type { PlannedHit, ThinReason } from '../../core/music/plan'
import { rationalToNumber } from '../../core/time/rational'
import type { ScoreResult } from '../../main/engine/workflow/score'
import { detectionOf } from '../detection'
import { trackIndex } from '../trackIndex'
import type { CommandContext } from '../run'

export interface ScoreOptions {
  readonly out: string
  readonly seed?: number
  readonly hits?: HitSetting
  readonly preset?: string
  /** Counted from 1. */
  readonly audioTrack?: number
  /** 0..1 */
  readonly threshold?: number
  /** Seconds. */
  readonly minShot?: number
  readonly wav?: boolean
  readonly force?: boolean
  readonly json?: boolean
  readonly quiet?: boolean
}

const thinReasons: Readonly<Record<ThinReason, string>> = {
  'too-close': 'too close to a stronger hit',
  'tempo-range': 'no whole number of half beats fits inside the tempo range',
  outside: 'outside the music: before the first picture or too near the end',
  'outside-cue': 'in the silence between cues',
  locked: 'a locked range keeps the music that it has',
}

/** `hitpoint score VIDEO|PROJECT --out FOLDER`: MIDI, project and, on wish, sound. */
export async function scoreCommand(
  { engine, terminal, signal }: CommandContext,
  input: string,
  options: ScoreOptions,
): Promise<void> {
  const result = await engine.score(
    {
      input,
      outputFolder: options.out,
      seed: options.seed,
      hits: options.hits,
      preset: options.preset,
      audioTrack: trackIndex(options.audioTrack),
      detection: detectionOf(options),
      wav: options.wav ?? false,
      force: options.force ?? false,
    },
    { signal, onProgress: (progress) => terminal.progress(progress) },
  )
  terminal.endProgress()
  for (const warning of result.warnings) terminal.problem(`Warning: ${warningText(warning)}`)
  if (options.json) terminal.result(JSON.stringify(scoreOutput(result), null, 2))
  else for (const line of scoreLines(result)) terminal.result(line)
}

const framesOf = (hit: PlannedHit, result: ScoreResult): number =>
  hit.error * rationalToNumber(result.document.media.info.frameRate)

function scoreOutput(result: ScoreResult): object {
  const { plan } = result.composition
  return {
    files: result.files,
    seed: result.document.settings.seed,
    preset: result.document.settings.preset,
    durationSeconds: plan.duration,
    model: result.composition.model,
    reused: result.reused,
    hits: plan.hits.map((hit) => ({
      time: hit.time,
      mode: hit.mode,
      kept: hit.kept,
      tick: hit.tick,
      errorMilliseconds: hit.error * 1000,
      errorFrames: framesOf(hit, result),
      downbeat: hit.downbeat,
      reason: hit.reason,
    })),
    tracks: result.composition.score.tracks.map((track) => ({
      name: track.name,
      program: track.program,
      notes: track.notes.length,
    })),
    composing: result.composing,
  }
}

function* scoreLines(result: ScoreResult): Generator<string> {
  const { plan, score } = result.composition
  const must = plan.hits.filter((hit) => hit.mode === 'must')
  const kept = must.filter((hit) => hit.kept)
  const tempi = plan.tempo.map((change) => 60e6 / change.microsecondsPerQuarter)
  yield (
    `${plan.bars.length} bars, ${Math.min(...tempi).toFixed(1)} to ${Math.max(...tempi).toFixed(1)} beats per minute, ` +
    `${kept.length} of ${must.length} hits kept, ${plan.hits.length - must.length} soft`
  )
  for (const hit of plan.hits) yield hitLine(hit, result)
  for (const track of score.tracks) yield `  ${track.name}: ${track.notes.length} notes`
  const { midi, project, wav } = result.files
  for (const path of [midi, project, wav]) if (path !== undefined) yield `Wrote ${path}`
}

/** A number with fixed digits, without a sign on what rounds to nothing. */
function fixed(value: number, digits: number): string {
  const text = value.toFixed(digits)
  return Number(text) === 0 ? (0).toFixed(digits) : text
}

function hitLine(hit: PlannedHit, result: ScoreResult): string {
  const error = `${fixed(hit.error * 1000, 3)} ms, ${fixed(framesOf(hit, result), 4)} frames`
  const time = `  ${hit.time.toFixed(3).padStart(9)} s  `
  if (hit.mode === 'soft') return `${time}soft     nearest beat ${error} away`
  if (!hit.kept)
    return `${time}THINNED  ${hit.reason ? thinReasons[hit.reason] : ''}${hit.markedByUser ? ', although you marked it' : ''}`
  return `${time}hit      ${error}${hit.downbeat ? ', downbeat' : ''}`
}
