import { createStore, type Store } from '../../../core/document/store'

/** What part of the film the timeline shows. Rules: docs/spec/timeline-view.md. */
export interface TimelineView {
  /** Seconds at the left edge. */
  readonly start: number
  readonly pixelsPerSecond: number
  /** Pixels of the drawing. */
  readonly width: number
}

export interface TimelineViewStore extends Pick<Store<TimelineView>, 'get' | 'subscribe'> {
  resize(width: number): void
  /** Shows the whole film. */
  fit(): void
  /** Zooms by a factor and keeps the time at pixel `x` where it is. */
  zoom(factor: number, x: number): void
  /** Moves the film by pixels. */
  scrollBy(pixels: number): void
  /** Shows a range with a little room around it. */
  showRange(start: number, end: number): void
  /** Scrolls just as far that a time is in sight, with a share of the width before it. */
  reveal(time: number, margin?: number): void
  /** Scrolls so that a time is at the left edge. */
  scrollTo(start: number): void
}

/** A frame at 24 per second is 48 pixels wide at most: single frames can be told apart and hit. */
export const maximumPixelsPerSecond = 1200

/** The smallest zoom shows the whole film; it fills the width. */
export const fitScale = (width: number, duration: number): number =>
  duration > 0 ? Math.max(1, width) / duration : 100

/** A view with scale and start inside their limits. */
export function boundedView(view: TimelineView, duration: number): TimelineView {
  const least = Math.min(maximumPixelsPerSecond, fitScale(view.width, duration))
  const pixelsPerSecond = Math.max(least, Math.min(maximumPixelsPerSecond, view.pixelsPerSecond))
  const last = Math.max(0, duration - view.width / pixelsPerSecond)
  return { ...view, pixelsPerSecond, start: Math.max(0, Math.min(last, view.start)) }
}

export function createTimelineView(duration: () => number): TimelineViewStore {
  const store = createStore<TimelineView>({ start: 0, pixelsPerSecond: 1, width: 800 })
  const become = (change: Partial<TimelineView>): void =>
    store.edit('', (view) => {
      const next = boundedView({ ...view, ...change }, duration())
      const isSame =
        next.start === view.start &&
        next.pixelsPerSecond === view.pixelsPerSecond &&
        next.width === view.width
      return isSame ? view : next
    })
  const shown = (): number => store.get().width / store.get().pixelsPerSecond
  return {
    get: store.get,
    subscribe: store.subscribe,
    resize(width) {
      const { pixelsPerSecond, width: before } = store.get()
      const wasWhole = pixelsPerSecond <= fitScale(before, duration()) * 1.001
      become({ width, ...(wasWhole && { pixelsPerSecond: 0, start: 0 }) })
    },
    fit: () => become({ start: 0, pixelsPerSecond: 0 }),
    zoom(factor, x) {
      const { start, pixelsPerSecond, width } = store.get()
      const time = start + x / pixelsPerSecond
      const scale = boundedView({ start, width, pixelsPerSecond: pixelsPerSecond * factor }, duration())
      become({ pixelsPerSecond: scale.pixelsPerSecond, start: time - x / scale.pixelsPerSecond })
    },
    scrollBy: (pixels) => become({ start: store.get().start + pixels / store.get().pixelsPerSecond }),
    scrollTo: (start) => become({ start }),
    showRange(start, end) {
      const room = (end - start) * 0.06
      const pixelsPerSecond = store.get().width / Math.max(1e-3, end - start + 2 * room)
      become({ pixelsPerSecond, start: start - room })
    },
    reveal(time, margin = 0.1) {
      const { start } = store.get()
      if (time >= start && time <= start + shown()) return
      become({ start: time - shown() * margin })
    },
  }
}
