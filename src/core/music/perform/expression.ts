import { createTempoMap } from '../../time/tempoMap'
import { ticks, ticksPerQuarter } from '../../time/units'
import type { EmotionAt } from '../composeRequest'
import type { Family } from '../families'
import type { Plan } from '../plan'
import type { ControlChange } from '../score'

const modulationController = 1
const expressionController = 11
/** CC 11 at rest, at neutral and at full arousal: 56, 88, 120. Judgement, to be heard against the velocities. */
const neutralExpression = 88
const expressionSpan = 32
/** Changes smaller than this are not written. */
const expressionStep = 2
/**
 * CC 1 at rest, at neutral and at full arousal: 0, 24, 48. Dynamics in most orchestral libraries, vibrato in General
 * MIDI: more than this would wobble there.
 */
const neutralModulation = 24
/** A swell starts at this share of the expression that it reaches at the hit. */
const swellFloor = 0.6
/** Four beats at most, as the decoder's swell. */
const swellTicks = 4 * ticksPerQuarter

const sustained: ReadonlySet<Family> = new Set([
  'strings',
  'voice',
  'brass',
  'woodwind',
  'lead',
  'pad',
  'organ',
])

interface Swell {
  readonly start: number
  readonly end: number
}

/** Crescendi of the plan: from the hit before, four beats at most, up to the swell. */
function swells(plan: Plan): Swell[] {
  const kept = plan.hits.filter((hit) => hit.kept && hit.mode === 'must')
  return kept.flatMap((hit, index) => {
    const start = Math.max(kept[index - 1]?.tick ?? 0, hit.tick - swellTicks)
    return hit.kind === 'swell' && hit.tick - start >= ticksPerQuarter ? [{ start, end: hit.tick }] : []
  })
}

const controlValue = (value: number): number => Math.min(127, Math.max(0, Math.round(value)))

/** A cue's controls of one family: CC 11 every quarter, every eighth in a swell, and CC 1 for what sustains. */
export function expressionOf(plan: Plan, emotionAt: EmotionAt, family: Family): ControlChange[] {
  const tempo = createTempoMap(plan.tempo)
  const rises = swells(plan)
  const changes: ControlChange[] = []
  const last = new Map<number, number>()
  const write = (tick: number, controller: number, value: number): void => {
    if (Math.abs(value - (last.get(controller) ?? -Infinity)) < expressionStep) return
    changes.push({ tick: ticks(tick), controller, value })
    last.set(controller, value)
  }
  for (let tick = 0; tick < plan.endTick; tick += ticksPerQuarter / 2) {
    const rise = rises.find(({ start, end }) => start <= tick && tick < end)
    if (!rise && tick % ticksPerQuarter !== 0) continue
    const arousal = Math.min(1, Math.max(-1, emotionAt(tempo.secondsAt(ticks(tick))).arousal))
    const level = neutralExpression + expressionSpan * arousal
    const share = rise ? (tick - rise.start) / (rise.end - rise.start) : 1
    write(tick, expressionController, controlValue(level * (swellFloor + (1 - swellFloor) * share)))
    if (sustained.has(family))
      write(tick, modulationController, controlValue(neutralModulation * (1 + arousal)))
  }
  return changes
}
