import type { MediaInfo } from '../../media/mediaInfo'
import { compareRational, multiplyRational, rationalToNumber, type Rational } from '../../time/rational'
import { parseTimecode, timecodeToFrames } from '../../time/timecode'
import type { Transition } from '../transition'
import { endFrame, secondsOfFrames, type EditorShot, type EditorTimeline } from './editorTimeline'

/** What must be known of a film to place a cut list on it. */
export type PlacedFilm = Pick<MediaInfo, 'frameRate' | 'duration' | 'timecode'>

/**
 * Where the timeline's first frame lies in the film, in frames of the timeline: by the start timecodes of both where they
 * overlap, else at the film's first picture. Negative when the timeline has a leader that the film does not.
 */
export function framesIntoFilm(timeline: EditorTimeline, film: PlacedFilm): number {
  const timecode = film.timecode === undefined ? null : parseTimecode(film.timecode)
  if (!timecode) return 0
  const offset = timeline.startFrame - timecodeToFrames(timecode, timeline.frameRate)
  const frames = rationalToNumber(multiplyRational(film.duration, timeline.frameRate))
  const length = Math.max(endFrame(timeline), ...timeline.markers.map(({ start }) => start + 1))
  return offset < frames && offset + length > 0 ? offset : 0
}

interface Edge {
  readonly at: number
  readonly shot?: EditorShot | undefined
}

/** Where the picture changes: starts of shots, or every marker of a list that has markers alone. Frames of the timeline. */
function edges({ shots, markers }: EditorTimeline): Edge[] {
  if (shots.length > 0) return shots.slice(1).map((shot) => ({ at: shot.start, shot }))
  return [...new Set(markers.map(({ start }) => start))].map((at) => ({ at }))
}

/**
 * The transitions of a film that an editor's timeline tells, in ascending time; its times are exact, at the timeline's own
 * rate. What lies at or before the film's first picture, or after its last, is left out; transitions are cut at both ends
 * of the film. They count as the user's, and the project's setting decides about hits.
 */
export function transitionsOfTimeline(timeline: EditorTimeline, film: PlacedFilm): Transition[] {
  const offset = framesIntoFilm(timeline, film)
  const timeOf = (frame: number): Rational => secondsOfFrames(frame + offset, timeline.frameRate)
  const isInside = (time: Rational): boolean => time.numerator > 0 && compareRational(time, film.duration) < 0
  const clamped = (time: Rational): Rational => {
    if (time.numerator < 0) return { numerator: 0, denominator: 1 }
    return compareRational(time, film.duration) > 0 ? film.duration : time
  }
  return edges(timeline)
    .map(({ at, shot }) => ({ time: timeOf(at), transition: shot?.transition }))
    .filter(({ time }) => isInside(time))
    .map(({ time, transition }, index): Transition => {
      const start = transition ? clamped(timeOf(transition.start)) : time
      const end = transition ? clamped(timeOf(transition.end)) : time
      return {
        id: `edit-${index + 1}`,
        kind: transition && transition.end > transition.start ? transition.kind : 'cut',
        start,
        end,
        time,
        frame: Math.floor(rationalToNumber(multiplyRational(time, film.frameRate)) + 1e-6),
        confidence: 1,
        origin: 'user',
      }
    })
}
