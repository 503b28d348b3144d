import type { Score } from '../music/score'
import type { Composition } from './document'

/** How a project is listened to: part of the document, so it is saved, undone and opened with it. */
export interface Mixer {
  /** Ids of the score's tracks. */
  readonly muted: readonly string[]
  readonly solo: readonly string[]
  /** Volumes that were set by hand, 0..127 (CC 7) by track id: composing again keeps them. */
  readonly volumes: Readonly<Record<string, number>>
  readonly filmMuted: boolean
  /** Decibels below full, 0 the loudest; {@link silentLevel} is silence. */
  readonly filmLevel: number
  readonly musicLevel: number
}

/** Decibels at which a channel is silent. */
export const silentLevel = -48

/** What a project without a mixer is heard with: music above the film's own sound. */
export const defaultMixer: Mixer = {
  muted: [],
  solo: [],
  volumes: {},
  filmMuted: false,
  filmLevel: -4,
  musicLevel: 0,
}

/** The factor of amplitude of a level in decibels. */
export const gainOf = (level: number): number => (level <= silentLevel ? 0 : 10 ** (Math.min(0, level) / 20))

/**
 * Ids of a score's tracks that are not heard: those that are muted, and beside solo tracks all others. A solo track that
 * the score does not have (any more) silences nothing.
 */
export function silentTracks(score: Score, { muted, solo }: Mixer): ReadonlySet<string> {
  const ids = score.tracks.map(({ id }) => id)
  const hasSolo = ids.some((id) => solo.includes(id))
  return new Set(ids.filter((id) => muted.includes(id) || (hasSolo && !solo.includes(id))))
}

function scoreWithVolumes(score: Score, volumes: Mixer['volumes']): Score {
  if (!score.tracks.some(({ id, volume }) => (volumes[id] ?? volume) !== volume)) return score
  const tracks = score.tracks.map((track) => ({ ...track, volume: volumes[track.id] ?? track.volume }))
  return { ...score, tracks }
}

/** A composition whose score and takes have the volumes that were set by hand. */
export function withVolumes(composition: Composition, mixer: Mixer | undefined): Composition {
  if (!mixer || Object.keys(mixer.volumes).length === 0) return composition
  const { score, takes } = composition
  return {
    ...composition,
    score: scoreWithVolumes(score, mixer.volumes),
    ...(takes && {
      takes: takes.map((take) => ({ ...take, score: scoreWithVolumes(take.score, mixer.volumes) })),
    }),
  }
}
