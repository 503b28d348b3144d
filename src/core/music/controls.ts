import { Failure } from '../base/failure'
import { families, type Family } from './families'
import type { PartDefinition } from './parts'
import type { Preset } from './presets'
import { strongestGuidance } from './sampling'

/** What a user may turn beside the plan. Absent means as the preset and the plan have it. */
export interface CompositionControls {
  /** Emotion strength, 1 (as learnt) to 3: how far guidance pushes emotion, key, density and boundaries. */
  readonly emotionStrength?: number | undefined
  /** Factor on the planned notes per quarter, 0.25 to 4. */
  readonly density?: number | undefined
  /** Only these families play. */
  readonly only?: readonly Family[] | undefined
  /** These families do not play. */
  readonly without?: readonly Family[] | undefined
  /** Everything exactly on the grid: no light timing, no touch. */
  readonly quantised?: boolean | undefined
}

export const densityBounds = [0.25, 4] as const

function within(name: string, value: number | undefined, [low, high]: readonly [number, number]): void {
  if (value !== undefined && !(value >= low && value <= high))
    throw new Failure('wrong-use', { reason: `${name} must be from ${low} to ${high}` })
}

/** Throws Failure `wrong-use` for numbers outside their bounds. */
export function checkControls({ emotionStrength, density }: CompositionControls): void {
  within('emotion strength', emotionStrength, [1, strongestGuidance])
  within('density', density, densityBounds)
}

/** The parts of a preset that the controls leave. Throws Failure `wrong-use` when none can carry a chord. */
export function chosenParts(preset: Preset, { only, without = [] }: CompositionControls): PartDefinition[] {
  const parts = preset.parts.filter(
    ({ family }) => (only === undefined || only.includes(family)) && !without.includes(family),
  )
  if (!parts.some(({ family }) => family !== 'drums' && family !== 'bass'))
    throw new Failure('wrong-use', {
      reason: `nothing is left of the preset ${preset.name} to play a chord: it has ${preset.families.join(', ')}`,
    })
  return parts
}

/** A family by name, or undefined. */
export const findFamily = (name: string): Family | undefined => families.find((family) => family === name)
