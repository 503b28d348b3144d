import { seconds, ticks } from '../../time/units'
import type { EmotionAt } from '../composeRequest'
import { cuePlan } from '../cuePlan'
import type { GridMusic } from '../events'
import { isWithin, keepsTrack, keptInCue, type KeptMusic } from '../keptMusic'
import type { PartDefinition } from '../parts'
import type { Plan, PlannedCue } from '../plan'
import type { ChordSymbol, ControlChange, Note, Score, Track } from '../score'
import { ticksPerStep } from '../vocabulary'
import { assignParts } from './assignParts'
import { expressionOf } from './expression'
import { humanTouches, quantisedTouches } from './humanise'
import { chordSymbols, distinctChords, planMarkers } from './markers'
import { trackNotes } from './trackNotes'

const percussionChannel = 9
const reverbController = 91

/** Channels by part: percussion on 9, melodic parts on the other fifteen in order, shared when there are more. */
function channelOf(melodicIndex: number): number {
  const index = melodicIndex % 15
  return index < percussionChannel ? index : index + 1
}

/** What was composed for a cue, in grid steps since its start; no notes where everything is kept. */
export interface CueMusic {
  readonly cue: PlannedCue
  readonly music: GridMusic
}

export interface Performance {
  readonly plan: Plan
  readonly parts: readonly PartDefinition[]
  readonly emotionAt: EmotionAt
  readonly cues: readonly CueMusic[]
  readonly kept?: KeptMusic | undefined
  /** Seed of light timing and touch; exactly on the grid when absent. */
  readonly humanSeed?: number | undefined
}

interface PlayedPart {
  readonly notes: readonly Note[]
  readonly controls: readonly ControlChange[]
}

const emptyKept: KeptMusic = { spans: [], tracks: [], chords: [] }
const later = <Timed extends { readonly start: Note['start'] }>(event: Timed, shift: number): Timed => ({
  ...event,
  start: ticks(event.start + shift),
})

/** One cue's new notes and controls by part, in the film's ticks. Tails end with the cue. */
function playCue({ cue, music }: CueMusic, film: Performance): Map<string, PlayedPart> {
  const plan = cuePlan(film.plan, cue)
  const emotionAt: EmotionAt = (time) => film.emotionAt(seconds(time + cue.startTime))
  const { spans } = keptInCue(film.kept ?? emptyKept, cue)
  const isFree = (id: string, tick: number): boolean =>
    !spans.some((span) => keepsTrack(span, id) && isWithin(tick, span))
  const last = music.notes.reduce((step, note) => Math.max(step, note.onset), 0)
  const touches = film.humanSeed === undefined ? quantisedTouches : humanTouches(plan, film.humanSeed, last)
  const assigned = assignParts(music.notes, film.parts, (part, onset) =>
    isFree(part.id, onset * ticksPerStep),
  )
  return new Map(
    film.parts.map((part, index) => {
      const played = trackNotes(assigned.get(part) ?? [], part, { endTick: plan.endTick, touches, index })
      const controls = expressionOf(plan, emotionAt, part.family).filter(({ tick }) => isFree(part.id, tick))
      return [
        part.id,
        {
          notes: played.map((note) => later(note, cue.startTick)),
          controls: controls.map((control) => ({ ...control, tick: ticks(control.tick + cue.startTick) })),
        },
      ]
    }),
  )
}

const byTick = (a: ControlChange, b: ControlChange): number => a.tick - b.tick || a.controller - b.controller

type Setup = Pick<Track, 'id' | 'name' | 'family' | 'program' | 'volume' | 'pan'> & {
  readonly reverb?: number | undefined
}

function joinTrack(
  setup: Setup,
  channel: number,
  cues: readonly PlayedPart[],
  kept: Track | undefined,
): Track {
  const { id, name, family, program, volume, pan, reverb } = setup
  const notes = [...cues.flatMap((cue) => cue.notes), ...(kept?.notes ?? [])]
  const played = [...cues.flatMap((cue) => cue.controls), ...(kept?.controls ?? [])]
  const send = reverb === undefined ? [] : [{ tick: ticks(0), controller: reverbController, value: reverb }]
  const controls = [
    ...send,
    ...played.filter(({ controller }) => send.length === 0 || controller !== reverbController),
  ]
  return {
    id,
    name,
    family,
    channel,
    program,
    volume,
    pan,
    notes: notes.sort((a, b) => a.start - b.start || a.pitch - b.pitch),
    controls: controls.sort(byTick),
  }
}

/** The preset's parts, and kept tracks that the preset does not have. */
function setups({ parts, kept = emptyKept }: Performance): Setup[] {
  const foreign = kept.tracks.filter(({ id }) => !parts.some((part) => part.id === id))
  return [...parts, ...foreign]
}

function allChords({ plan, cues, kept = emptyKept }: Performance): ChordSymbol[] {
  const composed = cues.flatMap(({ cue, music }) =>
    chordSymbols(music.chords).map((chord) => ({ ...chord, tick: ticks(chord.tick + cue.startTick) })),
  )
  return distinctChords(
    [...composed, ...kept.chords].sort((a, b) => a.tick - b.tick),
    plan,
  )
}

/**
 * Joins what was composed for the cues, and what was kept, into the score of the film: families become parts, arousal
 * becomes expression. Kept notes are played as they were. Between cues there is silence.
 */
export function performScore(film: Performance): Score {
  const { plan, kept = emptyKept } = film
  const cues = film.cues.map((cue) => playCue(cue, film))
  let melodic = 0
  const tracks = setups(film).flatMap((setup): Track[] => {
    const played = cues.flatMap((cue) => cue.get(setup.id) ?? [])
    const own = kept.tracks.find(({ id }) => id === setup.id)
    if (!own?.notes.length && played.every(({ notes }) => notes.length === 0)) return []
    const channel = setup.family === 'drums' ? percussionChannel : channelOf(melodic++)
    return [joinTrack(setup, channel, played, own)]
  })
  return {
    tempo: plan.tempo,
    metre: plan.metre,
    keys: plan.keys,
    tracks,
    chords: allChords(film),
    markers: planMarkers(plan),
    endTick: plan.endTick,
  }
}
