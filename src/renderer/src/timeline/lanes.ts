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

/** A lane with the pixels that it has where there is room, and those that it gives up the rest down to. */
type Head = readonly [kind: LaneKind, label: string, easy: number, least: number]

const heads: readonly Head[] = [
  ['ruler', 'Time', 26, 24],
  ['thumbnails', 'Picture', 48, 34],
  ['waveform', 'Film sound', 36, 22],
  ['cuts', 'Cuts', 34, 28],
  ['cues', 'Cues', 22, 20],
]

const curves: readonly (readonly [LaneKind, string])[] = [
  ['valence', 'Valence'],
  ['arousal', 'Arousal'],
]

const scoreHeads: readonly Head[] = [
  ['sections', 'Sections', 20, 18],
  ['chords', 'Chords', 20, 18],
  ['tempo', 'Tempo', 36, 26],
]

/** Tracks give up room before they scroll, down to where a name can still be read. Pixels. */
const trackHeights = [14, 20] as const
/** Where even these do not fit, as many tracks are in sight at least. */
const leastTracks = 4
/** The curves get what is left, within these limits; at the lower one their ends' names still fit. */
const curveHeights = [44, 150] as const
/** Below this the tracks shrink before the curves do. */
const easyCurveHeight = 58
const gap = 1

/** The part of the timeline where the tracks are: they scroll inside it, everything else stays. Pixels. */
export interface TrackArea {
  readonly top: number
  readonly height: number
  /** Of all tracks; what is more than `height` is scrolled to. */
  readonly contentHeight: number
  /** How far the tracks are scrolled. */
  readonly scroll: number
}

/** All lanes in order, as they stand now, and where the tracks are seen. */
export interface LaneLayout {
  readonly lanes: readonly Lane[]
  readonly tracks: TrackArea
}

export interface LaneContent {
  readonly hasScore: boolean
  readonly tracks: readonly TrackRow[]
}

const within = (value: number, [least, most]: readonly [number, number]): number =>
  Math.max(least, Math.min(most, value))

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** Pixels of the lanes that stay, of both curves together, and of one track. */
interface Sizes {
  readonly pinned: readonly number[]
  readonly curve: number
  readonly track: number
  /** Of the part where the tracks are. */
  readonly area: number
}

/** Shares the height: first the tracks stand closer, then the curves and the other lanes get lower, then the tracks scroll. */
function sizesOf(pinned: readonly Head[], trackCount: number, height: number): Sizes {
  const easy = pinned.map(([, , size]) => size)
  const gaps = (pinned.length + curves.length) * gap
  const left = height - sum(easy) - gaps - 2 * easyCurveHeight
  const track = within(Math.floor(left / Math.max(1, trackCount)) - gap, trackHeights)
  const content = trackCount * (track + gap)
  const short = Math.max(0, content - left - 2 * (easyCurveHeight - curveHeights[0]))
  const slack = sum(pinned.map(([, , size, least]) => size - least))
  const share = Math.min(1, short / slack)
  const given = pinned.map(([, , size, least]) => Math.floor(size - (size - least) * share))
  const rest = height - sum(given) - gaps
  const area = within(rest - 2 * curveHeights[0], [
    Math.min(trackCount, leastTracks) * (track + gap),
    content,
  ])
  return { pinned: given, curve: Math.floor(within((rest - area) / 2, curveHeights)), track, area }
}

/** Lays the lanes under each other; `scroll`: pixels that the tracks are wanted to be scrolled by. */
export function layLanes({ hasScore, tracks }: LaneContent, height: number, scroll = 0): LaneLayout {
  const pinned = [...heads, ...(hasScore ? scoreHeads : [])]
  const sizes = sizesOf(pinned, tracks.length, height)
  const lanes: Lane[] = []
  let top = 0
  const lay = (kind: LaneKind, label: string, size: number, trackId?: string): void => {
    lanes.push({ kind, label, top, height: size, ...(trackId !== undefined && { trackId }) })
    top += size + gap
  }
  pinned.forEach(([kind, label], index) => {
    lay(kind, label, sizes.pinned[index]!)
    if (kind === 'cues') for (const [curve, name] of curves) lay(curve, name, sizes.curve)
  })
  const contentHeight = tracks.length * (sizes.track + gap)
  const scrolled = within(scroll, [0, contentHeight - sizes.area])
  const area: TrackArea = { top, height: sizes.area, contentHeight, scroll: scrolled }
  top -= scrolled
  for (const { id, name } of tracks) lay('track', name, sizes.track, id)
  return { lanes, tracks: area }
}

/** Pixels of all lanes. */
export const lanesHeight = ({ tracks }: LaneLayout): number => tracks.top + tracks.height

/** The lane at a height, or undefined: of the tracks what is scrolled out of sight is at none. */
export function laneAt({ lanes, tracks }: LaneLayout, y: number): Lane | undefined {
  if (y >= tracks.top + tracks.height) return undefined
  const isInTracks = y >= tracks.top
  return lanes.find(
    ({ kind, top, height }) => (kind === 'track') === isInTracks && y >= top && y < top + height + gap,
  )
}

/** The rows of a score. */
export const trackRows = ({ tracks }: Score): readonly TrackRow[] =>
  tracks.map(({ id, name }) => ({ id, name }))
