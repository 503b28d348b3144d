import { seconds, type Seconds } from '../time/units'
import { composeRequest, type RequestedMusic } from './composeRequest'
import { cuePlan } from './cuePlan'
import type { ComposeRequest, ComposeResult } from './decode'
import { wallAfter } from './decodeFrame'
import { placedMusic, type GridMusic } from './events'
import { transposeMusic } from './homeKey'
import { keptInCue } from './keptMusic'
import type { PlannedCue } from './plan'

/** All that a film's score is composed from: the plan of all cues, and what is kept in its ticks. */
export type FilmToCompose = RequestedMusic

/** What the network is asked for a cue; nothing when all of it is kept. */
export interface CueRequest {
  readonly cue: PlannedCue
  readonly request: ComposeRequest | null
}

/** Odd, so that cues of one film and takes of one cue (which count seeds up) do not meet. */
const cueSeedStep = 0x9e3779b1

/** Each cue is composed by itself: own start, own ending, own seed (the first cue's is the film's). */
export function cueRequests({ plan, emotionAt, parts, seed, character, kept }: FilmToCompose): CueRequest[] {
  return plan.cues.map((cue, index) => ({
    cue,
    request: composeRequest({
      plan: cuePlan(plan, cue),
      emotionAt: (time: Seconds) => emotionAt(seconds(time + cue.startTime)),
      parts,
      seed: (seed + index * cueSeedStep) % 0x100000000,
      character,
      kept: kept && keptInCue(kept, cue),
    }),
  }))
}

/** What was composed anew for a request, in its own key, notes cut where locked music, a stop or the end begins. */
export function composedMusic(
  { frame }: ComposeRequest,
  result: Pick<ComposeResult, 'rows' | 'steps' | 'given'>,
): GridMusic {
  const fresh = result.rows.flatMap((row, index) =>
    result.given[index] ? [] : [{ row, step: result.steps[index]! }],
  )
  const music = placedMusic(
    fresh.map(({ row }) => row),
    fresh.map(({ step }) => step),
  )
  const cut = music.notes.map((note) => ({
    ...note,
    duration: Math.min(note.duration, wallAfter(frame, note.family, note.onset) - note.onset),
  }))
  // The end of the picture lies up to a step behind the last whole one: the performance cuts there.
  const notes = cut.map((note, index) =>
    note.onset + note.duration === frame.endStep ? { ...note, duration: music.notes[index]!.duration } : note,
  )
  return transposeMusic({ notes, chords: music.chords }, frame.transposition)
}
