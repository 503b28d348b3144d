import { limitOf } from './decodeFrame'
import { absoluteStep, barEnd, isClosing, type DecodeState } from './decodeState'
import type { Leaning } from './softBias'
import type { BarTexture } from './texture'
import {
  deltaSteps,
  drumsFamily,
  durationSteps,
  eventType,
  maskedVelocity,
  pitchStop,
  stepsPerQuarter,
} from './vocabulary'

/** Notes that are taken as balanced beforehand, so that the first notes of a piece decide little. */
const priorNotes = 3
/** No family is pushed or held back further than this many nats times the leaning. */
const furthest = 2.5
/** A family that rests this phrase. */
const resting = -2
/** Deviation of velocities around what arousal and class let expect, in buckets (2 to 3 in the corpus). */
const loudnessSpread = 2.5
/** Deviation of the logarithm of onset distances below their median: ln(median / 10th percentile) / 1.28 is 0.49 to 0.55 in every class. */
const paceSpread = 0.52
/** So much silence, in beats, is a rest like any other. */
const usualRest = 0.5

/** What is expected of the present bar; nothing at a hit and at the close. */
function textureHere(state: DecodeState): BarTexture | undefined {
  if (!state.begun || state.openAnchor || isClosing(state)) return undefined
  return state.frame.textures?.[state.bar]
}

const clamp = (value: number, limit: number): number => Math.min(limit, Math.max(-limit, value))

/** D54: families that have fewer of the recent notes than their share are favoured, others held back. */
export function leanFamily(state: DecodeState, logits: Float32Array, { balance = 0 }: Leaning): void {
  const texture = textureHere(state)
  if (!texture || balance === 0) return
  const { recentNotes } = state
  const all = recentNotes.reduce((sum, count) => sum + count, 0)
  texture.shares.forEach((share, family) => {
    const lack = Math.log((share * all + priorNotes) / (recentNotes[family]! + priorNotes))
    logits[family]! += balance * (share > 0 ? clamp(lack, furthest) : resting)
  })
}

/** D55: velocities around what arousal and the class let expect. */
export function leanVelocity(
  state: DecodeState,
  family: number,
  logits: Float32Array,
  { dynamics = 0 }: Leaning,
): void {
  const texture = textureHere(state)
  if (!texture || dynamics === 0) return
  const expected = texture.loudness[family]!
  for (let value = 0; value < maskedVelocity; value++)
    logits[value]! -= (dynamics * ((value - expected) / loudnessSpread) ** 2) / 2
}

/** Absolute step at which the last of what sounds ends; the present one when nothing does. */
const soundEnd = (state: DecodeState): number =>
  state.sounding.reduce((end, note) => Math.max(end, note.end), absoluteStep(state))

/** D56 and D57: no more silence than a rest, and no onsets nearer than players place them. */
export function leanDelta(state: DecodeState, logits: Float32Array, { rest = 0, haste = 0 }: Leaning): void {
  const texture = textureHere(state)
  if (!texture || (rest === 0 && haste === 0)) return
  const here = absoluteStep(state)
  const end = soundEnd(state)
  deltaSteps.forEach((steps, index) => {
    const silence = Math.max(0, (here + steps - end) / stepsPerQuarter - usualRest)
    const hurry = steps > 0 ? Math.max(0, Math.log(texture.pace / steps) / paceSpread) : 0
    logits[index]! -= rest * silence + (haste * hurry ** 2) / 2
  })
}

/** D56: a bar is not left while it would end in silence. */
export function leanBarLine(state: DecodeState, logits: Float32Array, { rest = 0 }: Leaning): void {
  if (!textureHere(state) || rest === 0) return
  const silence = Math.max(0, (barEnd(state) - soundEnd(state)) / stepsPerQuarter - usualRest)
  logits[eventType.bar]! -= rest * silence
}

/** How far more sounds than usual: 0 when not, 1 when twice as much. */
function crowding(state: DecodeState, pitches: number): number {
  const texture = textureHere(state)
  if (!texture) return 0
  const step = absoluteStep(state)
  const sounding = state.sounding.filter((note) => note.family !== drumsFamily && note.end > step).length
  return Math.min(2, Math.max(0, (sounding + pitches) / texture.voices - 1))
}

/** D58: where much sounds already, chords are smaller ... */
export function leanStop(
  state: DecodeState,
  family: number,
  pitches: readonly number[],
  logits: Float32Array,
  { voices = 0 }: Leaning,
): void {
  if (voices > 0 && family !== drumsFamily) logits[pitchStop]! += voices * crowding(state, pitches.length)
}

/** ... and notes are shorter. */
export function leanDuration(
  state: DecodeState,
  family: number,
  logits: Float32Array,
  { voices = 0 }: Leaning,
): void {
  if (voices === 0 || family === drumsFamily) return
  const crowd = crowding(state, 0)
  if (crowd === 0) return
  durationSteps.forEach((steps, index) => {
    logits[index]! -= voices * crowd * Math.max(0, Math.log2(steps / (stepsPerQuarter / 2)))
  })
}

/** D54: a line that owes notes does not hold one over several of them. */
export function leanLine(
  state: DecodeState,
  family: number,
  logits: Float32Array,
  { balance = 0 }: Leaning,
): void {
  const texture = textureHere(state)
  if (!texture || balance === 0 || limitOf(state.frame, family, absoluteStep(state)).voices > 1) return
  const usual = state.frame.barLengths[state.bar]! / Math.max(1, texture.notes[family]!)
  durationSteps.forEach((steps, index) => {
    logits[index]! -= balance * Math.max(0, Math.log2(steps / (2 * usual)))
  })
}
