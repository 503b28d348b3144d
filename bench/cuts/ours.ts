import { installedPaths } from '../../src/cli/hostEngine'
import { rationalToNumber, type Rational } from '../../src/core/time/rational'
import type { Transition } from '../../src/core/timeline/transition'
import type { AnalysisCache } from '../../src/main/engine/files/analysisCache'
import { forkInferenceProcess } from '../../src/main/engine/inference/forkProcess'
import { createInferenceHost } from '../../src/main/engine/inference/host'
import { createModelStore } from '../../src/main/engine/inference/modelStore'
import type { FfmpegTool } from '../../src/main/engine/media/ffmpeg'
import { analyseVideo } from '../../src/main/engine/workflow/analyse'
import { framesPerSecond } from './benchFilm'
import type { Detection } from './detection'
import type { Detector } from './detectors'
import type { TruthKind } from './truth'

/** Every film is decoded anew. */
const noCache: AnalysisCache = { read: () => Promise.resolve(null), write: () => Promise.resolve(false) }

/** A fade aims at its first empty picture when it goes out, at its first visible one when it comes in. */
function kindOf({ kind, frame }: Transition, end: number): TruthKind {
  if (kind === 'fade') return frame === end ? 'fade-out' : 'fade-in'
  return kind
}

function toDetection(transition: Transition, rate: number): Detection {
  const pictureAt = (time: Rational): number => Math.round(rationalToNumber(time) * rate)
  const [start, end] = [pictureAt(transition.start), pictureAt(transition.end)]
  return { kind: kindOf(transition, end), start, end, confidence: transition.confidence }
}

/**
 * Hitpoint's own analysis, whole, as the command line and the app run it: cuts, sound and emotion in one decode, the
 * network in the inference process of the last build (`npm run build`).
 */
export function openOurs(ffmpeg: FfmpegTool): { readonly detector: Detector; close(): void } {
  const host = createInferenceHost({ start: () => forkInferenceProcess(installedPaths.inferenceProcess) })
  const tools = { ffmpeg, cache: noCache, host, models: createModelStore(installedPaths.models) }
  return {
    detector: {
      id: 'ours',
      description: `\`analyseVideo\` without its cache, in process, ffmpeg ${ffmpeg.version}`,
      detect: async (film) => {
        const { transitions } = await analyseVideo(film.path, tools)
        return transitions.map((transition) => toDetection(transition, framesPerSecond(film)))
      },
    },
    close: () => void host.stop(),
  }
}
