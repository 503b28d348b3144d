/** Instrument families in the order of the composer's vocabulary (docs/spec/composer-events.md, E8). */
export const families = [
  'drums',
  'bass',
  'piano',
  'mallets',
  'organ',
  'plucked',
  'strings',
  'voice',
  'brass',
  'woodwind',
  'lead',
  'pad',
] as const

export type Family = (typeof families)[number]

/** Ensemble classes in the order of the composer's vocabulary (E15.6). */
export const ensembles = ['unknown', 'keyboard', 'strings', 'orchestra', 'band', 'song', 'chamber'] as const

export type Ensemble = (typeof ensembles)[number]
