import type { Page } from 'playwright-core'
import type { Hearing } from '../../src/renderer/src/playback/hearing'

/** What stands against each other at one moment. Seconds of the film. */
export interface Moment {
  readonly music: number
  readonly picture: number
}

/** A picture that was shown and the music that is heard when it appears. Seconds of the film. */
export type ShownPicture = Moment

export interface Comparison {
  /** The two clocks, looked at together. */
  readonly clocks: readonly Moment[]
  /** Every picture that Chromium says it showed. */
  readonly pictures: readonly ShownPicture[]
}

/**
 * Compares, while the page plays, where the picture stands with where the heard music stands: the video's clock with the
 * time stamps of the audio output. Answers after `looks` looks, `pause` milliseconds apart. For films that begin at zero.
 */
export const compareSoundAndPicture = (page: Page, looks: number, pause: number): Promise<Comparison> =>
  page.evaluate(
    async ([count, milliseconds]) => {
      const video = document.querySelector('video')!
      const { musicTimeAt }: Hearing = window.hitpointHearing!
      const found = {
        clocks: [] as { music: number; picture: number }[],
        pictures: [] as { music: number; picture: number }[],
      }
      let isOver = false
      const show = (_now: number, shown: VideoFrameCallbackMetadata): void => {
        const music = musicTimeAt(shown.expectedDisplayTime)
        if (music !== null) found.pictures.push({ music, picture: shown.mediaTime })
        if (!isOver) video.requestVideoFrameCallback(show)
      }
      video.requestVideoFrameCallback(show)
      for (let look = 0; look < count; look++) {
        await new Promise((resolve) => setTimeout(resolve, milliseconds))
        const music = musicTimeAt(performance.now())
        if (music !== null && !video.seeking) found.clocks.push({ music, picture: video.currentTime })
      }
      isOver = true
      return found
    },
    [looks, pause] as const,
  )
