import type { GridNote } from './events'
import { barStarts } from './events'
import { drumsFamily, stepsPerQuarter } from './vocabulary'

/** Measures of a piece as muspy (Dong et al. 2020) and MusDr (Wu and Yang 2020) define them; drums count where said. */
export interface MusicStatistics {
  /** Entropy of the twelve pitch classes in bits, 0..3.585; without drums. */
  readonly pitchClassEntropy: number
  /** Largest share of notes inside one of the 24 major and natural minor scales; without drums. */
  readonly scaleConsistency: number
  /** 1 − mean Hamming distance of the onset vectors (sixteenths) of adjacent bars of equal length. */
  readonly grooveConsistency: number
  /** Share of quarter notes in which nothing sounds. */
  readonly emptyBeatRate: number
  /** Mean number of sounding notes while any sounds; without drums. */
  readonly polyphony: number
  readonly notesPerSecond: number
  /** Share of distinct four-note patterns (intervals and steps) of the highest line. */
  readonly distinctPatterns: number
  /** Share of pairs struck together that lie a semitone apart modulo the octave; without drums. */
  readonly semitoneClashes: number
}

const majorScale = [0, 2, 4, 5, 7, 9, 11]

function pitchClasses(notes: readonly GridNote[]): number[] {
  const counts = new Array<number>(12).fill(0)
  for (const note of notes) counts[note.pitch % 12]!++
  return counts
}

function entropy(counts: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0)
  return counts.reduce(
    (sum, count) => (count > 0 ? sum - (count / total) * Math.log2(count / total) : sum),
    0,
  )
}

/** Natural minor scales hold the same keys as their relative majors, so twelve sets cover the 24 scales. */
function scaleConsistency(counts: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) return 0
  const inside = Array.from({ length: 12 }, (_, root) =>
    majorScale.reduce((sum, degree) => sum + counts[(root + degree) % 12]!, 0),
  )
  return Math.max(...inside) / total
}

function grooveConsistency(notes: readonly GridNote[], barLengths: readonly number[]): number {
  const starts = barStarts(barLengths)
  const sixteenth = stepsPerQuarter / 4
  const bars = barLengths.map((length) => new Uint8Array(Math.ceil(length / sixteenth)))
  let bar = 0
  for (const note of [...notes].sort((a, b) => a.onset - b.onset)) {
    while (bar + 1 < starts.length && starts[bar + 1]! <= note.onset) bar++
    const slot = Math.floor((note.onset - starts[bar]!) / sixteenth)
    if (slot < bars[bar]!.length) bars[bar]![slot] = 1
  }
  let sum = 0
  let pairs = 0
  for (let index = 1; index < bars.length; index++) {
    const [a, b] = [bars[index - 1]!, bars[index]!]
    if (a.length !== b.length || a.length === 0) continue
    const different = a.reduce((count, value, slot) => count + (value === b[slot] ? 0 : 1), 0)
    sum += 1 - different / a.length
    pairs++
  }
  return pairs ? sum / pairs : 0
}

/** Sounding notes per grid step. */
function soundingCounts(notes: readonly GridNote[], length: number): Int32Array {
  const changes = new Int32Array(length + 1)
  for (const note of notes) {
    changes[Math.min(length, note.onset)]!++
    changes[Math.min(length, note.onset + note.duration)]!--
  }
  for (let step = 1; step <= length; step++) changes[step]! += changes[step - 1]!
  return changes.subarray(0, length)
}

function emptyBeatRate(sounding: Int32Array): number {
  const beats = Math.ceil(sounding.length / stepsPerQuarter)
  let empty = 0
  for (let beat = 0; beat < beats; beat++)
    if (sounding.subarray(beat * stepsPerQuarter, (beat + 1) * stepsPerQuarter).every((count) => count === 0))
      empty++
  return beats ? empty / beats : 0
}

function polyphony(sounding: Int32Array): number {
  let sum = 0
  let steps = 0
  for (const count of sounding) {
    if (count === 0) continue
    sum += count
    steps++
  }
  return steps ? sum / steps : 0
}

function distinctPatterns(notes: readonly GridNote[]): number {
  const highest = new Map<number, number>()
  for (const note of notes) highest.set(note.onset, Math.max(note.pitch, highest.get(note.onset) ?? 0))
  const line = [...highest].sort((a, b) => a[0] - b[0])
  const patterns = new Set<string>()
  for (let index = 4; index < line.length; index++) {
    const steps = [3, 2, 1, 0].map((back) => {
      const [onset, pitch] = line[index - back]!
      const [before, lower] = line[index - back - 1]!
      return `${onset - before}:${pitch - lower}`
    })
    patterns.add(steps.join(' '))
  }
  return line.length > 4 ? patterns.size / (line.length - 4) : 0
}

/** Counted as clean beforehand, so that a handful of pairs in a thin piece decides nothing. */
const priorPairs = 20

function semitoneClashes(notes: readonly GridNote[]): number {
  const onsets = new Map<number, number[]>()
  for (const note of notes) onsets.set(note.onset, [...(onsets.get(note.onset) ?? []), note.pitch])
  let pairs = priorPairs
  let clashes = 0
  for (const pitches of onsets.values())
    for (let a = 0; a < pitches.length; a++)
      for (let b = a + 1; b < pitches.length; b++) {
        const interval = Math.abs(pitches[a]! - pitches[b]!) % 12
        pairs++
        if (interval === 1 || interval === 11) clashes++
      }
  return clashes / pairs
}

/** Measures notes on the grid. `length` in grid steps and `durationSeconds` are those of the whole piece. */
export function measureMusic(
  notes: readonly GridNote[],
  barLengths: readonly number[],
  length: number,
  durationSeconds: number,
): MusicStatistics {
  const pitched = notes.filter((note) => note.family !== drumsFamily)
  const classes = pitchClasses(pitched)
  return {
    pitchClassEntropy: entropy(classes),
    scaleConsistency: scaleConsistency(classes),
    grooveConsistency: grooveConsistency(notes, barLengths),
    emptyBeatRate: emptyBeatRate(soundingCounts(notes, length)),
    polyphony: polyphony(soundingCounts(pitched, length)),
    notesPerSecond: durationSeconds > 0 ? notes.length / durationSeconds : 0,
    distinctPatterns: distinctPatterns(pitched),
    semitoneClashes: semitoneClashes(pitched),
  }
}
