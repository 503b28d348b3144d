import { Failure } from '../../base/failure'
import type { Composition, HitpointDocument } from '../../document/document'
import { familyOfProgram } from '../../music/programFamily'
import type { ControlChange, Note, Score, Track } from '../../music/score'
import { seconds, ticks } from '../../time/units'
import { guideTrackName } from '../midiFile'
import { midiText } from '../midiText'
import { separateNotes } from '../separateNotes'
import { compareTempo } from './compareTempo'
import { readMidiFile, type ReadTrack } from './readMidiFile'

export interface MidiImportOptions {
  /** Bars of silence before the score, as the file was exported. */
  readonly preRollBars?: number | undefined
}

/** Names of the score's tracks by what became of them. */
export interface MidiImportReport {
  readonly changed: readonly string[]
  readonly unchanged: readonly string[]
  readonly added: readonly string[]
  /** Of the project, not in the file: they stay as they were, not locked. */
  readonly absent: readonly string[]
  /** Notes before the first picture or after the last. */
  readonly leftOut: number
}

export interface ImportedMidi {
  readonly document: HitpointDocument
  readonly report: MidiImportReport
}

const volumeController = 7
const panController = 10

interface Matched {
  readonly read: ReadTrack
  readonly own: Track | null
}

const plainName = (name: string): string => midiText(name).toLowerCase()

/** The file's tracks with the score's that they are: by name, the others by program and kit where only one is left. */
function matchTracks(tracks: readonly Track[], read: readonly ReadTrack[]): Matched[] {
  const free = new Set(tracks)
  const take = (candidates: readonly Track[]): Track | null => {
    const [track] = candidates
    if (track) free.delete(track)
    return track ?? null
  }
  const byName = read.map((one) => ({
    read: one,
    own:
      one.name === '' ? null : take([...free].filter(({ name }) => plainName(name) === plainName(one.name))),
  }))
  return byName.map(({ read: one, own }) => {
    if (own) return { read: one, own }
    const alike = [...free].filter(
      ({ program, channel }) =>
        (channel === 9) === (one.channel === 9) && (channel === 9 || program === one.program),
    )
    return { read: one, own: alike.length === 1 ? take(alike) : null }
  })
}

/** The notes between the film's ends, the last one cut there. */
function ownNotes(notes: readonly Note[], shift: number, endTick: number): Note[] {
  return notes
    .map((note) => ({ ...note, start: ticks(note.start - shift) }))
    .filter(({ start }) => start >= 0 && start < endTick)
    .map((note) => ({ ...note, duration: ticks(Math.min(note.duration, endTick - note.start)) }))
}

/** Controllers in the score's time: the last of each before its start counts from its start. */
function ownControls(controls: readonly ControlChange[], shift: number, endTick: number): ControlChange[] {
  const first = new Map<number, ControlChange>()
  for (const change of controls)
    if (change.tick <= shift) first.set(change.controller, { ...change, tick: ticks(0) })
  const later = controls
    .filter(({ tick }) => tick > shift && tick - shift <= endTick)
    .map((change) => ({ ...change, tick: ticks(change.tick - shift) }))
    .sort((a, b) => a.tick - b.tick || a.controller - b.controller)
  return [...[...first.values()].sort((a, b) => a.controller - b.controller), ...later]
}

/** What was read as a track of the score: volume and pan are those at its start. */
function toTrack(
  { read, own }: Matched,
  fresh: Pick<Track, 'id' | 'channel'>,
  shift: number,
  endTick: number,
): Track {
  const controls = ownControls(read.controls, shift, endTick)
  const atStart = (controller: number, otherwise: number): number =>
    controls.find((change) => change.tick === 0 && change.controller === controller)?.value ?? otherwise
  return {
    id: own?.id ?? fresh.id,
    name: own?.name ?? read.name,
    family: own?.family ?? familyOfProgram(read.program, read.channel),
    channel: own?.channel ?? fresh.channel,
    program: read.program,
    volume: atStart(volumeController, own?.volume ?? 100),
    pan: atStart(panController, own?.pan ?? 64),
    notes: ownNotes(read.notes, shift, endTick),
    controls: controls.filter(
      ({ tick, controller }) => tick > 0 || (controller !== volumeController && controller !== panController),
    ),
  }
}

