import { isClosing, type DecodeState } from './decodeState'
import { attribute, drumsFamily, eventType, noRoot, pitchStop, stepsPerQuarter } from './vocabulary'

/** How far the decoder leans on the network's answer where it is weak. Nothing is ever shut; 0 leans not at all. */
export interface Leaning {
  /** Taken from the logits of pitches a semitone (modulo the octave) from one that was just struck. */
  readonly clash: number
  /** Taken from the logit of BAR in a bar without notes, less the fuller the bar is. */
  readonly silence: number
  /** Added to the logit of BAR for each time that the bar holds its planned notes beyond one and a half times. */
  readonly crowd: number
  /** Taken from the logits of the other mode's third and of chords that hold it: mode belongs to the plan, not to luck. */
  readonly mode: number
  /** Added to the logits of what the recalled bar has next: type, place, family, length, velocity, drums (D51); 0 when absent. */
  readonly rhythm?: number | undefined
  /** The same for pitches and harmony (D52). */
  readonly melody?: number | undefined
  /** How far the families' shares of the recent notes pull at the choice of the next one (D54); 0 when absent, as below. */
  readonly balance?: number | undefined
  /** How far velocities keep to arousal (D55). */
  readonly dynamics?: number | undefined
  /** Taken for each beat of silence beyond half a beat (D56). */
  readonly rest?: number | undefined
  /** Taken for each halving of the shortest usual distance of onsets (D57). */
  readonly haste?: number | undefined
  /** How far what sounds beyond the usual number of voices keeps chords small and notes short (D58). */
  readonly voices?: number | undefined
}

/** Below this share of its planned notes a bar is thin. Judgement. */
export const thin = 0.6

/** Notes that the plan asks for in the present bar. */
export const plannedNotes = ({ frame, bar }: DecodeState): number =>
  ((frame.density[bar] ?? 0) * frame.barLengths[bar]!) / stepsPerQuarter

/**
 * A bar far below its planned density is rarely left early: the bias on BAR and END shrinks with the notes that stand
 * in the bar and towards its end, and grows with the bars that stayed empty. A bar far above it is left sooner.
 */
export function leanType(state: DecodeState, logits: Float32Array, { silence, crowd }: Leaning): void {
  if (state.bar < 0 || isClosing(state)) return
  const length = state.frame.barLengths[state.bar]!
  const target = plannedNotes(state)
  if (target <= 0) return
  const rest = 1 - state.position / length
  const lack = Math.max(0, 1 - state.notesInBar / (thin * target))
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

/** Semitones from root to third by chord quality (E6); null where there is none. */
const thirds: readonly (number | null)[] = [4, 3, 3, 4, null, 4, 4, 3, 3, null]

/** Roots and qualities that bring in the other mode's third are avoided. */
export function leanChord(
  state: DecodeState,
  attributeIndex: number,
  root: number,
  logits: Float32Array,
  { mode }: Leaning,
): void {
  const foreign = state.frame.foreignThirds[state.bar] ?? null
  if (foreign === null) return
  if (attributeIndex === attribute.root) logits[foreign]! -= mode
  else if (attributeIndex === attribute.quality && root !== noRoot)
    thirds.forEach((third, quality) => {
      if (third !== null && (root + third) % 12 === foreign) logits[quality]! -= mode
    })
}

/** Pitches that grate with what the onset already strikes, and the other mode's third, are avoided. */
export function leanPitch(
  state: DecodeState,
  family: number,
  pitches: readonly number[],
  logits: Float32Array,
  { clash, mode }: Leaning,
): void {
  if (family === drumsFamily) return
  const struck = struckClasses(state, pitches)
  const foreign = state.frame.foreignThirds[state.bar] ?? null
  for (let value = 0; value < pitchStop; value++) {
    if (struck.has((value + 1) % 12) || struck.has((value + 11) % 12)) logits[value]! -= clash
    if (value % 12 === foreign) logits[value]! -= mode
  }
}
