import { useEffect, useState } from 'react'
import type { HitpointClient } from '../../../contract/index'
import type { ThumbnailMessage } from '../../../contract/media'

const count = 10
/** Pixels; twice what is shown, for screens with small pixels. */
const height = 96

interface ThumbnailStripProps {
  readonly client: HitpointClient
  readonly mediaId: string
}

/** The film at a glance: small pictures that appear as they are read. A film without any shows nothing. */
export function ThumbnailStrip({ client, mediaId }: ThumbnailStripProps): React.JSX.Element {
  const [pictures, setPictures] = useState<readonly (ThumbnailMessage | undefined)[]>([])
  useEffect(() => {
    const stop = client.media.onThumbnail((thumbnail) => {
      if (thumbnail.mediaId === mediaId)
        setPictures((before) =>
          Array.from({ length: count }, (_, index) =>
            index === thumbnail.index ? thumbnail : before[index],
          ),
        )
    })
    // What is wrong with the film is said by its facts; the strip stays empty then.
    client.media.thumbnails({ mediaId, count, height }).catch(() => undefined)
    return stop
  }, [client, mediaId])
  return (
    <div aria-label="Thumbnails" role="group" className="thumbnails">
      {pictures.map(
        (picture) =>
          picture && (
            <img
              key={picture.index}
              src={`data:image/jpeg;base64,${picture.jpeg}`}
              alt={`${picture.time.toFixed(1)} s`}
            />
          ),
      )}
    </div>
  )
}
