/** The only places where pixels and values meet. Rules: docs/spec/timeline-view.md. */
export interface TimeTransform {
  /** Seconds at pixel 0. */
  readonly start: number
  readonly pixelsPerSecond: number
}

export const timeToX = (transform: TimeTransform, time: number): number =>
  (time - transform.start) * transform.pixelsPerSecond

export const xToTime = (transform: TimeTransform, x: number): number =>
  transform.start + x / transform.pixelsPerSecond

/** Values between `low` (at the bottom) and `high` (at the top) of a lane; valence and arousal are two of them. */
export interface ValueTransform {
  readonly top: number
  readonly height: number
  readonly low: number
  readonly high: number
}

export const valueToY = ({ top, height, low, high }: ValueTransform, value: number): number =>
  top + ((high - value) / (high - low)) * height

/** The value at a pixel, kept inside the lane's limits. */
export const yToValue = ({ top, height, low, high }: ValueTransform, y: number): number =>
  Math.max(low, Math.min(high, high - ((y - top) / height) * (high - low)))

/** Where a lane is drawn. */
export interface LaneArea {
  readonly time: TimeTransform
  readonly width: number
  readonly top: number
  readonly height: number
}

/** A curve's lane with a little room above and below its limits of ±1. */
export const curveTransform = ({ top, height }: Pick<LaneArea, 'top' | 'height'>): ValueTransform => ({
  top: top + 6,
  height: height - 12,
  low: -1,
  high: 1,
})

/** First index of an ascending list whose value is not below `least`. */
export function lowerBound(values: ArrayLike<number>, least: number): number {
  let [low, high] = [0, values.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (values[middle]! < least) low = middle + 1
    else high = middle
  }
  return low
}
