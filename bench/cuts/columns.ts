/** PySceneDetect's classes by their columns. */
export const pySceneDetectors = {
  adaptive: 'AdaptiveDetector',
  content: 'ContentDetector',
  hash: 'HashDetector',
  histogram: 'HistogramDetector',
  threshold: 'ThresholdDetector',
} as const
export type PySceneDetectorId = keyof typeof pySceneDetectors

/** The columns of the report, in its order. */
export const detectorNames = {
  ours: 'Hitpoint',
  scdet: 'ffmpeg scdet',
  select: 'ffmpeg select',
  adaptive: 'PySceneDetect Adaptive',
  content: 'PySceneDetect Content',
  hash: 'PySceneDetect Hash',
  histogram: 'PySceneDetect Histogram',
  threshold: 'PySceneDetect Threshold',
} as const satisfies Record<PySceneDetectorId | 'ours' | 'scdet' | 'select', string>
export type DetectorId = keyof typeof detectorNames
export const detectorIds = Object.keys(detectorNames) as readonly DetectorId[]
