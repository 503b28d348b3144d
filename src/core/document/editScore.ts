import type { Lock } from '../music/keptMusic'
import type { Plan } from '../music/plan'
import type { ChordQuality, ChordSymbol, Note, Score, Track } from '../music/score'
import { createTempoMap } from '../time/tempoMap'
import { ticks, type Ticks } from '../time/units'
import type { Composition } from './document'

/** Notes and chords changed by hand; each change is a lock, so that composing again keeps it. Rules: docs/spec/score-editing.md. */

/** Pitch classes above the root, in the order of their roles: root, third, fifth, seventh. */
const tones: Readonly<Record<ChordQuality, readonly number[]>> = {
  major: [0, 4, 7],
  minor: [0, 3, 7],
  diminished: [0, 3, 6],
  augmented: [0, 4, 8],
  suspended: [0, 5, 7],
  dominantSeventh: [0, 4, 7, 10],
  majorSeventh: [0, 4, 7, 11],
  minorSeventh: [0, 3, 7, 10],
  diminishedSeventh: [0, 3, 6, 9],
}

const clampPitch = (pitch: number): number => Math.max(0, Math.min(127, Math.round(pitch)))
const modulo = (value: number, by: number): number => ((value % by) + by) % by

/** The note of a pitch class that is nearest to a pitch. */
function nearest(pitch: number, pitchClass: number): number {
  const up = modulo(pitchClass - pitch, 12)
  const moved = pitch + (up > 6 ? up - 12 : up)
  return moved < 0 ? moved + 12 : moved > 127 ? moved - 12 : moved
}

/** The pitch that has the same role in another chord: third to third; other notes go to the nearest tone they clash with not. */
function inChord(pitch: number, from: ChordSymbol, to: ChordSymbol): number {
  const role = tones[from.quality].indexOf(modulo(pitch - from.root, 12))
  const wanted = tones[to.quality]
  if (role >= 0) return nearest(pitch, modulo(to.root + (wanted[role] ?? wanted[0]!), 12))
  const away = wanted.map((tone) => nearest(pitch, modulo(to.root + tone, 12)))
  // A passing note stays unless it rubs against a tone of the new chord.
  const rubbing = away.find((tone) => Math.abs(tone - pitch) === 1)
  return rubbing ?? pitch
}

function lockBars(plan: Plan, start: Ticks, end: Ticks, tracks?: readonly string[]): Lock {
  const map = createTempoMap(plan.tempo)
  const first = plan.bars.findLast(({ tick }) => tick <= start)
  const last = plan.bars.find(({ tick, length }) => tick + length >= end)
  return {
    start: map.secondsAt(first?.tick ?? start),
    end: map.secondsAt(last ? ticks(last.tick + last.length) : end),
    ...(tracks && { tracks }),
  }
}

const isSameLock = (a: Lock, b: Lock): boolean =>
  a.start === b.start && a.end === b.end && JSON.stringify(a.tracks) === JSON.stringify(b.tracks)

const withLock = (composition: Composition, score: Score, lock: Lock): Composition => {
  const locks = composition.locks ?? []
  return {
    ...composition,
    score,
    locks: locks.some((each) => isSameLock(each, lock)) ? locks : [...locks, lock],
  }
}

/** Changes a chord and moves the notes that sound under it; drums stay. Its bars become locked. */
export function changeChord(
  composition: Composition,
  index: number,
  change: Partial<Pick<ChordSymbol, 'root' | 'quality' | 'bass'>>,
): Composition {
  const { score, plan } = composition
  const from = score.chords[index]
  if (!from) return composition
  const root = change.root ?? from.root
  // A bass that was the root follows it.
  const bass = change.bass ?? (from.bass === from.root ? root : from.bass)
  const to = { ...from, root, bass, quality: change.quality ?? from.quality }
  if (to.root === from.root && to.quality === from.quality && to.bass === from.bass) return composition
  const end = score.chords[index + 1]?.tick ?? score.endTick
  const isUnder = ({ start }: Note): boolean => start >= from.tick && start < end
  const tracks = score.tracks.map((track): Track => {
    if (track.family === 'drums' || !track.notes.some(isUnder)) return track
    const move = (note: Note): Note => ({
      ...note,
      pitch: track.family === 'bass' ? nearest(note.pitch, to.bass) : inChord(note.pitch, from, to),
    })
    return { ...track, notes: track.notes.map((note) => (isUnder(note) ? move(note) : note)) }
  })
  const chords = score.chords.map((chord, place) => (place === index ? to : chord))
  return withLock(composition, { ...score, tracks, chords }, lockBars(plan, from.tick, end))
}

/** Changes, deletes (`null`) a note of a track. Its bars become locked for the track. */
export function changeNote(
  composition: Composition,
  trackId: string,
  index: number,
  change: Partial<Note> | null,
): Composition {
  const { score, plan } = composition
  const note = score.tracks.find(({ id }) => id === trackId)?.notes[index]
  if (!note) return composition
  const changed = change && bounded({ ...note, ...change }, score.endTick)
  const tracks = score.tracks.map((track) =>
    track.id === trackId ? { ...track, notes: replaced(track.notes, index, changed) } : track,
  )
  const start = Math.min(note.start, changed?.start ?? note.start)
  const end = Math.max(note.start + note.duration, changed ? changed.start + changed.duration : 0)
  return withLock(composition, { ...score, tracks }, lockBars(plan, ticks(start), ticks(end), [trackId]))
}

/** Adds a note to a track. Its bars become locked for the track. */
export function addNote(composition: Composition, trackId: string, note: Note): Composition {
  const { score, plan } = composition
  if (!score.tracks.some(({ id }) => id === trackId)) return composition
  const added = bounded(note, score.endTick)
  const tracks = score.tracks.map((track) =>
    track.id === trackId ? { ...track, notes: inOrder([...track.notes, added]) } : track,
  )
  const end = ticks(added.start + added.duration)
  return withLock(composition, { ...score, tracks }, lockBars(plan, added.start, end, [trackId]))
}

const inOrder = (notes: readonly Note[]): readonly Note[] => [...notes].sort((a, b) => a.start - b.start)

const replaced = (notes: readonly Note[], index: number, note: Note | null): readonly Note[] =>
  inOrder(notes.flatMap((each, place) => (place === index ? (note ?? []) : each)))

/** A note that can be played: inside the piece, its numbers MIDI's. */
function bounded({ start, duration, pitch, velocity }: Note, endTick: number): Note {
  const from = Math.max(0, Math.min(endTick - 1, Math.round(start)))
  return {
    start: ticks(from),
    duration: ticks(Math.max(1, Math.min(endTick - from, Math.round(duration)))),
    pitch: clampPitch(pitch),
    velocity: Math.max(1, Math.min(127, Math.round(velocity))),
  }
}
