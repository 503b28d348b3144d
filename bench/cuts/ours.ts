import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installedPaths } from '../../src/cli/hostEngine'
import { rationalToNumber, type Rational } from '../../src/core/time/rational'
import type { Transition } from '../../src/core/timeline/transition'
import { createEngine } from '../../src/main/engine/engine'
import { forkInferenceProcess } from '../../src/main/engine/inference/forkProcess'
import type { FfmpegTool } from '../../src/main/engine/media/ffmpeg'
import { framesPerSecond } from './benchFilm'
import type { Detection } from './detection'
import type { Detector } from './detectors'
import type { TruthKind } from './truth'

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
 * network in the inference process of the last build (`npm run build`). What it keeps is thrown away after every film.
 */
export function openOurs(ffmpeg: FfmpegTool): { readonly detector: Detector; close(): Promise<void> } {
  const cacheFolder = mkdtempSync(join(tmpdir(), 'hitpoint-cuts-'))
  const engine = createEngine({
    version: 'benchmark',
    modelFolder: installedPaths.models,
    cacheFolder,
    ffmpegPath: ffmpeg.path,
    startInference: () => forkInferenceProcess(installedPaths.inferenceProcess),
    log: () => {},
  })
  const detect: Detector['detect'] = async (film) => {
    const { transitions, cached } = await engine.analyse(film.path)
    if (cached) throw new Error('The analysis was served from the cache')
    rmSync(cacheFolder, { recursive: true, force: true })
    return transitions.map((transition) => toDetection(transition, framesPerSecond(film)))
  }
  const description = `the engine's \`analyse\`, in process, nothing cached, ffmpeg ${ffmpeg.version}`
  return { detector: { id: 'ours', description, detect }, close: () => engine.close() }
}
