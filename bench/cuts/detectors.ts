import type { BenchFilm } from './benchFilm'
import type { Detection } from './detection'
import { ffmpegDetectors } from './ffmpegDetectors'
import { openOurs } from './ours'
import { openPySceneDetect, pySceneDetectors } from './pyscenedetect'

/** The columns of the report, in its order. */
export const detectorNames = {
  ours: 'Hitpoint',
  scdet: 'ffmpeg scdet',
  select: 'ffmpeg select',
  ...pySceneDetectors,
} as const
export type DetectorId = keyof typeof detectorNames
export const detectorIds = Object.keys(detectorNames) as readonly DetectorId[]

export interface Detector {
  readonly id: DetectorId
  /** What was run, with its version and settings. */
  readonly description: string
  detect(film: BenchFilm): Promise<readonly Detection[]>
}

/** Detectors that are ready to run one film at a time, and why others are not. */
export interface Lane {
  readonly detectors: readonly Detector[]
  readonly notRun: Readonly<Partial<Record<DetectorId, string>>>
  close(): void
}

export interface LaneOptions {
  readonly ids: readonly DetectorId[]
  /** The Python that has PySceneDetect. */
  readonly python: string
}

/** Starts what the detectors `ids` need. */
export async function openLane({ ids, python }: LaneOptions): Promise<Lane> {
  const wanted = (id: DetectorId): boolean => ids.includes(id)
  const ours = wanted('ours') ? await openOurs() : null
  const wantsPython = Object.keys(pySceneDetectors).some((id) => wanted(id as DetectorId))
  const scenes = wantsPython ? await openPySceneDetect(python) : null
  return {
    detectors: [
      ...(ours ? [ours.detector] : []),
      ...(await ffmpegDetectors()),
      ...(scenes?.detectors ?? []),
    ].filter(({ id }) => wanted(id)),
    notRun: scenes?.notRun ?? {},
    close() {
      ours?.close()
      scenes?.close()
    },
  }
}
