import { Failure } from '../../../core/base/failure'
import { defaultAudioTrack, displaySize, type MediaInfo } from '../../../core/media/mediaInfo'
import { rationalToNumber } from '../../../core/time/rational'
import type { HitpointHandlers } from '../../../contract/index'
import type { AnalysisSummary, MediaFacts } from '../../../contract/project'
import type { Engine } from '../engine'
import type { Analysis } from '../workflow/analyse'
import type { OpenedMediaRegistry } from './openedMedia'

/** Answers the whole contract with an engine: the same for the Electron shell and the web host. */
export function createHandlers(
  engine: Engine,
  media: OpenedMediaRegistry,
  sendProgress: (mediaId: string, fraction: number) => void,
): HitpointHandlers {
  const running = new Map<string, AbortController>()
  const cancel = (mediaId: string): void => running.get(mediaId)?.abort(new Failure('cancelled'))
  return {
    system: { info: () => engine.info() },
    project: {
      current: () => Promise.resolve(media.current()),
      facts: async ({ mediaId }) => factsOf(await engine.probe(media.pathOf(mediaId))),
      async analyse({ mediaId, audioTrack }) {
        const path = media.pathOf(mediaId)
        cancel(mediaId)
        const abort = new AbortController()
        running.set(mediaId, abort)
        try {
          const onProgress = ({ fraction }: { readonly fraction: number }): void =>
            sendProgress(mediaId, fraction)
          return summaryOf(await engine.analyse(path, { audioTrack, signal: abort.signal, onProgress }))
        } finally {
          if (running.get(mediaId) === abort) running.delete(mediaId)
        }
      },
      cancel({ mediaId }) {
        cancel(mediaId)
        return Promise.resolve(null)
      },
    },
  }
}

const factsOf = (info: MediaInfo): MediaFacts => ({
  ...displaySize(info),
  frameRate: rationalToNumber(info.frameRate),
  durationSeconds: rationalToNumber(info.duration),
  audioTracks: info.audioTracks.map((track) => ({ ...track })),
  defaultAudioTrack: defaultAudioTrack(info.audioTracks),
})

const summaryOf = ({ info, audioTrack, transitions, curve, warnings }: Analysis): AnalysisSummary => ({
  durationSeconds: rationalToNumber(info.duration),
  frameRate: rationalToNumber(info.frameRate),
  audioTrack,
  warnings: [...warnings],
  cuts: transitions.map((transition) => ({
    id: transition.id,
    kind: transition.kind,
    time: rationalToNumber(transition.time),
    start: rationalToNumber(transition.start),
    end: rationalToNumber(transition.end),
    frame: transition.frame,
    confidence: transition.confidence,
  })),
  emotion: curve.points.map(({ time, valence, arousal, confidence }) => ({
    time,
    valence,
    arousal,
    confidence,
  })),
})
