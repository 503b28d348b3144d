import type { MediaSource } from '../../../contract/media'
import type { StripPicture } from './layers/thumbnails'

/** Pictures of the strip: asked for when they come into sight, a few at a time, the latest wish first. */
export interface PictureStore {
  /** The picture at a time, or one that stands in for it; asks for it when it is not there. */
  readonly at: (time: number, spacing: number) => StripPicture | null
  readonly use: (source: MediaSource | null, onPicture: () => void) => void
}

/** Asked for at once; more would queue up in ffmpeg. */
const atOnce = 4
const kept = 600
const longestQueue = 40
const pictureHeight = 96

/** Loads images by their address. */
interface ImageLoader {
  readonly get: (address: string) => StripPicture | null
  readonly want: (address: string) => void
  /** What is on its way is forgotten. */
  readonly stop: () => void
}

function createImageLoader(onPicture: () => void): ImageLoader {
  let images = new Map<string, HTMLImageElement | 'failed'>()
  const pending = new Set<string>()
  let wanted: string[] = []
  let isStopped = false
  const load = (): void => {
    while (!isStopped && pending.size < atOnce && wanted.length > 0) {
      const address = wanted.pop()!
      const image = new Image()
      pending.add(address)
      const done = (result: HTMLImageElement | 'failed'): void => {
        pending.delete(address)
        if (images.size > kept) images = new Map([...images].slice(-kept / 2))
        images.set(address, result)
        if (!isStopped) onPicture()
        load()
      }
      image.onload = () => done(image)
      image.onerror = () => done('failed')
      image.src = address
    }
  }
  return {
    get(address) {
      const image = images.get(address)
      if (!(image instanceof HTMLImageElement)) return null
      return { image, width: image.naturalWidth, height: image.naturalHeight }
    },
    want(address) {
      if (images.has(address) || pending.has(address) || wanted.includes(address)) return
      wanted = [...wanted.slice(1 - longestQueue), address]
      load()
    },
    stop() {
      isStopped = true
      wanted = []
    },
  }
}

/** A spacing from which on the key picture before is near enough: encoders set one every 250 pictures at least. Seconds. */
const roughFrom = 10
/** The widest spacing whose pictures stand in for others. Seconds. */
const widest = 64

export function createPictureStore(): PictureStore {
  let source: MediaSource | null = null
  let loader = createImageLoader(() => undefined)
  const addressOf = ({ pictureUrl, roughPictureUrl }: MediaSource, time: number, spacing: number): string =>
    (spacing >= roughFrom ? roughPictureUrl : pictureUrl)
      .replace('{height}', String(pictureHeight))
      .replace('{milliseconds}', String(Math.round(time * 1000)))
  return {
    at(time, spacing) {
      if (!source) return null
      const address = addressOf(source, time, spacing)
      const found = loader.get(address)
      if (found) return found
      loader.want(address)
      // Until it comes, what a smaller zoom showed there stands in for it.
      for (let wide = spacing * 2; wide <= widest; wide *= 2) {
        const other = loader.get(addressOf(source, Math.floor(time / wide) * wide, wide))
        if (other) return other
      }
      return null
    },
    use(other, onPicture) {
      if (other?.pictureUrl === source?.pictureUrl) return
      source = other
      loader.stop()
      loader = createImageLoader(onPicture)
    },
  }
}
