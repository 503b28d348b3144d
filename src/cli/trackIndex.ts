/** The engine's index of an audio track that people count from 1. */
export const trackIndex = (number: number | undefined): number | undefined =>
  number === undefined ? undefined : number - 1
