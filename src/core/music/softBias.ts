import { isClosing, type DecodeState } from './decodeState'
import { drumsFamily, eventType, noRoot, pitchStop, stepsPerQuarter } from './vocabulary'

/** How far the decoder leans on the network's answer where it is weak. Nothing is ever shut; 0 leans not at all. */
export interface Leaning {
  /** Taken from the logits of pitches, roots and basses outside the planned key, and of chords per note outside it. */
  readonly key: number
  /** Taken from the logits of pitches outside the harmony in force. */
  readonly harmony: number
  /** Taken from the logits of pitches a semitone (modulo the octave) from one that was just struck. */
  readonly clash: number
  /** Taken from the logit of BAR in a bar without notes, less the fuller the bar is. */
  readonly silence: number
  /** Added to the logit of BAR for each time that the bar holds its planned notes beyond one and a half times. */
  readonly crowd: number
}

/** Natural and harmonic minor together: real minor pieces use both sevenths. */
const scales = {
  major: [0, 2, 4, 5, 7, 9, 11],
  minor: [0, 2, 3, 5, 7, 8, 10, 11],
} as const

/**
 * A bar far below its planned density is rarely left early: the bias on BAR and END shrinks with the notes that stand
 * in the bar and towards its end, and grows with the bars that stayed empty. A bar far above it is left sooner.
 */
export function leanType(state: DecodeState, logits: Float32Array, { silence, crowd }: Leaning): void {
  if (state.bar < 0 || isClosing(state)) return
  const length = state.frame.barLengths[state.bar]!
  const target = ((state.frame.density[state.bar] ?? 0) * length) / stepsPerQuarter
  if (target <= 0) return
  const rest = 1 - state.position / length
  const lack = Math.max(0, 1 - state.notesInBar / (0.6 * target))
  const surplus = Math.min(2, Math.max(0, state.notesInBar / target - 1.5))
  const bias = silence * lack * rest * (1 + state.emptyBars / 2) - crowd * surplus
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

/** Tones above the root by chord quality, in the order of the vocabulary (E6); "none" has none. */
const chordTones: readonly (readonly number[])[] = [
  [0, 4, 7],
  [0, 3, 7],
  [0, 3, 6],
  [0, 4, 8],
  [0, 2, 5, 7],
  [0, 4, 7, 10],
  [0, 4, 7, 11],
  [0, 3, 7, 10],
  [0, 3, 6, 9, 10],
]

/** Whether a pitch class lies outside the key planned for the present bar; without a key nothing does. */
function isOutsideKey(state: DecodeState, pitchClass: number): boolean {
  const key = state.frame.keys[Math.max(0, state.bar)]
  if (!key) return false
  return !(scales[key.mode] as readonly number[]).includes((pitchClass - key.tonic + 12) % 12)
}

/** Roots and basses of the planned key are preferred. */
export function leanRoot(state: DecodeState, logits: Float32Array, { key }: Leaning): void {
  for (let pitchClass = 0; pitchClass < 12; pitchClass++)
    if (isOutsideKey(state, pitchClass)) logits[pitchClass]! -= key
}

/** Qualities whose tones lie in the planned key are preferred. */
export function leanQuality(state: DecodeState, root: number, logits: Float32Array, { key }: Leaning): void {
  if (root === noRoot) return
  for (const [quality, tones] of chordTones.entries())
    logits[quality]! -= key * tones.filter((tone) => isOutsideKey(state, (root + tone) % 12)).length
}

function isOutsideHarmony({ harmony }: DecodeState, pitchClass: number): boolean {
  if (!harmony || harmony.root === noRoot) return false
  const tones = chordTones[harmony.quality]
  return tones !== undefined && !tones.includes((pitchClass - harmony.root + 12) % 12)
}

/** Pitches of the planned key and the harmony in force are preferred, those that grate with the onset avoided. */
export function leanPitch(
  state: DecodeState,
  family: number,
  pitches: readonly number[],
  logits: Float32Array,
  leaning: Leaning,
): void {
  if (family === drumsFamily) return
  const struck = struckClasses(state, pitches)
  const bias = Array.from({ length: 12 }, (_, pitchClass) => {
    const clashes = struck.has((pitchClass + 1) % 12) || struck.has((pitchClass + 11) % 12)
    return (
      (isOutsideKey(state, pitchClass) ? leaning.key : 0) +
      (isOutsideHarmony(state, pitchClass) ? leaning.harmony : 0) +
      (clashes ? leaning.clash : 0)
    )
  })
  for (let value = 0; value < pitchStop; value++) logits[value]! -= bias[value % 12]!
}
