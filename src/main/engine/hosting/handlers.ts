import { rationalToNumber } from '../../../core/time/rational'
import type { HitpointHandlers } from '../../../contract/index'
import type { Engine } from '../engine'
import type { OpenedMediaRegistry } from './openedMedia'

/** Answers the whole contract with an engine: the same for the Electron shell and the web host. */
export function createHandlers(
  engine: Engine,
  media: OpenedMediaRegistry,
  sendProgress: (mediaId: string, fraction: number) => void,
): HitpointHandlers {
  return {
    system: { info: () => engine.info() },
    project: {
      current: () => Promise.resolve(media.current()),
      async analyse({ mediaId }) {
        const analysis = await engine.analyse(media.pathOf(mediaId), {
          onProgress: ({ fraction }) => sendProgress(mediaId, fraction),
        })
        return {
          durationSeconds: rationalToNumber(analysis.info.duration),
          frameRate: rationalToNumber(analysis.info.frameRate),
          cuts: analysis.transitions.map((transition) => ({
            id: transition.id,
            kind: transition.kind,
            time: rationalToNumber(transition.time),
            start: rationalToNumber(transition.start),
            end: rationalToNumber(transition.end),
            frame: transition.frame,
            confidence: transition.confidence,
          })),
          emotion: analysis.curve.points.map(({ time, valence, arousal, confidence }) => ({
            time,
            valence,
            arousal,
            confidence,
          })),
        }
      },
    },
  }
}
