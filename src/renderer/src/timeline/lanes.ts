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

/** Tracks give up room before one has to scroll, down to where a name can still be read. Pixels. */
const trackHeights = [13, 20] as const
/** The curves get what is left, within these limits; at the lower one their ends' names still fit. */
const curveHeights = [44, 150] as const
/** Below this the tracks shrink before the curves do. */
const easyCurveHeight = 58
const gap = 1

const within = (value: number, [least, most]: readonly [number, number]): number =>
  Math.max(least, Math.min(most, value))

/** Lays the lanes under each other; the curves take the room that the others leave, and many tracks stand closer. */
export function layLanes(
  { hasScore, tracks }: { readonly hasScore: boolean; readonly tracks: readonly TrackRow[] },
  height: number,
): readonly Lane[] {
  const others = [...heads, ...(hasScore ? scoreHeads : [])]
  const spent = others.reduce((sum, [, , size]) => sum + size + gap, 0)
  const left = height - spent - 2 * easyCurveHeight
  const trackHeight = within(Math.floor(left / Math.max(1, tracks.length)) - gap, trackHeights)
  const rows: (readonly [LaneKind, string, number, string?])[] = [
    ...others,
    ...tracks.map(({ id, name }) => ['track', name, trackHeight, id] as const),
  ]
  const fixed = spent + tracks.length * (trackHeight + gap)
  const curve = Math.floor(within((height - fixed) / 2, curveHeights))
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
