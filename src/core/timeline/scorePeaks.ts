/** A twentieth of 255: below it there is nothing to snap to. */
const leastPeak = 13

/** Pictures where the likelihood of a cut (0..255 for each picture) peaks, ascending; a cut may be snapped to them. */
export function scorePeaks(cut: Uint8Array): readonly number[] {
  const peaks: number[] = []
  for (let frame = 1; frame < cut.length; frame++) {
    const value = cut[frame]!
    if (value >= leastPeak && value >= (cut[frame - 1] ?? 0) && value > (cut[frame + 1] ?? 0))
      peaks.push(frame)
  }
  return peaks
}
