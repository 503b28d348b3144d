import { Failure } from '../base/failure'
import { createTempoMap } from '../time/tempoMap'
import { ticks, ticksPerQuarter, type Seconds, type Ticks } from '../time/units'
import type { ValenceArousal } from '../emotion/emotionCurve'
import type { Conditions, EmotionStep } from './conditioning'
import type { ComposeRequest } from './decode'
import type { Anchor, DecodeFrame } from './decodeFrame'
import { frameAround } from './keptFrame'
import type { KeptMusic } from './keptMusic'
import { hitFrame, type HitFrame, type StepHit } from './hitFrame'
import { partLimits, type PartDefinition } from './parts'
import { ensembles, families, type Family } from './families'
import type { Plan, Section } from './plan'
import { recallForm } from './recallForm'
import { themePrefixes } from './planPrefixes'
import { defaultGuidance, defaultLeaning, defaultSampling, type SamplingSettings } from './sampling'
import type { KeyChange } from './score'
import { toHomeKey } from './homeKey'
import type { Leaning } from './softBias'
import { barTextures, type BarTexture } from './texture'
import { ticksPerStep, unknownKey, unknownMode } from './vocabulary'

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

/** The kept must-hits on their grid steps, one to a step: of two the one that sounds. */
function stepHits(plan: Plan, endStep: number): StepHit[] {
  const hits = new Map<number, StepHit>()
  for (const { kept, mode, tick, kind } of plan.hits) {
    if (!kept || mode !== 'must') continue
    const step = stepOf(tick, 'hit')
    if (step < endStep && (!hits.has(step) || kind !== 'stop')) hits.set(step, { step, kind })
  }
  return [...hits.values()].sort((a, b) => a.step - b.step)
}

/** Anchors, silences and crescendi of a plan. */
function hitsOf(plan: Plan, emotionAt: EmotionAt, endStep: number): HitFrame {
  const tempo = createTempoMap(plan.tempo)
  return hitFrame({
    hits: stepHits(plan, endStep),
    barSteps: plan.bars.map((bar) => stepOf(bar.tick, 'bar')).filter((step) => step < endStep),
    endStep,
    arousalAt: (step) => emotionAt(tempo.secondsAt(ticks(step * ticksPerStep))).arousal,
    keyAt: (step) => keyAt(plan.keys, step * ticksPerStep),
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
    .filter((hit) => hit.mode === 'soft' && hit.reason === undefined)
    .map((hit) => Math.round(hit.tick / ticksPerStep))
  return [...new Set([...anchors.map((anchor) => anchor.step), ...soft])].sort((a, b) => a - b)
}

/** How the network is listened to. */
export interface CharacterOptions {
  readonly sampling?: SamplingSettings | undefined
  readonly guidance?: number | undefined
  readonly leaning?: Leaning | undefined
  /** Factor on the planned notes per quarter; 1 when absent. */
  readonly density?: number | undefined
}

/** Bar lengths in grid steps; the last bar of a cue may end between two steps. */
const barSteps = (plan: Plan): number[] =>
  plan.bars.map((bar, index) =>
    index === plan.bars.length - 1
      ? Math.max(1, Math.floor(bar.length / ticksPerStep))
      : stepOf(bar.length, 'bar length'),
  )

function conditionsOf(
  plan: Plan,
  emotionAt: EmotionAt,
  parts: Pick<Conditions, 'barLengths' | 'boundaries' | 'density' | 'mask'>,
): Conditions {
  const sections = barSections(plan)
  const keys = plan.bars.map((bar) => keyAt(plan.keys, bar.tick))
  return {
    ...parts,
    tempo: plan.tempo.map(({ tick, microsecondsPerQuarter }) => ({
      step: tick / ticksPerStep,
      microsecondsPerQuarter,
    })),
    tonic: keys.map((key) => key?.tonic ?? unknownKey),
    mode: keys.map((key) => (key ? (key.mode === 'minor' ? 1 : 0) : unknownMode)),
    ensemble: ensembles.indexOf(plan.ensemble),
    section: sections.map((section, bar) => section !== sections[bar - 1]),
    endKnown: true,
    emotion: emotionSteps(plan, emotionAt),
  }
}

function texturesOf(
  plan: Plan,
  emotionAt: EmotionAt,
  mask: readonly (readonly boolean[])[],
  seed: number,
): BarTexture[] {
  const tempo = createTempoMap(plan.tempo)
  const sections = barSections(plan)
  const bars = plan.bars.map(({ tick, length }, bar) => ({
    section: sections[bar],
    families: mask[bar]!,
    arousal: emotionAt(tempo.secondsAt(ticks(tick + length / 2))).arousal,
    microsecondsPerQuarter: tempo.tempoAt(tick),
  }))
  return barTextures(bars, plan.sections, plan.ensemble, seed)
}

/** What a request is made for. */
export interface RequestedMusic {
  /** `composeRequest`: of one cue. */
  readonly plan: Plan
  readonly emotionAt: EmotionAt
  /** The parts that may play. */
  readonly parts: readonly PartDefinition[]
  readonly seed: number
  readonly character?: CharacterOptions | undefined
  /** What stays of an earlier score, in the plan's ticks. */
  readonly kept?: KeptMusic | undefined
}

/**
 * A cue's plan and its emotion as the composer's conditioning (E15-E17, moved to the home key, E21) and constraints, all
 * plain data; null when everything is kept. Throws Failure `internal` when bars or hits lie off the grid of 40 ticks.
 */
export function composeRequest(wanted: RequestedMusic): ComposeRequest | null {
  const { emotionAt, parts, seed } = wanted
  const {
    sampling = defaultSampling,
    guidance = defaultGuidance,
    leaning = defaultLeaning,
  } = wanted.character ?? {}
  const { plan, transposition } = toHomeKey(wanted.plan)
  const sections = barSections(plan)
  const endStep = Math.floor(plan.endTick / ticksPerStep)
  const barLengths = barSteps(plan)
  const hits = hitsOf(plan, emotionAt, endStep)
  const available = families.filter((family) => parts.some((part) => part.family === family))
  const mask = sections.map((section) => familyFlags(section, available))
  const density = sections.map((section) => (section?.density ?? 2) * (wanted.character?.density ?? 1))
  const keys = plan.bars.map((bar) => keyAt(plan.keys, bar.tick))
  const free: DecodeFrame = {
    barLengths,
    endStep,
    anchors: hits.anchors,
    families: mask,
    transposition,
    foreignThirds: keys.map((key) => (key ? (key.tonic + (key.mode === 'minor' ? 4 : 3)) % 12 : null)),
    density,
    limits: partLimits(parts),
    shut: hits.shut,
    swells: hits.swells,
    recall: recallForm(
      barLengths.map((length, bar) => ({ length, section: sections[bar], key: keys[bar] })),
      plan.sections,
      seed,
    ),
    textures: texturesOf(plan, emotionAt, mask, seed),
    prefixes: themePrefixes(plan.sections, sections),
  }
  const frame = wanted.kept ? frameAround(free, wanted.kept, parts) : free
  if (!frame) return null
  const seams = (frame.seams ?? []).map(({ step }) => step)
  const boundaries = [...new Set([...boundariesOf(plan, hits.anchors), ...seams])].sort((a, b) => a - b)
  const conditions = conditionsOf(plan, emotionAt, { barLengths, boundaries, density, mask })
  return { conditions, frame, sampling, guidance, leaning, seed }
}
