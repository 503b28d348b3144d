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
