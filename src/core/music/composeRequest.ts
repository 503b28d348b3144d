import { Failure } from '../base/failure'
import { createTempoMap } from '../time/tempoMap'
import { ticks, ticksPerQuarter, type Seconds, type Ticks } from '../time/units'
import type { ValenceArousal } from '../emotion/emotionCurve'
import type { Conditions, EmotionStep } from './conditioning'
import type { ComposeRequest } from './decode'
import type { Anchor, DecodeFrame } from './decodeFrame'
import { ensembles, families, type Family } from './families'
import type { Plan, Section } from './plan'
import { defaultGuidance, defaultLeaning, defaultSampling, type SamplingSettings } from './sampling'
import type { KeyChange } from './score'
import { toHomeKey } from './homeKey'
import type { Leaning } from './softBias'
import { durationSteps, ticksPerStep } from './vocabulary'

/** Least room in grid steps that the closing chord wants before the end: a beat and a half. */
const closingRoom = 36
/** A hit's chord is held two beats, or until the next hit if that is sooner (score.md, stage 3). */
const hitLength = 48

/** A tick as a grid step. Throws Failure `internal` when it lies off the grid: the planner promises otherwise. */
function stepOf(tick: Ticks, what: string): number {
  if (tick % ticksPerStep !== 0) throw new Failure('internal', { what, tick })
  return tick / ticksPerStep
}

/** The section in force in the middle of a bar. */
function barSections(plan: Plan): (Section | undefined)[] {
  return plan.bars.map(({ tick, length }) => {
    const middle = Math.min(tick + length / 2, (tick + plan.endTick) / 2)
    return plan.sections.findLast((section) => section.startTick <= middle) ?? plan.sections[0]
  })
}

function keyAt(keys: readonly KeyChange[], tick: number): KeyChange | undefined {
  return keys.findLast((key) => key.tick <= tick) ?? keys[0]
}

/** 12 flags: what the section asks for and the preset has; the preset's own families when nothing is left to carry a chord. */
function familyFlags(section: Section | undefined, available: readonly Family[]): boolean[] {
  const asked = section?.families.filter((family) => available.includes(family)) ?? available
  const playing = asked.some((family) => family !== 'drums' && family !== 'bass') ? asked : available
  return families.map((family) => playing.includes(family))
}

const longestUpTo = (steps: number): number => durationSteps.findLast((duration) => duration <= steps) ?? 1
const shortestFrom = (steps: number): number =>
  durationSteps.find((duration) => duration >= steps) ?? durationSteps.at(-1)!

/** Velocity bucket of a hit: mezzo-forte when calm, fortissimo at full arousal. */
const accent = (arousal: number): number => Math.min(12, Math.max(7, Math.round(9 + 3 * arousal)))

/** Kept must-hits and the closing cadence as anchors. */
function anchorsOf(plan: Plan, emotionAt: EmotionAt, endStep: number): Anchor[] {
  const hits = plan.hits.filter((hit) => hit.kept && hit.mode === 'must')
  const hitSteps = [...new Set(hits.map((hit) => stepOf(hit.tick, 'hit')))].filter((step) => step < endStep)
  const barSteps = plan.bars.map((bar) => stepOf(bar.tick, 'bar')).filter((step) => step < endStep)
  const roomy = [...hitSteps, ...barSteps].filter((step) => endStep - step >= closingRoom)
  const cadence = Math.max(0, ...roomy)
  const steps = [...new Set([...hitSteps, cadence])].sort((a, b) => a - b)
  const tempo = createTempoMap(plan.tempo)
  return steps.map((step, index) => {
    const room = (steps[index + 1] ?? endStep) - step
    const arousal = emotionAt(tempo.secondsAt(ticks(step * ticksPerStep))).arousal
    const isLast = index === steps.length - 1
    const key = keyAt(plan.keys, step * ticksPerStep)
    return {
      step,
      minimumDuration: isLast
        ? shortestFrom(room)
        : longestUpTo(step >= cadence ? room : Math.min(hitLength, room)),
      minimumVelocity: hitSteps.includes(step) ? accent(arousal) : accent(arousal - 0.7),
      ...(step >= cadence && key ? { cadence: { tonic: key.tonic, mode: key.mode } } : {}),
    }
  })
}

export type EmotionAt = (time: Seconds) => ValenceArousal

function emotionSteps(plan: Plan, emotionAt: EmotionAt): EmotionStep[] {
  const tempo = createTempoMap(plan.tempo)
  const steps: EmotionStep[] = []
  for (let tick = 0; tick < plan.endTick; tick += ticksPerQuarter) {
    const { valence, arousal } = emotionAt(tempo.secondsAt(ticks(tick)))
    steps.push({ step: tick / ticksPerStep, valence, arousal })
  }
  return steps
}

/** E17: the kept must-hits, the soft hits and the closing cadence. */
function boundariesOf(plan: Plan, anchors: readonly Anchor[]): number[] {
  const soft = plan.hits
    .filter((hit) => hit.mode === 'soft')
    .map((hit) => Math.round(hit.tick / ticksPerStep))
  return [...new Set([...anchors.map((anchor) => anchor.step), ...soft])].sort((a, b) => a - b)
}

/** How the network is listened to. */
export interface CharacterOptions {
  readonly sampling?: SamplingSettings | undefined
  readonly guidance?: number | undefined
  readonly leaning?: Leaning | undefined
}

/**
 * A plan and its emotion as the composer's conditioning (E15-E17, moved to the home key, E21) and constraints, all plain
 * data. `available` are the
 * families of the instrumentation preset. Throws Failure `internal` when bars or hits lie off the grid of 40 ticks.
 */
export function composeRequest(
  planned: Plan,
  emotionAt: EmotionAt,
  available: readonly Family[],
  seed: number,
  { sampling = defaultSampling, guidance = defaultGuidance, leaning = defaultLeaning }: CharacterOptions = {},
): ComposeRequest {
  const { plan, transposition } = toHomeKey(planned)
  const sections = barSections(plan)
  const endStep = Math.floor(plan.endTick / ticksPerStep)
  const barLengths = plan.bars.map((bar) => stepOf(bar.length, 'bar length'))
  const anchors = anchorsOf(plan, emotionAt, endStep)
  const mask = sections.map((section) => familyFlags(section, available))
  const density = sections.map((section) => section?.density ?? 2)
  const keys = plan.bars.map((bar) => keyAt(plan.keys, bar.tick))
  const conditions: Conditions = {
    barLengths,
    tempo: plan.tempo.map(({ tick, microsecondsPerQuarter }) => ({
      step: tick / ticksPerStep,
      microsecondsPerQuarter,
    })),
    boundaries: boundariesOf(plan, anchors),
    tonic: keys.map((key) => key?.tonic ?? 12),
    mode: keys.map((key) => (key ? (key.mode === 'minor' ? 1 : 0) : 2)),
    ensemble: ensembles.indexOf(plan.ensemble),
    section: sections.map((section, bar) => section !== sections[bar - 1]),
    density,
    endKnown: true,
    emotion: emotionSteps(plan, emotionAt),
    mask,
  }
  const frame: DecodeFrame = {
    barLengths,
    endStep,
    anchors,
    families: mask,
    transposition,
    foreignThirds: keys.map((key) => (key ? (key.tonic + (key.mode === 'minor' ? 4 : 3)) % 12 : null)),
    density,
  }
  return { conditions, frame, sampling, guidance, leaning, seed }
}
