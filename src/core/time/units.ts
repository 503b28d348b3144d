/** Distinct number types, so that seconds are never added to ticks. */

declare const unit: unique symbol

/** Media or wall-clock seconds. */
export type Seconds = number & { readonly [unit]: 'seconds' }
/** Musical ticks at {@link ticksPerQuarter} to the quarter note. */
export type Ticks = number & { readonly [unit]: 'ticks' }
/** A 0-based picture index. */
export type FrameIndex = number & { readonly [unit]: 'frame' }

/** Resolution of every score: pulses per quarter note (what Cubase exports at most). */
export const ticksPerQuarter = 960

export const seconds = (value: number): Seconds => value as Seconds
export const ticks = (value: number): Ticks => value as Ticks
export const frameIndex = (value: number): FrameIndex => value as FrameIndex
