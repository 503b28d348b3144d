import type { analysisService, AnalysisResult } from '../../../contract/analysis'
import type { Handlers } from '../../../contract/define'
import { quickHash } from '../files/mediaReference'
import type { JobControl } from './jobs'
import type { HostingParts } from './parts'

/** What decoding is of an analysis; the network's part follows. */
const decodingShare = 0.95

/** Answers for cuts and curves. */
export function createAnalysisHandlers(parts: HostingParts): Handlers<typeof analysisService> {
  const { videos, projects, engine, jobs, addressOf } = parts
  const running = new Map<string, string>()

  async function analyse(
    mediaId: string,
    options: Parameters<typeof engine.analyse>[1],
    { signal, progress }: JobControl,
  ): Promise<AnalysisResult> {
    const record = projects.ofMedia(mediaId)
    const identity = await quickHash(record.mediaPath)
    const { info, audioTrack, transitions, curve, warnings, cached } = await engine.analyse(
      record.mediaPath,
      {
        ...options,
        signal,
        onProgress: ({ fraction }) =>
          progress(fraction < 1 ? 'analyse' : 'classify', fraction * decodingShare),
      },
    )
    // The project is one of this very file from now on, whatever it was made from.
    Object.assign(record, { identity, mediaProblem: null })
    return { mediaId, info, audioTrack, transitions, detectedCurve: curve, warnings: [...warnings], cached }
  }

  return {
    start({ mediaId, audioTrack, detection }) {
      const { projectId } = projects.ofMedia(mediaId)
      const earlier = running.get(mediaId)
      if (earlier !== undefined) jobs.cancel(earlier)
      const started = jobs.start({ kind: 'analysis', projectId }, (control) =>
        analyse(mediaId, { audioTrack, detection }, control),
      )
      running.set(mediaId, started.jobId)
      return Promise.resolve(started)
    },
    result: ({ jobId }) => jobs.result<AnalysisResult>(jobId, 'analysis'),
    async detect({ mediaId, audioTrack, detection }) {
      const video = await videos.get(mediaId)
      return { transitions: await engine.film.detect({ ...video, audioTrack }, detection) }
    },
    async scores({ mediaId, audioTrack }) {
      const video = await videos.get(mediaId)
      const { count } = await engine.film.scoreCurve({ ...video, audioTrack })
      return { url: addressOf(`media/${mediaId}/scores/${audioTrack ?? 'default'}`), count }
    },
    async scenes({ mediaId, audioTrack }) {
      const video = await videos.get(mediaId)
      return { scenes: await engine.film.scenes({ ...video, audioTrack }) }
    },
  }
}
