import type { Ensemble } from './families'
import type { MusicStatistics } from './statistics'

/** Mean and standard deviation of a measure. */
export interface Spread {
  readonly mean: number
  readonly deviation: number
}

export type ReferenceStatistics = Readonly<Record<keyof MusicStatistics, Spread>>

/**
 * What real music measures: excerpts of 40 seconds from the held-out (validation and test) parts of the training corpus,
 * by ensemble class, with the code of statistics.ts. Printed by bench/composerReference.ts.
 */
export const referenceStatistics: Readonly<Partial<Record<Ensemble, ReferenceStatistics>>> = {
  // 40 excerpts
  song: {
    pitchClassEntropy: { mean: 2.957, deviation: 0.2492 },
    scaleConsistency: { mean: 0.9105, deviation: 0.0845 },
    grooveConsistency: { mean: 0.8624, deviation: 0.074 },
    emptyBeatRate: { mean: 0.0024, deviation: 0.0065 },
    polyphony: { mean: 4.205, deviation: 0.8697 },
    notesPerSecond: { mean: 8.4245, deviation: 2.6855 },
    distinctPatterns: { mean: 0.8905, deviation: 0.1073 },
    semitoneClashes: { mean: 0.0176, deviation: 0.0132 },
  },
  // 40 excerpts
  band: {
    pitchClassEntropy: { mean: 2.6774, deviation: 0.2377 },
    scaleConsistency: { mean: 0.9257, deviation: 0.0746 },
    grooveConsistency: { mean: 0.9252, deviation: 0.0994 },
    emptyBeatRate: { mean: 0, deviation: 0 },
    polyphony: { mean: 5.6442, deviation: 2.1936 },
    notesPerSecond: { mean: 25.2595, deviation: 9.6165 },
    distinctPatterns: { mean: 0.6325, deviation: 0.2177 },
    semitoneClashes: { mean: 0.0282, deviation: 0.0223 },
  },
  // 40 excerpts
  keyboard: {
    pitchClassEntropy: { mean: 3.0367, deviation: 0.2633 },
    scaleConsistency: { mean: 0.8914, deviation: 0.0916 },
    grooveConsistency: { mean: 0.8265, deviation: 0.2124 },
    emptyBeatRate: { mean: 0.0155, deviation: 0.0335 },
    polyphony: { mean: 2.6799, deviation: 1.0595 },
    notesPerSecond: { mean: 7.635, deviation: 4.6387 },
    distinctPatterns: { mean: 0.7838, deviation: 0.1491 },
    semitoneClashes: { mean: 0.0104, deviation: 0.0117 },
  },
  // 40 excerpts
  strings: {
    pitchClassEntropy: { mean: 2.9643, deviation: 0.2648 },
    scaleConsistency: { mean: 0.9204, deviation: 0.0736 },
    grooveConsistency: { mean: 0.8857, deviation: 0.0741 },
    emptyBeatRate: { mean: 0.0083, deviation: 0.0159 },
    polyphony: { mean: 2.8821, deviation: 1.1716 },
    notesPerSecond: { mean: 8.1766, deviation: 5.3354 },
    distinctPatterns: { mean: 0.769, deviation: 0.1651 },
    semitoneClashes: { mean: 0.0101, deviation: 0.012 },
  },
  // 40 excerpts
  chamber: {
    pitchClassEntropy: { mean: 2.932, deviation: 0.3266 },
    scaleConsistency: { mean: 0.92, deviation: 0.0541 },
    grooveConsistency: { mean: 0.8445, deviation: 0.0927 },
    emptyBeatRate: { mean: 0.0101, deviation: 0.0207 },
    polyphony: { mean: 3.6544, deviation: 3.0524 },
    notesPerSecond: { mean: 8.8742, deviation: 5.7055 },
    distinctPatterns: { mean: 0.7745, deviation: 0.192 },
    semitoneClashes: { mean: 0.0073, deviation: 0.0109 },
  },
  // 16 excerpts
  orchestra: {
    pitchClassEntropy: { mean: 3.0041, deviation: 0.1972 },
    scaleConsistency: { mean: 0.9014, deviation: 0.0683 },
    grooveConsistency: { mean: 0.9027, deviation: 0.0591 },
    emptyBeatRate: { mean: 0.0143, deviation: 0.029 },
    polyphony: { mean: 9.0397, deviation: 2.4543 },
    notesPerSecond: { mean: 31.0112, deviation: 13.7014 },
    distinctPatterns: { mean: 0.7753, deviation: 0.1223 },
    semitoneClashes: { mean: 0.0091, deviation: 0.008 },
  },
}

/** The measures that tell music from noise whatever the ensemble's size and pace. */
export const musicalMeasures = [
  'pitchClassEntropy',
  'scaleConsistency',
  'grooveConsistency',
  'semitoneClashes',
] as const satisfies readonly (keyof MusicStatistics)[]

/** Mean distance from real music of the class (chamber music when unknown) over the measures, in its standard deviations. */
export function distanceFromReal(
  measured: MusicStatistics,
  ensemble: Ensemble,
  measures: readonly (keyof MusicStatistics)[] = musicalMeasures,
): number {
  const reference = referenceStatistics[ensemble] ?? referenceStatistics.chamber
  if (!reference) return 0
  const distances = measures.map((measure) => {
    const { mean, deviation } = reference[measure]
    return Math.abs(measured[measure] - mean) / Math.max(deviation, 0.01)
  })
  return distances.reduce((sum, distance) => sum + distance, 0) / distances.length
}
