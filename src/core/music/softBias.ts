import { isClosing, type DecodeState } from './decodeState'
import { drumsFamily, eventType, pitchStop, stepsPerQuarter } from './vocabulary'

/** How far the decoder leans on the network's answer where it is weak. Nothing is ever shut; 0 leans not at all. */
export interface Leaning {
  /** Taken from the logits of pitches outside the planned key. */
  readonly key: number
  /** Taken from the logits of pitches a semitone (modulo the octave) from one that was just struck. */
  readonly clash: number
  /** Taken from the logit of BAR in a bar without notes, less the fuller the bar is. */
  readonly silence: number
}

/** Natural and harmonic minor together: real minor pieces use both sevenths. */
const scales = {
  major: [0, 2, 4, 5, 7, 9, 11],
  minor: [0, 2, 3, 5, 7, 8, 10, 11],
} as const

/**
 * A bar far below its planned density is rarely left early: the bias on BAR and END shrinks with the notes that stand
 * in the bar and towards its end, and grows with the bars that stayed empty.
 */
export function leanType(state: DecodeState, logits: Float32Array, { silence }: Leaning): void {
  if (state.bar < 0 || isClosing(state)) return
  const length = state.frame.barLengths[state.bar]!
  const target = ((state.frame.density[state.bar] ?? 0) * length) / stepsPerQuarter
  if (target <= 0) return
  const rest = 1 - state.position / length
  const lack = Math.max(0, 1 - state.notesInBar / (0.6 * target))
  const bias = silence * lack * rest * (1 + state.emptyBars / 2)
  logits[eventType.bar]! -= bias
  logits[eventType.end]! -= bias
}

/** Pitch classes that sound from this onset on, drums left out. */
function struckClasses(state: DecodeState, pitches: readonly number[]): Set<number> {
  const classes = new Set(pitches.map((value) => value % 12))
  for (const [family, values] of state.struck)
    if (family !== drumsFamily) for (const value of values) classes.add(value % 12)
  return classes
}

/** Pitches of the planned key are preferred, and those that grate with what this onset already strikes are avoided. */
export function leanPitch(
  state: DecodeState,
  family: number,
  pitches: readonly number[],
  logits: Float32Array,
  leaning: Leaning,
): void {
  if (family === drumsFamily) return
  const key = state.frame.keys[Math.max(0, state.bar)]
  const outside = Array.from({ length: 12 }, (_, pitchClass) => {
    const degree = (pitchClass - (key?.tonic ?? 0) + 12) % 12
    return key !== undefined && key !== null && !(scales[key.mode] as readonly number[]).includes(degree)
  })
  const struck = struckClasses(state, pitches)
  for (let value = 0; value < pitchStop; value++) {
    const pitchClass = value % 12
    if (outside[pitchClass]) logits[value]! -= leaning.key
    if (struck.has((pitchClass + 1) % 12) || struck.has((pitchClass + 11) % 12))
      logits[value]! -= leaning.clash
  }
}
