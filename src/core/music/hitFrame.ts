import type { Anchor, ShutRange, Swell } from './decodeFrame'
import { familyLimits } from './decodeFrame'
import type { PlannedHit } from './plan'
import type { KeyChange } from './score'
import { durationSteps } from './vocabulary'

/** Least room in grid steps that the closing chord wants before the end: a beat and a half. */
const closingRoom = 36
/** A hit's chord is held two beats, or until the next hit if that is sooner (score.md, stage 3). */
const hitLength = 48
/** A stop is silent for a quarter note. */
const stopLength = 24
/** An accent's notes last at most a quarter note, and at least a 32nd. */
const accentLengths = [3, 24] as const
/** Distinct pitches of an accent, and the bucket of velocity 112 and more: all that plays strikes together. */
const accentPitches = 5
const accentVelocity = 14
/** A swell rises over four beats, or since the hit before it, at least one. */
const swellLengths = [24, 96] as const
/** Velocity buckets that a swell rises by. */
const swellRise = 6

/** What the hits of a cue ask of the decoder. */
export interface HitFrame {
  readonly anchors: readonly Anchor[]
  /** The silences of the stops. */
  readonly shut: readonly ShutRange[]
  readonly swells: readonly Swell[]
}

/** A hit with its grid step. */
export interface StepHit {
  readonly step: number
  readonly kind: PlannedHit['kind']
}

export interface HitFrameInput {
  /** Ascending, one to a step, before the end. */
  readonly hits: readonly StepHit[]
  readonly barSteps: readonly number[]
  readonly endStep: number
  readonly arousalAt: (step: number) => number
  readonly keyAt: (step: number) => KeyChange | undefined
}

const longestUpTo = (steps: number): number => durationSteps.findLast((duration) => duration <= steps) ?? 1
const shortestFrom = (steps: number): number =>
  durationSteps.find((duration) => duration >= steps) ?? durationSteps.at(-1)!

/** Velocity bucket of a hit: mezzo-forte when calm, fortissimo at full arousal. */
const loudness = (arousal: number): number => Math.min(12, Math.max(7, Math.round(9 + 3 * arousal)))

/** Where the music really ends: at the end, or at a stop after which nothing could begin and end any more. */
function soundEnd(hits: readonly StepHit[], endStep: number): number {
  let end = endStep
  for (const { step, kind } of [...hits].reverse()) {
    if (kind !== 'stop' || end - (step + stopLength) >= closingRoom) break
    end = step
  }
  return end
}

const silence = (start: number, end: number): ShutRange => ({
  start,
  end,
  families: familyLimits.map(() => true),
  chords: true,
})

function stopRanges(hits: readonly StepHit[], end: number, endStep: number): ShutRange[] {
  const ranges = hits.flatMap(({ step, kind }, index) => {
    if (kind !== 'stop' || step === 0 || step >= end) return []
    return [silence(step, Math.min(step + stopLength, hits[index + 1]?.step ?? end, end))]
  })
  return end < endStep ? [...ranges, silence(end, endStep)] : ranges
}

/** The latest place with room for a closing chord: a hit, a bar line, or where a stop lets go. */
function cadenceStep(
  sounding: readonly number[],
  input: HitFrameInput,
  stops: readonly ShutRange[],
  end: number,
): number {
  const afterStops = Math.max(0, ...stops.filter((range) => range.end < end).map((range) => range.end))
  const places = [...sounding, ...input.barSteps, afterStops].filter(
    (step) => step >= afterStops && end - step >= closingRoom,
  )
  return Math.max(afterStops, ...places)
}

function anchorAt(
  step: number,
  room: number,
  {
    kind,
    cadence,
    isLast,
    arousal,
  }: {
    readonly kind: PlannedHit['kind'] | undefined
    readonly cadence: KeyChange | undefined
    readonly isLast: boolean
    readonly arousal: number
  },
): Anchor {
  const isShort = kind === 'accent' && !cadence
  const held = isLast ? shortestFrom(room) : longestUpTo(cadence ? room : Math.min(hitLength, room))
  return {
    step,
    minimumDuration: isShort ? longestUpTo(Math.min(accentLengths[0], room)) : held,
    ...(isShort && { maximumDuration: longestUpTo(Math.min(accentLengths[1], room)) }),
    ...(kind === 'accent' && { pitches: accentPitches }),
    minimumVelocity: kind === 'accent' ? accentVelocity : loudness(kind ? arousal : arousal - 0.7),
    ...(cadence && { cadence: { tonic: cadence.tonic, mode: cadence.mode } }),
  }
}

function swellsOf(hits: readonly StepHit[], arousalAt: (step: number) => number): Swell[] {
  return hits.flatMap(({ step, kind }, index) => {
    const before = hits[index - 1]
    const earliest = before ? before.step + (before.kind === 'stop' ? stopLength : 1) : 0
    const start = Math.max(earliest, step - swellLengths[1])
    if (kind !== 'swell' || step - start < swellLengths[0]) return []
    const to = loudness(arousalAt(step))
    return [{ start, end: step, from: Math.max(3, to - swellRise), to }]
  })
}

/** Anchors, silences and crescendi of a cue's kept must-hits, and its closing cadence. */
export function hitFrame(input: HitFrameInput): HitFrame {
  const { hits, endStep, arousalAt } = input
  const end = soundEnd(hits, endStep)
  const shut = stopRanges(hits, end, endStep)
  const kinds = new Map(hits.map(({ step, kind }) => [step, kind]))
  const sounding = hits.filter(({ kind, step }) => kind !== 'stop' && step < end).map(({ step }) => step)
  const cadence = cadenceStep(sounding, input, shut, end)
  const steps = [...new Set([...sounding, cadence])].sort((a, b) => a - b)
  const anchors = steps.map((step, index) => {
    const nextSilence = shut.find((range) => range.start > step)?.start ?? end
    return anchorAt(step, Math.min(steps[index + 1] ?? end, nextSilence, end) - step, {
      kind: kinds.get(step),
      cadence: step >= cadence ? input.keyAt(step) : undefined,
      isLast: index === steps.length - 1,
      arousal: arousalAt(step),
    })
  })
  return { anchors, shut, swells: swellsOf(hits, arousalAt) }
}
