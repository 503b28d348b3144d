import { stat } from 'node:fs/promises'
import type { MediaInfo } from '../../../core/media/mediaInfo'
import type { Engine } from '../engine'
import type { AnalysedVideo } from '../workflow/keptAnalysis'
import type { OpenProjects } from './openProjects'

/** The videos of open projects with what probing told of them, and a look now and then whether they are still there. */
export interface ShownVideos {
  /** Probes once. Throws Failure `wrong-use` for a video that is not open, and the failures of probe. */
  get(mediaId: string): Promise<AnalysedVideo>
  forget(mediaId: string): void
  close(): void
}

/** Milliseconds between two looks at the files. */
const lookInterval = 2000

interface Known {
  readonly info: Promise<MediaInfo>
  /** Size and time of change when it was looked at last; null when it was not there. */
  facts: string | null | undefined
}

export function createShownVideos(
  engine: Pick<Engine, 'probe'>,
  projects: OpenProjects,
  onChanged: (mediaId: string, what: 'changed' | 'gone') => void,
): ShownVideos {
  const known = new Map<string, Known>()
  const pathOf = (mediaId: string): string => projects.ofMedia(mediaId).mediaPath

  async function look(mediaId: string, entry: Known): Promise<void> {
    const facts = await stat(pathOf(mediaId)).then(
      ({ size, mtimeMs }) => `${size} ${mtimeMs}`,
      () => null,
    )
    const before = entry.facts
    entry.facts = facts
    if (before === undefined || before === facts || known.get(mediaId) !== entry) return
    known.delete(mediaId)
    onChanged(mediaId, facts === null ? 'gone' : 'changed')
  }

  const timer = setInterval(() => {
    for (const [mediaId, entry] of known) look(mediaId, entry).catch(() => known.delete(mediaId))
  }, lookInterval)
  timer.unref()

  return {
    async get(mediaId) {
      const path = pathOf(mediaId)
      let entry = known.get(mediaId)
      if (!entry) {
        const created: Known = { info: engine.probe(path), facts: undefined }
        created.info.catch(() => known.delete(mediaId))
        known.set(mediaId, created)
        void look(mediaId, created).catch(() => undefined)
        entry = created
      }
      return { path, info: await entry.info }
    },
    forget: (mediaId) => void known.delete(mediaId),
    close: () => clearInterval(timer),
  }
}
