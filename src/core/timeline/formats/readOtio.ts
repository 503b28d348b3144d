import { toFrameRate } from '../../time/frameRate'
import { rationalToNumber, type Rational } from '../../time/rational'
import { supportsDropFrame } from '../../time/timecode'
import {
  blackSource,
  isTimecodeRate,
  withoutGaps,
  type EditorMarker,
  type EditorShot,
  type EditorTimeline,
  type EditorTransition,
} from './editorTimeline'
import { markerColour } from './edlMarkers'
import { kindOfName } from './transitionNames'

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const objectAt = (parent: Json | null, name: string): Json | null => {
  const value = parent?.[name]
  return isObject(value) ? value : null
}
const listAt = (parent: Json | null, name: string): readonly Json[] => {
  const value = parent?.[name]
  return Array.isArray(value) ? value.filter(isObject) : []
}
const textAt = (parent: Json | null, name: string): string => {
  const value = parent?.[name]
  return typeof value === 'string' ? value : ''
}

/** `Clip` of `Clip.2`. */
const schemaOf = (value: Json | null): string => textAt(value, 'OTIO_SCHEMA').split('.')[0]!

interface Time {
  readonly value: number
  readonly rate: number
}

function timeAt(parent: Json | null, name: string): Time | null {
  const time = objectAt(parent, name)
  const [value, rate] = [time?.value, time?.rate]
  return typeof value === 'number' && typeof rate === 'number' && rate > 0 && Number.isFinite(value)
    ? { value, rate }
    : null
}

/** The rate of the first range in the track; OpenTimelineIO has none for a timeline. */
function rateOf(root: Json, children: readonly Json[]): Rational {
  const times = [
    ...children.flatMap((child) => timeAt(objectAt(child, 'source_range'), 'duration') ?? []),
    ...children.flatMap((child) => timeAt(objectAt(mediaOf(child), 'available_range'), 'duration') ?? []),
    ...listAt(objectAt(root, 'tracks'), 'markers').flatMap(
      (marker) => timeAt(objectAt(marker, 'marked_range'), 'start_time') ?? [],
    ),
  ]
  const [first] = [...times, ...[timeAt(root, 'global_start_time')].flatMap((time) => time ?? [])]
  if (!first) throw new SyntaxError('it has no times')
  const rate = toFrameRate(first.rate)
  if (!isTimecodeRate(rate)) throw new SyntaxError(`its frame rate ${first.rate} is not known`)
  return rate
}

/** A clip's active media: `Clip.2` has several by name, `Clip.1` one. */
const mediaOf = (clip: Json): Json | null =>
  objectAt(objectAt(clip, 'media_references'), textAt(clip, 'active_media_reference_key')) ??
  objectAt(clip, 'media_reference')

class TrackReader {
  readonly shots: EditorShot[] = []
  private position = 0

  constructor(private readonly rate: number) {}

  read(children: readonly Json[]): void {
    for (const [index, child] of children.entries())
      if (schemaOf(child) !== 'Transition') this.readItem(child, children[index - 1] ?? null)
  }

  frames(time: Time | null): number {
    return time ? Math.round((time.value * this.rate) / time.rate) : 0
  }

  private readItem(item: Json, before: Json | null): void {
    const media = mediaOf(item)
    const range = objectAt(item, 'source_range') ?? objectAt(media, 'available_range')
    if (!range) throw new SyntaxError(`the clip “${textAt(item, 'name')}” has no range`)
    const start = this.position
    this.position += this.frames(timeAt(range, 'duration'))
    const isGap = schemaOf(item) === 'Gap'
    const name = textAt(item, 'name') || textAt(media, 'name')
    const transition = schemaOf(before) === 'Transition' ? this.transition(before!, start) : null
    this.shots.push({
      name: isGap ? 'Black' : name,
      source: isGap ? blackSource : sourceOf(media) || name,
      start,
      end: this.position,
      sourceStart: isGap ? null : this.frames(timeAt(range, 'start_time')),
      ...(transition && { transition }),
      ...(listAt(item, 'effects').some((effect) => /TimeWarp|Freeze/u.test(schemaOf(effect))) && {
        retimed: true,
      }),
    })
  }

  private transition(transition: Json, at: number): EditorTransition {
    const own = textAt(objectAt(objectAt(transition, 'metadata'), 'hitpoint'), 'kind')
    return {
      kind: kindOfName(own || textAt(transition, 'name')),
      start: at - this.frames(timeAt(transition, 'in_offset')),
      end: at + this.frames(timeAt(transition, 'out_offset')),
    }
  }
}

/** The file's name, or the last part of its address. */
const sourceOf = (media: Json | null): string =>
  textAt(media, 'name') || (textAt(media, 'target_url').split('/').at(-1) ?? '')

function markersOf(root: Json, reader: TrackReader): EditorMarker[] {
  return listAt(objectAt(root, 'tracks'), 'markers').map((marker) => {
    const range = objectAt(marker, 'marked_range')
    return {
      name: textAt(marker, 'name'),
      note: textAt(marker, 'comment'),
      colour: markerColour(textAt(marker, 'color')),
      start: reader.frames(timeAt(range, 'start_time')),
      duration: Math.max(1, reader.frames(timeAt(range, 'duration'))),
    }
  })
}

/**
 * Reads an OpenTimelineIO timeline: its first video track and the markers of its stack. Nested stacks count as one shot.
 * Throws SyntaxError for what is no timeline.
 */
export function readOtio(text: string): EditorTimeline {
  const root: unknown = JSON.parse(text.replace(/^\ufeff/u, ''))
  if (!isObject(root) || schemaOf(root) !== 'Timeline')
    throw new SyntaxError('it is no OpenTimelineIO timeline')
  const tracks = listAt(objectAt(root, 'tracks'), 'children')
  const video = tracks.find((track) => schemaOf(track) === 'Track' && textAt(track, 'kind') === 'Video')
  const children = listAt(video ?? null, 'children')
  const frameRate = rateOf(root, children)
  const reader = new TrackReader(rationalToNumber(frameRate))
  reader.read(children)
  const own = objectAt(objectAt(root, 'metadata'), 'hitpoint')
  return {
    title: textAt(root, 'name'),
    frameRate,
    dropFrame: own?.dropFrame === true && supportsDropFrame(frameRate),
    startFrame: reader.frames(timeAt(root, 'global_start_time')),
    shots: withoutGaps(reader.shots),
    markers: markersOf(root, reader).sort((a, b) => a.start - b.start),
  }
}
