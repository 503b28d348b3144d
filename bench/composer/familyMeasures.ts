import { mean } from '../../src/core/music/correlation'
import { families } from '../../src/core/music/families'
import type { GridNote } from '../../src/core/music/events'
import type { Plan } from '../../src/core/music/plan'
import { gridNotes } from '../../src/core/music/scoreNotes'
import { stepsPerQuarter, ticksPerStep } from '../../src/core/music/vocabulary'
import type { Piece } from './workshop'

/** A bar with the notes that begin in it, and whether the plan lets a family play there. */
interface HeardBar {
  readonly notes: readonly GridNote[]
  readonly arousal: number
  readonly planned: readonly string[]
  /** Notes that the plan asks for. */
  readonly wanted: number
}

function heardBars(plan: Plan, notes: readonly GridNote[]): HeardBar[] {
  return plan.bars.map(({ tick, length }) => {
    const [start, end] = [tick / ticksPerStep, (tick + length) / ticksPerStep]
    const section = plan.sections.findLast(({ startTick }) => startTick <= tick + length / 2)
    return {
      notes: notes.filter(({ onset }) => onset >= start && onset < end),
      arousal: section?.arousal ?? 0,
      planned: section?.families ?? [],
      wanted: ((section?.density ?? 0) * (end - start)) / stepsPerQuarter,
    }
  })
}

const share = (part: number, all: number): string => (all ? `${((100 * part) / all).toFixed(0)} %` : '-')

/** What a family does in some pieces; empty where it has no part: share of notes, of planned bars that it begins a note in, velocity, stray bars. */
export function familyLine(pieces: readonly Piece[], family: number): string {
  const name = families[family]!
  const bars = pieces.flatMap(({ score, order: { plan } }) => heardBars(plan, gridNotes(score)))
  const own = bars.flatMap(({ notes }) => notes.filter((note) => note.family === family))
  const all = bars.reduce((sum, { notes }) => sum + notes.length, 0)
  const planned = bars.filter(({ planned: names }) => names.includes(name))
  if (planned.length === 0 && own.length === 0) return ''
  const sounding = planned.filter(({ notes }) => notes.some((note) => note.family === family))
  const lonely = bars.filter(({ notes }) => notes.filter((note) => note.family === family).length === 1)
  const [calm, loud] = [-0.1, 0.1].map((border) =>
    bars
      .filter(({ arousal }) => (border < 0 ? arousal < border : arousal > border))
      .flatMap(({ notes }) => notes.filter((note) => note.family === family).map(({ velocity }) => velocity)),
  )
  const level = (velocities: readonly number[] = []): string =>
    velocities.length ? mean(velocities).toFixed(0) : '-'
  return (
    `${share(own.length, all).padStart(5)} of notes, sounds in ${share(sounding.length, planned.length)} of ${planned.length} planned bars, ` +
    `one note in ${lonely.length}, velocity ${level(own.map(({ velocity }) => velocity))} (calm ${level(calm)}, loud ${level(loud)})`
  )
}

/** Notes of the first bar beside what the plan asks for. */
export function openingOf(pieces: readonly Piece[]): string {
  return pieces
    .map(({ score, order: { plan } }) => {
      const [first] = heardBars(plan, gridNotes(score))
      return `${first?.notes.length ?? 0}/${(first?.wanted ?? 0).toFixed(0)}`
    })
    .join(' ')
}

/** Notes that sound at the last onset and do not belong to the closing triad, by family. */
export function closeOf(pieces: readonly Piece[]): string {
  const foreign = pieces.map(({ score }) => {
    const pitched = score.tracks.filter(({ family }) => family !== 'drums')
    const notes = pitched.flatMap((track) => track.notes.map((note) => ({ ...note, family: track.family })))
    const last = Math.max(...notes.map(({ start }) => start))
    const key = score.keys.at(-1)
    const triad = (key?.mode === 'minor' ? [0, 3, 7] : [0, 4, 7]).map(
      (step) => (step + (key?.tonic ?? 0)) % 12,
    )
    const sounding = notes.filter(({ start, duration }) => start + duration > last)
    const wrong = sounding.filter(({ pitch }) => !triad.includes(pitch % 12))
    return (
      wrong
        .map(
          ({ start, family }) => `${family}${start === last ? '!' : `-${((last - start) / 960).toFixed(1)}`}`,
        )
        .join('+') || 'clean'
    )
  })
  return `foreign at close: ${foreign.join(' ')}`
}
