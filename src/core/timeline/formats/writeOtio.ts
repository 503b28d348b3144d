import { rationalToNumber } from '../../time/rational'
import {
  blackSource,
  labelAt,
  type EditorMarker,
  type EditorMedia,
  type EditorShot,
  type EditorTimeline,
} from './editorTimeline'

type Json = { readonly [name: string]: unknown }

/** OpenTimelineIO keeps rates as doubles; values are whole frames, so every time is exact. */
const time = ({ frameRate }: EditorTimeline, value: number): Json => ({
  OTIO_SCHEMA: 'RationalTime.1',
  rate: rationalToNumber(frameRate),
  value,
})

const range = (timeline: EditorTimeline, start: number, duration: number): Json => ({
  OTIO_SCHEMA: 'TimeRange.1',
  start_time: time(timeline, start),
  duration: time(timeline, duration),
})

const marker = (timeline: EditorTimeline, { name, note, colour, start, duration }: EditorMarker): Json => ({
  OTIO_SCHEMA: 'Marker.2',
  name,
  color: colour.toUpperCase(),
  comment: note,
  marked_range: range(timeline, start, duration),
  metadata: {},
})

function mediaReference(timeline: EditorTimeline, film: EditorMedia): Json {
  return {
    OTIO_SCHEMA: 'ExternalReference.1',
    name: film.name,
    target_url: film.url,
    available_range: range(timeline, timeline.startFrame, film.frames),
    metadata: {},
  }
}

function item(timeline: EditorTimeline, film: EditorMedia, shot: EditorShot): Json {
  const start = shot.sourceStart ?? timeline.startFrame + shot.start
  const common = {
    name: shot.name,
    source_range: range(timeline, start, shot.end - shot.start),
    effects: [],
    markers: [],
    enabled: true,
    metadata: {},
  }
  if (shot.source === blackSource) return { OTIO_SCHEMA: 'Gap.1', ...common }
  return {
    OTIO_SCHEMA: 'Clip.2',
    ...common,
    media_references: { DEFAULT_MEDIA: mediaReference(timeline, film) },
    active_media_reference_key: 'DEFAULT_MEDIA',
  }
}

/** OpenTimelineIO knows dissolves only; the rest are its custom transitions, named in our metadata. */
const transition = (timeline: EditorTimeline, { start, transition }: EditorShot): Json => ({
  OTIO_SCHEMA: 'Transition.1',
  name: transition!.kind,
  transition_type: transition!.kind === 'dissolve' ? 'SMPTE_Dissolve' : 'Custom_Transition',
  in_offset: time(timeline, start - transition!.start),
  out_offset: time(timeline, transition!.end - start),
  metadata: { hitpoint: { kind: transition!.kind } },
})

/** OpenTimelineIO JSON: docs/spec/editor-formats.md, F8. One video track; markers on the stack, where Resolve keeps a timeline's. */
export function writeOtio(timeline: EditorTimeline, film: EditorMedia): string {
  const children = timeline.shots.flatMap((shot) => [
    ...(shot.transition && shot.transition.end > shot.transition.start ? [transition(timeline, shot)] : []),
    item(timeline, film, shot),
  ])
  const track = {
    OTIO_SCHEMA: 'Track.1',
    name: 'V1',
    kind: 'Video',
    source_range: null,
    effects: [],
    markers: [],
    enabled: true,
    metadata: {},
    children,
  }
  const stack = {
    OTIO_SCHEMA: 'Stack.1',
    name: 'tracks',
    source_range: null,
    effects: [],
    markers: timeline.markers.map((one) => marker(timeline, one)),
    enabled: true,
    metadata: {},
    children: [track],
  }
  const root = {
    OTIO_SCHEMA: 'Timeline.1',
    name: timeline.title,
    global_start_time: time(timeline, timeline.startFrame),
    metadata: { hitpoint: { startTimecode: labelAt(timeline, 0), dropFrame: timeline.dropFrame } },
    tracks: stack,
  }
  return `${JSON.stringify(root, null, 2)}\n`
}
