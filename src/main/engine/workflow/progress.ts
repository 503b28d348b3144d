import type { Plan } from '../../../core/music/plan'
import type { ComposedBar } from '../compose/composeScore'

/** How far a piece of work is. */
export interface EngineProgress {
  readonly stage: 'analyse' | 'compose' | 'render'
  /** 0..1 of the stage. */
  readonly fraction: number
}

export interface WorkOptions {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: EngineProgress) => void) | undefined
}

/** Work that composes. */
export interface ComposingOptions extends WorkOptions {
  /** Hears the plan before the first bar. */
  readonly onPlan?: ((plan: Plan) => void) | undefined
  /** Hears every new bar as soon as it is written, unperformed: what an editor shows while composing goes on. */
  readonly onBar?: ((bar: ComposedBar) => void) | undefined
}
