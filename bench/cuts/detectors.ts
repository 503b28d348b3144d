import { resolveFfmpeg, type FfmpegTool } from '../../src/main/engine/media/ffmpeg'
import type { BenchFilm } from './benchFilm'
import { pySceneDetectors, type DetectorId } from './columns'
import type { Detection } from './detection'
import { ffmpegDetectors } from './ffmpegDetectors'
import { openOurs } from './ours'
import { openPySceneDetect } from './pyscenedetect'

export interface Detector {
  readonly id: DetectorId
  /** What was run, with its version and settings. */
  readonly description: string
  detect(film: BenchFilm): Promise<readonly Detection[]>
}

/** Detectors that are ready to run one film at a time, and why others are not. */
export interface Lane {
  /** The same program for Hitpoint, the detectors of ffmpeg and plain decoding. */
  readonly ffmpeg: FfmpegTool
  readonly detectors: readonly Detector[]
  readonly notRun: Readonly<Partial<Record<DetectorId, string>>>
  close(): Promise<void>
}

export interface LaneOptions {
  readonly ids: readonly DetectorId[]
  /** The Python that has PySceneDetect. */
  readonly python: string
}

/** Starts what the detectors `ids` need. */
export async function openLane({ ids, python }: LaneOptions): Promise<Lane> {
  const wanted = (id: DetectorId): boolean => ids.includes(id)
  const ffmpeg = await resolveFfmpeg({ environment: process.env })
  const wantsPython = Object.keys(pySceneDetectors).some((id) => wanted(id as DetectorId))
  const scenes = wantsPython ? await openPySceneDetect(python) : null
  const ours = openOurs(ffmpeg)
  const detectors = [ours.detector, ...ffmpegDetectors(ffmpeg), ...(scenes?.detectors ?? [])]
  return {
    ffmpeg,
    detectors: detectors.filter(({ id }) => wanted(id)),
    notRun: scenes?.notRun ?? {},
    close: async () => {
      scenes?.close()
      await ours.close()
    },
  }
}
