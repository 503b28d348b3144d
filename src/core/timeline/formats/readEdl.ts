import type { Rational } from '../../time/rational'
import { framesToTimecode, timecodeToFrames } from '../../time/timecode'
import { notesOf, parseEdl, type EdlEvent } from './edlEvents'
import { locators, resolveMarkers } from './edlMarkers'
import {
  blackSource,
  frameOfLabel,
  shiftShot,
  withoutGaps,
  type EditorShot,
  type EditorTimeline,
  type EditorTransition,
} from './editorTimeline'

const kinds = { DISSOLVE: 'dissolve', FADE: 'fade', WIPE: 'wipe', DIP: 'dip' } as const

/** The transition of our own note, which says where the film aims at. */
function ownTransition(notes: readonly string[], frameRate: Rational, dropFrame: boolean) {
  for (const note of notes) {
    const match =
      /^\*\s*TRANSITION:\s*(DISSOLVE|FADE|WIPE|DIP)\s+FROM\s+(\S+)\s+TO\s+(\S+)\s+AT\s+(\S+)$/u.exec(note)
    if (!match) continue
    const [start, end, at] = match.slice(2).map((label) => frameOfLabel(label, frameRate, dropFrame)) as [
      number,
      number,
      number,
    ]
    return { kind: kinds[match[1] as keyof typeof kinds], start, end, at }
  }
  return null
}

/** The middle of a transition, the first picture after it where there are two. */
const middle = (start: number, length: number): number => start + Math.ceil(length / 2)

/**
 * Where a shot starts and what leads to it. To or from black is a fade: out of it the first picture counts, into it the first
 * that is wholly black.
 */
function beginning(event: EdlEvent, before: EdlEvent | undefined, frameRate: Rational, dropFrame: boolean) {
  const own = ownTransition(event.notes, frameRate, dropFrame)
  const [start] = event.record
  if (own) return { start: own.at, transition: { kind: own.kind, start: own.start, end: own.end } }
  if (event.edit === 'C' || event.length === 0) return { start }
  const transition: EditorTransition = { kind: 'dissolve', start, end: start + event.length }
  if (event.reel === blackSource)
    return { start: transition.end, transition: { ...transition, kind: 'fade' as const } }
  if (before?.reel === blackSource) return { start, transition: { ...transition, kind: 'fade' as const } }
  const kind = event.edit.startsWith('W') ? ('wipe' as const) : ('dissolve' as const)
  return { start: middle(start, event.length), transition: { ...transition, kind } }
}

function shotOf(
  event: EdlEvent,
  before: EdlEvent | undefined,
  frameRate: Rational,
  dropFrame: boolean,
): EditorShot {
  const { reel, record, source } = event
  const { start, transition } = beginning(event, before, frameRate, dropFrame)
  const transitionOf = transition ? { transition } : {}
  if (reel === blackSource)
    return { name: 'Black', source: blackSource, start, end: record[1], sourceStart: null, ...transitionOf }
  const notes = notesOf(event.notes)
  const name = (transition ? notes.to : undefined) ?? notes.from ?? reel
  const retimed = notes.retimed || (source !== null && source[1] - source[0] !== record[1] - record[0])
  return {
    name,
    // AX and GEN are no reels: what is cut is known by its clip's name.
    source: /^(?:AX|GEN|UNKNOWN)$/iu.test(reel) ? name : reel,
    start,
    end: record[1],
    sourceStart: source && source[0] + (start - record[0]),
    ...transitionOf,
    ...(retimed && { retimed }),
  }
}

/** The event before one in the list, where it is what that one comes from: its pair's first line, or its neighbour. */
function comesFrom(event: EdlEvent, previous: EdlEvent | undefined): EdlEvent | undefined {
  return previous && [previous.record[0], previous.record[1]].includes(event.record[0]) ? previous : undefined
}

const placeShots = (events: readonly EdlEvent[], frameRate: Rational, dropFrame: boolean): EditorShot[] =>
  events
    .map((event, index) => ({ event, before: comesFrom(event, events[index - 1]) }))
    .filter(({ event }) => event.record[1] > event.record[0])
    .sort((a, b) => a.event.record[0] - b.event.record[0])
    .map(({ event, before }) => shotOf(event, before, frameRate, dropFrame))

/** Ends of shots moved to where the next one starts, because a transition belongs to the shot that it leads to. */
function joined(shots: readonly EditorShot[]): EditorShot[] {
  return shots.map((shot, index) => {
    const next = shots[index + 1]
    return next?.transition && next.transition.start === shot.end ? { ...shot, end: next.start } : shot
  })
}

/** The full hour at or before a frame: where a timeline starts of which only markers are known. */
function hourBefore(frame: number, frameRate: Rational, dropFrame: boolean): number {
  const { hours } = framesToTimecode(frame, frameRate, dropFrame)
  return timecodeToFrames({ hours, minutes: 0, seconds: 0, frames: 0, dropFrame }, frameRate)
}

/**
 * Reads a CMX 3600 cut list, or a Resolve marker list. An EDL does not say its frame rate: `frameRate` is the film's. Only
 * the first video track is read. Throws SyntaxError with the line and what is wrong there.
 */
export function readEdl(text: string, frameRate: Rational): EditorTimeline {
  const { events, title, dropFrame } = parseEdl(text.replace(/^\ufeff/u, ''), frameRate)
  if (events.length === 0) throw new SyntaxError('it has no video events')
  const isMarkerList = /\|C:.*\|M:.*\|D:/u.test(text)
  const shots = isMarkerList ? [] : joined(placeShots(events, frameRate, dropFrame))
  const markers = isMarkerList ? resolveMarkers(events) : locators(events, frameRate, dropFrame)
  const first = events.reduce((least, { record }) => Math.min(least, record[0]), Infinity)
  const startFrame = isMarkerList ? hourBefore(first, frameRate, dropFrame) : first
  return {
    title,
    frameRate,
    dropFrame,
    startFrame,
    shots: withoutGaps(shots.map((shot) => shiftShot(shot, -startFrame))),
    markers: markers
      .map((marker) => ({ ...marker, start: marker.start - startFrame }))
      .sort((a, b) => a.start - b.start),
  }
}
