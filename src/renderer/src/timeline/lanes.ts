import type { Score } from '../../../core/music/score'

export type LaneKind =
  | 'ruler'
  | 'thumbnails'
  | 'waveform'
  | 'cuts'
  | 'cues'
  | 'sections'
  | 'chords'
  | 'tempo'
  | 'valence'
  | 'arousal'
  | 'track'

/** A row of the timeline. All rows share one time axis. */
export interface Lane {
  readonly kind: LaneKind
  readonly label: string
  readonly top: number
  readonly height: number
  /** Of a track's lane. */
  readonly trackId?: string
}

/** A row of notes: a track of the score, or a family while music is being written. */
export interface TrackRow {
  readonly id: string
  readonly name: string
}

const heads: readonly (readonly [LaneKind, string, number])[] = [
  ['ruler', 'Time', 26],
  ['thumbnails', 'Picture', 48],
  ['waveform', 'Film sound', 36],
  ['cuts', 'Cuts', 34],
  ['cues', 'Cues', 22],
  ['valence', 'Valence', 0],
  ['arousal', 'Arousal', 0],
]

const scoreHeads: readonly (readonly [LaneKind, string, number])[] = [
  ['sections', 'Sections', 20],
  ['chords', 'Chords', 20],
  ['tempo', 'Tempo', 36],
]

const trackHeight = 20
/** The curves get what is left, within these limits. */
const curveHeights = [58, 150] as const
const gap = 1

/** Lays the lanes under each other; the curves take the room that the others leave. */
export function layLanes(
  { hasScore, tracks }: { readonly hasScore: boolean; readonly tracks: readonly TrackRow[] },
  height: number,
): readonly Lane[] {
  const rows: (readonly [LaneKind, string, number, string?])[] = [
    ...heads,
    ...(hasScore ? scoreHeads : []),
    ...tracks.map(({ id, name }) => ['track', name, trackHeight, id] as const),
  ]
  const fixed = rows.reduce((sum, [, , size]) => sum + size + gap, 0)
  const curve = Math.round(Math.max(curveHeights[0], Math.min(curveHeights[1], (height - fixed) / 2)))
  let top = 0
  return rows.map(([kind, label, size, trackId]) => {
    const lane = { kind, label, top, height: size || curve, ...(trackId !== undefined && { trackId }) }
    top += lane.height + gap
    return lane
  })
}

/** Pixels of all lanes. */
export const lanesHeight = (lanes: readonly Lane[]): number => {
  const last = lanes.at(-1)
  return last ? last.top + last.height + gap : 0
}

/** The lane at a height, or undefined. */
export const laneAt = (lanes: readonly Lane[], y: number): Lane | undefined =>
  lanes.find(({ top, height }) => y >= top && y < top + height + gap)

/** The rows of a score. */
export const trackRows = ({ tracks }: Score): readonly TrackRow[] =>
  tracks.map(({ id, name }) => ({ id, name }))