/** Whether a track sounds as it did; the file has its notes as MIDI can say them (M6). */
function isSame(track: Track, own: Track, endTick: number): boolean {
  const facts = ({ program, volume, pan, controls, notes }: Track): string =>
    JSON.stringify([
      [program, volume, pan],
      ownControls(controls, 0, endTick).map(({ tick, controller, value }) => [tick, controller, value]),
      separateNotes(notes, endTick).map(({ start, duration, pitch, velocity }) => [
        start,
        duration,
        pitch,
        velocity,
      ]),
    ])
  return facts(track) === facts(own)
}

/** A new track's id and channel: percussion on 9, others on the first channel that is free, else shared. */
function freshTrack(score: Score, added: readonly Track[], read: ReadTrack): Pick<Track, 'id' | 'channel'> {
  const taken = [...score.tracks, ...added]
  let number = 1
  while (taken.some(({ id }) => id === `imported-${number}`)) number++
  const melodic = Array.from({ length: 16 }, (_, channel) => channel).filter((channel) => channel !== 9)
  const free = melodic.find((channel) => taken.every((track) => track.channel !== channel))
  return { id: `imported-${number}`, channel: read.channel === 9 ? 9 : (free ?? read.channel) }
}

/** The composition's locks and one over the film for each track that came back. */
const withLocks = ({ locks = [], plan }: Composition, ids: readonly string[]): Pick<Composition, 'locks'> =>
  ids.length === 0 ? {} : { locks: [...locks, { start: seconds(0), end: plan.duration, tracks: ids }] }

/**
 * Takes a MIDI file that was edited in a DAW back into the project (docs/spec/midi-export.md, M18 to M21): tracks that changed
 * replace the score's and are locked over the whole film, so that composing again leaves them. Throws Failure `wrong-use`
 * without a score, `midi-not-readable`, or `midi-does-not-fit` for another tempo map and for a file without notes.
 */
export function importMidi(
  document: HitpointDocument,
  bytes: Uint8Array,
  options: MidiImportOptions = {},
): ImportedMidi {
  const { composition, media } = document
  if (!composition)
    throw new Failure('wrong-use', { reason: 'the project has no score yet, compose one first' })
  const { score } = composition
  const { endTick } = score
  const file = readMidiFile(bytes)
  const played = file.tracks.filter(
    ({ name, notes }) => notes.length > 0 && plainName(name) !== plainName(guideTrackName),
  )
  if (played.length === 0) throw new Failure('midi-does-not-fit', { reason: 'it has no notes' })
  const shift = compareTempo(score, file, media.info.frameRate, options.preRollBars ?? 0)
  const matched = matchTracks(
    score.tracks,
    file.tracks.filter((track) => played.includes(track)),
  )
  const added: Track[] = []
  const replaced = new Map<string, Track>()
  for (const match of matched) {
    const track = toTrack(match, freshTrack(score, added, match.read), shift, endTick)
    if (!match.own) added.push({ ...track, name: track.name || `Imported ${added.length + 1}` })
    else if (!isSame(track, match.own, endTick)) replaced.set(track.id, track)
  }
  const tracks = [...score.tracks.map((track) => replaced.get(track.id) ?? track), ...added]
  const present = new Set(matched.flatMap(({ own }) => (own ? [own.id] : [])))
  const locked = [...replaced.keys(), ...added.map(({ id }) => id)]
  const names = (chosen: readonly Track[]): string[] => chosen.map(({ name }) => name)
  const kept = matched.reduce((sum, { read }) => sum + ownNotes(read.notes, shift, endTick).length, 0)
  return {
    document: {
      ...document,
      composition: {
        ...composition,
        score: { ...score, tracks },
        ...withLocks(composition, locked),
      },
    },
    report: {
      changed: names([...replaced.values()]),
      unchanged: names(score.tracks.filter(({ id }) => present.has(id) && !replaced.has(id))),
      added: names(added),
      absent: names(score.tracks.filter(({ id }) => !present.has(id))),
      leftOut: matched.reduce((sum, { read }) => sum + read.notes.length, 0) - kept,
    },
  }
}
