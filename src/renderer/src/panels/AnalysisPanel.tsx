import type { HitpointClient } from '../../../contract/index'
import { useCall } from '../app/useCall'
import { FailureNote } from './FailureNote'
import { FilmAnalysis } from './FilmAnalysis'

/** The open video and what is found in it. */
export function AnalysisPanel({ client }: { readonly client: HitpointClient }): React.JSX.Element {
  const media = useCall('current', async () => {
    const [file] = await client.files.takeOpened({})
    return file ? client.project.open({ fileId: file.fileId }) : null
  })
  const opened = media.kind === 'ready' ? media.value : null
  return (
    <section aria-label="Analysis">
      <h2>{opened ? opened.name : 'No video is open'}</h2>
      {media.kind === 'failed' && <FailureNote error={media.error} />}
      {opened?.mediaId && <FilmAnalysis key={opened.mediaId} client={client} mediaId={opened.mediaId} />}
    </section>
  )
}
