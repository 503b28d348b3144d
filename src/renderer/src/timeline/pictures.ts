import type { MediaSource } from '../../../contract/media'
import type { StripPicture } from './layers/thumbnails'

/** Pictures of the strip: asked for when they come into sight, a few at a time, the latest wish first. */
export interface PictureStore {
  /** The picture at a time, or the nearest that is there already; asks for it when it is not. */
  readonly at: (time: number, spacing: number) => StripPicture | null
  readonly use: (source: MediaSource | null, onPicture: () => void) => void
}

/** Asked for at once; more would queue up in ffmpeg. */
const atOnce = 4
const kept = 600
const pictureHeight = 96

export function createPictureStore(): PictureStore {
  let source: MediaSource | null = null
  let told: () => void = () => undefined
  let pictures = new Map<string, HTMLImageElement | 'failed'>()
  let wanted: string[] = []
  const pending = new Set<string>()
  const addressOf = (time: number, spacing: number): string => {
    const pattern = spacing >= 2 ? source!.roughPictureUrl : source!.pictureUrl
    return pattern
      .replace('{height}', String(pictureHeight))
      .replace('{milliseconds}', String(Math.round(time * 1000)))
  }
  const load = (): void => {
    while (pending.size < atOnce && wanted.length > 0) {
      const address = wanted.pop()!
      const image = new Image()
      pending.add(address)
      const ofSource = source
      const done = (result: HTMLImageElement | 'failed'): void => {
        pending.delete(address)
        if (ofSource === source) {
          if (pictures.size > kept) pictures = new Map([...pictures].slice(-kept / 2))
          pictures.set(address, result)
          told()
        }
        load()
      }
      image.onload = () => done(image)
      image.onerror = () => done('failed')
      image.src = address
    }
  }
  return {
    at(time, spacing) {
      if (!source) return null
      const address = addressOf(time, spacing)
      const picture = pictures.get(address)
      if (picture instanceof HTMLImageElement)
        return { image: picture, width: picture.naturalWidth, height: picture.naturalHeight }
      if (picture === undefined && !pending.has(address) && !wanted.includes(address)) {
        wanted = [...wanted.slice(-40), address]
        load()
      }
      return null
    },
    use(other, onPicture) {
      told = onPicture
      if (other?.pictureUrl === source?.pictureUrl) return
      source = other
      pictures = new Map()
      wanted = []
    },
  }
}
