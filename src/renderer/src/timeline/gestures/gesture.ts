/** Where the pointer is, in pixels of the timeline and in film time. */
export interface GesturePoint {
  readonly x: number
  readonly y: number
  /** Seconds, inside the film. */
  readonly time: number
  /** Alt: without snapping. */
  readonly free: boolean
  /** Shift: adds to the selection, or keeps one direction. */
  readonly extend: boolean
}

/** A drag. Moves are previews, the end is one step of the history, cancelling leaves nothing behind. */
export interface Gesture {
  move(point: GesturePoint): void
  end(point: GesturePoint): void
  cancel(): void
}
