import { editorRate, filmShots, frameOf } from '../document/filmShots'
import { rationalToNumber, type Rational } from '../time/rational'
import { parseTimecode, supportsDropFrame, timecodeToFrames } from '../time/timecode'
import {
  endFrame,
  type EditorMarker,
  type EditorMedia,
  type EditorTimeline,
  type MarkerColour,
} from '../timeline/formats/editorTimeline'
import { displaySize } from '../media/mediaInfo'
import type { Transition } from '../timeline/transition'
import { hitModeOf } from '../document/hitRequests'
import type { HitpointDocument } from '../document/document'
import { startTimecodeOf, type ExportOptions, type ExportSource } from './exportSource'
import { fileUrl, lastName } from '../base/filePath'

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** What became of a transition's hit, in a few words and a colour. */
function fate(document: HitpointDocument, transition: Transition): readonly [string, MarkerColour] {
  const mode = hitModeOf(transition, document.settings.hits)
  if (mode === 'off') return ['no hit', 'purple']
  const hit = document.composition?.plan.hits.find(({ id }) => id === transition.id)
  if (mode === 'soft') return ['soft hit', 'cyan']
  if (!hit) return ['hit', 'red']
  return hit.kept
    ? [`hit: ${hit.kind} on the beat`, 'red']
    : [`not hit: ${hit.reason ?? 'left out'}`, 'yellow']
}

function markersOf(document: HitpointDocument, rate: Rational, { markers }: ExportOptions): EditorMarker[] {
  const total = Math.max(1, frameOf(document.media.info.duration, rate))
  const marker = (frame: number, name: string, note: string, colour: MarkerColour): EditorMarker => ({
    name,
    note,
    colour,
    start: Math.max(0, Math.min(total - 1, frame)),
    duration: 1,
  })
  const at = (seconds: number): number => Math.round(seconds * rationalToNumber(rate))
  const cuts = document.transitions.map((transition, index) => {
    const [note, colour] = fate(document, transition)
    return marker(frameOf(transition.time, rate), `${capital(transition.kind)} ${index + 1}`, note, colour)
  })
  const plan = document.composition?.plan
  const sections = (plan?.sections ?? []).map(({ name, startTime }) =>
    marker(at(startTime), `Section ${name}`, '', 'blue'),
  )
  const cues = (plan?.cues ?? []).flatMap(({ name, startTime, endTime }) => [
    marker(at(startTime), `${name} in`, 'music begins', 'green'),
    marker(at(endTime), `${name} out`, 'music ends', 'green'),
  ])
  return [...(markers.sections ? [...cues, ...sections] : []), ...(markers.cuts ? cuts : [])].sort(
    (a, b) => a.start - b.start,
  )
}

/** The film of a project as a cut list with markers: docs/spec/editor-formats.md, F11. */
export function editorTimelineOf(source: ExportSource, options: ExportOptions): EditorTimeline {
  const { document, title, filmPath } = source
  const frameRate = editorRate(document.media.info.frameRate)
  const timecode = parseTimecode(startTimecodeOf(source, options) ?? '')
  const dropFrame = timecode?.dropFrame === true && supportsDropFrame(frameRate)
  const startFrame = timecode ? timecodeToFrames({ ...timecode, dropFrame }, frameRate) : 0
  return {
    title,
    frameRate,
    dropFrame,
    startFrame,
    shots: filmShots(document, frameRate, lastName(filmPath), startFrame),
    markers: markersOf(document, frameRate, options),
  }
}

/** The film's file as editors' formats describe it. */
export function editorMediaOf({ document, filmPath }: ExportSource, timeline: EditorTimeline): EditorMedia {
  const { info } = document.media
  const [sound] = info.audioTracks
  return {
    name: lastName(filmPath),
    url: fileUrl(filmPath),
    frames: endFrame(timeline),
    ...displaySize(info),
    audioChannels: sound?.channels ?? 0,
    sampleRate: sound?.sampleRate ?? 0,
  }
}
