import { pictureCorrection } from '../../../core/playback/pictureSync'
import type { Editor } from '../app/editor'

/** How often the picture is compared with the clock while it plays, in milliseconds. */
const checkEvery = 200

/** Lets a video element follow the transport; answers the end of it. The sound's clock leads, the picture is nudged. */
export function followPicture(video: HTMLVideoElement, editor: Editor, startSeconds: number): () => void {
  const { transport } = editor
  let timer: ReturnType<typeof setInterval> | null = null
  let waiting: ReturnType<typeof setTimeout> | undefined
  const seek = (time: number): void => {
    video.currentTime = Math.max(0, time + startSeconds)
  }
  const stopChecking = (): void => {
    if (timer) clearInterval(timer)
    clearTimeout(waiting)
    timer = null
  }
  const check = (): void => {
    const { playing, rate } = editor.session.get()
    if (!playing || video.seeking) return
    if (rate < 0) return seek(transport.time())
    const correction = pictureCorrection(video.currentTime - startSeconds - transport.time(), rate)
    if (correction.kind === 'seek') seek(transport.time())
    else video.playbackRate = correction.rate
  }
  const play = (time: number, rate: number, lead: number): void => {
    seek(time)
    stopChecking()
    if (lead > 0) {
      video.pause()
      // The clock may have been changed meanwhile: what it says then decides.
      waiting = setTimeout(() => play(transport.time(), rate, transport.remainingLead()), lead * 1000)
      return
    }
    timer = setInterval(check, checkEvery)
    if (rate <= 0) return video.pause()
    video.playbackRate = rate
    // A page that was not clicked yet may not play; the clock runs on and the picture is sought.
    video.play().catch(() => undefined)
  }
  const leave = transport.join({
    play,
    pause(time) {
      stopChecking()
      video.pause()
      video.playbackRate = 1
      seek(time)
    },
    seek,
  })
  // A picture that arrives while the film already plays joins in.
  const { playing, rate } = editor.session.get()
  if (playing) play(transport.time(), rate, transport.remainingLead())
  else seek(transport.time())
  return () => {
    leave()
    stopChecking()
    video.pause()
  }
}
