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
  keyboard: {
    pitchClassEntropy: { mean: 3.0261, deviation: 0.301 },
    scaleConsistency: { mean: 0.8806, deviation: 0.088 },
    grooveConsistency: { mean: 0.8287, deviation: 0.2007 },
    emptyBeatRate: { mean: 0.0131, deviation: 0.0283 },
    polyphony: { mean: 3.1193, deviation: 1.4112 },
    notesPerSecond: { mean: 7.5944, deviation: 4.3298 },
    distinctPatterns: { mean: 0.7354, deviation: 0.1589 },
    semitoneClashes: { mean: 0.016, deviation: 0.0214 },
  },
  // 40 excerpts
  strings: {
    pitchClassEntropy: { mean: 3.0115, deviation: 0.2787 },
    scaleConsistency: { mean: 0.9133, deviation: 0.0742 },
    grooveConsistency: { mean: 0.8751, deviation: 0.076 },
    emptyBeatRate: { mean: 0.0232, deviation: 0.0293 },
    polyphony: { mean: 2.769, deviation: 1.2435 },
    notesPerSecond: { mean: 7.3217, deviation: 5.5683 },
    distinctPatterns: { mean: 0.7851, deviation: 0.1204 },
    semitoneClashes: { mean: 0.0093, deviation: 0.0097 },
  },
  // 12 excerpts
  orchestra: {
    pitchClassEntropy: { mean: 3.1636, deviation: 0.1095 },
    scaleConsistency: { mean: 0.8621, deviation: 0.0588 },
    grooveConsistency: { mean: 0.8728, deviation: 0.0523 },
    emptyBeatRate: { mean: 0.0034, deviation: 0.0076 },
    polyphony: { mean: 6.4612, deviation: 1.4427 },
    notesPerSecond: { mean: 18.375, deviation: 5.0053 },
    distinctPatterns: { mean: 0.7268, deviation: 0.1176 },
    semitoneClashes: { mean: 0.0089, deviation: 0.0069 },
  },
  // 40 excerpts
  band: {
    pitchClassEntropy: { mean: 2.8634, deviation: 0.2279 },
    scaleConsistency: { mean: 0.9015, deviation: 0.0711 },
    grooveConsistency: { mean: 0.9451, deviation: 0.0905 },
    emptyBeatRate: { mean: 0, deviation: 0 },
    polyphony: { mean: 6.7102, deviation: 2.1033 },
    notesPerSecond: { mean: 28.2017, deviation: 8.4353 },
    distinctPatterns: { mean: 0.5199, deviation: 0.239 },
    semitoneClashes: { mean: 0.044, deviation: 0.0222 },
  },
  // 40 excerpts
  song: {
    pitchClassEntropy: { mean: 3.0053, deviation: 0.253 },
    scaleConsistency: { mean: 0.901, deviation: 0.093 },
    grooveConsistency: { mean: 0.8556, deviation: 0.0846 },
    emptyBeatRate: { mean: 0.0041, deviation: 0.0099 },
    polyphony: { mean: 4.4112, deviation: 0.8923 },
    notesPerSecond: { mean: 8.1706, deviation: 2.9515 },
    distinctPatterns: { mean: 0.8229, deviation: 0.1613 },
    semitoneClashes: { mean: 0.0188, deviation: 0.0277 },
  },
  // 40 excerpts
  chamber: {
    pitchClassEntropy: { mean: 3.0051, deviation: 0.1408 },
    scaleConsistency: { mean: 0.9272, deviation: 0.0338 },
    grooveConsistency: { mean: 0.8217, deviation: 0.0829 },
    emptyBeatRate: { mean: 0.015, deviation: 0.0211 },
    polyphony: { mean: 2.5717, deviation: 0.9909 },
    notesPerSecond: { mean: 7.8073, deviation: 4.8032 },
    distinctPatterns: { mean: 0.808, deviation: 0.0888 },
    semitoneClashes: { mean: 0.0058, deviation: 0.0064 },
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
