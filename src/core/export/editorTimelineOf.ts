import { standardFrameRates } from '../time/frameRate'
import { multiplyRational, rational, rationalToNumber, type Rational } from '../time/rational'
import { parseTimecode, supportsDropFrame, timecodeToFrames } from '../time/timecode'
import {
  endFrame,
  isTimecodeRate,
  type EditorMarker,
  type EditorMedia,
  type EditorShot,
  type EditorTimeline,
  type EditorTransition,
  type MarkerColour,
} from '../timeline/formats/editorTimeline'
import { displaySize } from '../media/mediaInfo'
import type { Transition } from '../timeline/transition'
import { hitModeOf } from '../document/hitRequests'
import type { HitpointDocument } from '../document/document'
import { startTimecodeOf, type ExportOptions, type ExportSource } from './exportSource'
import { fileUrl, lastName } from './filePath'

/** The film's own rate where timecode can count it, else the nearest that editors use: variable rates have no exact one. */
export function editorRate(frameRate: Rational): Rational {
  if (isTimecodeRate(frameRate)) return frameRate
  const wanted = rationalToNumber(frameRate)
  const distance = (rate: Rational): number => Math.abs(Math.log(rationalToNumber(rate) / wanted))
  return standardFrameRates
    .filter((rate) => isTimecodeRate(rate) && rationalToNumber(rate) > 23 && rationalToNumber(rate) < 61)
    .reduce((best, rate) => (distance(rate) < distance(best) ? rate : best), rational(25))
}

/** Nearest whole frame of an exact time. */
const frameOf = (time: Rational, rate: Rational): number =>
  Math.round(rationalToNumber(multiplyRational(time, rate)))

/**
 * Shots between the transitions. A transition's own frames never reach over its neighbours or the film's ends; of two
 * transitions in one frame the first stays.
 */
function shotsOf(document: HitpointDocument, rate: Rational, name: string, startFrame: number): EditorShot[] {
  const total = Math.max(1, frameOf(document.media.info.duration, rate))
  const placed: { readonly at: number; readonly from: Transition }[] = []
  for (const from of document.transitions) {
    const at = frameOf(from.time, rate)
    if (at > (placed.at(-1)?.at ?? 0) && at < total) placed.push({ at, from })
  }
  let free = 0
  const transitions = placed.map(({ at, from }, index): EditorTransition | undefined => {
    if (from.kind === 'cut') return undefined
    const start = Math.max(free, Math.min(at, frameOf(from.start, rate)))
    const end = Math.min(placed[index + 1]?.at ?? total, Math.max(at, frameOf(from.end, rate)))
    free = end
    return end > start ? { kind: from.kind, start, end } : undefined
  })
  return [{ at: 0 }, ...placed].map(({ at }, index) => ({
    name,
    source: name,
    start: at,
    end: placed[index]?.at ?? total,
    sourceStart: startFrame + at,
    ...(index > 0 && transitions[index - 1] && { transition: transitions[index - 1] }),
  }))
}

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
    shots: shotsOf(document, frameRate, lastName(filmPath), startFrame),
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
