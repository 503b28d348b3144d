import { createTempoMap } from '../../time/tempoMap'
import { ticks } from '../../time/units'
import type { GridNote } from '../events'
import type { Plan } from '../plan'
import { createRandom } from '../random'
import { stepsPerQuarter, ticksPerStep } from '../vocabulary'

/** Standard deviation of a player's onset against the beat, seconds: well-practised ensembles keep within 10-20 ms of each other. Judgement at the tidy end. */
const spreadSeconds = 0.005
/** Never as far as half a grid step, so that a note still belongs to its step. */
const furthestTicks = ticksPerStep / 2 - 1
const velocitySpread = 3

/** How a note is played: ticks away from its grid position, and its velocity. */
export interface Touch {
  readonly offset: number
  readonly velocity: number
}

/** Says how each note of a part is played. */
export type Touches = (note: GridNote, part: number) => Touch

const plain: Touches = ({ velocity }) => ({ offset: 0, velocity })

/** Roughly normal with deviation 1: the sum of three uniform numbers (Irwin-Hall), scaled. */
const normal = (next: () => number): number => 2 * (next() + next() + next() - 1.5)

/**
 * Light timing and touch of players, by a seed: notes of one part and onset move together. Within a quarter note of a
 * kept hit, at the very start and from the last onset (grid step `last`) on, nothing is moved: a close is struck together.
 */
export function humanTouches(plan: Plan, seed: number, last = Infinity): Touches {
  const tempo = createTempoMap(plan.tempo)
  const hits = plan.hits.filter((hit) => hit.kept).map((hit) => hit.tick / ticksPerStep)
  const isNearHit = (step: number): boolean => hits.some((hit) => Math.abs(hit - step) <= stepsPerQuarter)
  return (note, part) => {
    if (note.onset === 0 || note.onset >= last || isNearHit(note.onset)) return plain(note, part)
    const random = createRandom(seed * 7919 + note.onset * 31 + part)
    const next = (): number => random.next()
    const perSecond = tempo.tempoAt(ticks(note.onset * ticksPerStep))
    const ticksPerSecond = (stepsPerQuarter * ticksPerStep * 1e6) / perSecond
    const offset = Math.round(normal(next) * spreadSeconds * ticksPerSecond)
    const velocity = Math.round(note.velocity + normal(next) * velocitySpread)
    return {
      offset: Math.max(-furthestTicks, Math.min(furthestTicks, offset)),
      velocity: Math.max(1, Math.min(127, velocity)),
    }
  }
}

/** Everything on the grid, as composed. */
export const quantisedTouches: Touches = plain
