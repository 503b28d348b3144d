import { Failure } from '../base/failure'
import { lastName } from '../base/filePath'
import { moveCurve, type MovedStretch } from '../emotion/moveCurve'
import type { EmotionCurve } from '../emotion/emotionCurve'
import { compareRational, rationalToNumber, type Rational } from '../time/rational'
import { parseTimecode, timecodeToFrames } from '../time/timecode'
import { shiftShot, type EditorShot, type EditorTimeline } from '../timeline/formats/editorTimeline'
import {
  framesIntoFilm,
  transitionsOfTimeline,
  type PlacedFilm,
} from '../timeline/formats/transitionsOfTimeline'
import type { KeptPicture } from '../timeline/reconform/keptPicture'
import { reconform, type Reconform } from '../timeline/reconform/reconform'
import type { Transition } from '../timeline/transition'
import type { Composition, HitpointDocument, MediaReference } from './document'
import { editorRate, filmShots, frameOf } from './filmShots'
import { keepLocks, mergeTransitions, moveCues, moveTransition, type KeptFilm } from './reconformParts'

export interface ReconformRequest {
  /** The new cut. */
  readonly after: EditorTimeline
  /** A list of the cut that the project has, when the new one names other sources than the film itself. */
  readonly before?: EditorTimeline | undefined
  /** The film in its new cut, when it is there. */
  readonly media?: MediaReference | undefined
}

export interface ReconformReport {
  readonly fates: Reconform['fates']
  readonly toldBy: Reconform['toldBy']
  /** Which share of the film before is still there, 0..1. */
  readonly keptShare: number
  readonly transitions: { readonly kept: number; readonly added: number; readonly dropped: number }
  /** Seconds of locks that are gone, because their picture moved or is gone. */
  readonly lostLocks: number
  /** Names of cues that are gone. */
  readonly lostCues: readonly string[]
}

export interface ReconformedDocument {
  readonly document: HitpointDocument
  /** The score before, with the locks that hold: what composing again keeps of it. Absent when there was none. */
  readonly earlier?: Composition | undefined
  readonly report: ReconformReport
}

/** Shots in frames from the film's first picture. */
const placed = (timeline: EditorTimeline, film: PlacedFilm): EditorShot[] => {
  const offset = framesIntoFilm(timeline, film)
  return timeline.shots.map((shot) => shiftShot(shot, offset))
}

/** The project's own cut: what its list says, or the film between its transitions. */
function shotsBefore(
  { media, transitions }: HitpointDocument,
  rate: Rational,
  list: EditorTimeline | undefined,
): EditorShot[] {
  if (list) return placed(list, media.info)
  const timecode = parseTimecode(media.info.timecode ?? '')
  const startFrame = timecode ? timecodeToFrames(timecode, rate) : 0
  return filmShots({ media, transitions }, rate, lastName(media.path), startFrame)
}

function assertRates(rate: Rational, lists: readonly (EditorTimeline | undefined)[]): void {
  for (const list of lists)
    if (list && compareRational(list.frameRate, rate) !== 0)
      throw new Failure('wrong-use', {
        reason: `the cut list counts ${rationalToNumber(list.frameRate).toFixed(3)} frames per second and the film ${rationalToNumber(rate).toFixed(3)}; export the list at the film's rate`,
      })
}

function moveEmotion(curve: EmotionCurve, kept: readonly KeptPicture[], rate: Rational): EmotionCurve {
  const perSecond = rationalToNumber(rate)
  const stretches = kept.map(({ from, to, length }): MovedStretch => ({
    from: from / perSecond,
    to: to / perSecond,
    length: length / perSecond,
  }))
  return moveCurve(curve, stretches)
}

/** Whether all of the picture is where it was. */
const isUnmoved = (kept: readonly KeptPicture[], frames: number): boolean =>
  kept.length === 1 && kept[0]!.from === 0 && kept[0]!.to === 0 && kept[0]!.length >= frames

/** A list of markers alone says where cuts are, not that the picture is another: it is the same film between more cuts. */
function compareCuts(
  document: HitpointDocument,
  { after, before, media }: ReconformRequest,
  rate: Rational,
  listed: readonly Transition[],
): Reconform {
  if (after.shots.length > 0)
    return reconform(shotsBefore(document, rate, before), placed(after, (media ?? document.media).info))
  return reconform(
    shotsBefore(document, rate, undefined),
    shotsBefore({ ...document, transitions: listed }, rate, undefined),
  )
}

/**
 * A project for a new cut of its film (docs/spec/reconform.md): transitions, curve, cues and locks go with the picture that they
 * belong to. The score stays where all of the picture does, else it is taken out, because its time is another; `earlier` is what composing again may keep of it. Throws
 * Failure `wrong-use` for another frame rate.
 */
export function reconformDocument(
  document: HitpointDocument,
  request: ReconformRequest,
): ReconformedDocument {
  const rate = editorRate(document.media.info.frameRate)
  assertRates(rate, [request.before, request.after])
  const media = request.media ?? document.media
  const listed = transitionsOfTimeline(request.after, media.info)
  const result = compareCuts(document, request, rate, listed)
  const film: KeptFilm = { kept: result.kept, rate, duration: media.info.duration }
  const moved = document.transitions
    .flatMap((transition) => moveTransition(transition, film) ?? [])
    .filter(({ time }) => time.numerator > 0 && compareRational(time, film.duration) < 0)
  const transitions = mergeTransitions(listed, moved, rate, result.toldBy === 'source')
  const frames = frameOf(document.media.info.duration, rate)
  const stays = isUnmoved(result.kept, frames)
  const sameTime = stays && compareRational(media.info.duration, document.media.info.duration) === 0
  const { cues, lost } = stays
    ? { cues: document.cues, lost: [] }
    : moveCues(document.cues, film, document.media.info.duration)
  const { locks, lost: lostLocks } = keepLocks(document.composition?.locks ?? [], film)
  const ids = new Set(document.transitions.map(({ id }) => id))
  const kept = transitions.filter(({ id }) => ids.has(id)).length
  const keptFrames = result.kept.reduce((sum, { length }) => sum + length, 0)
  return {
    document: {
      ...document,
      media,
      transitions,
      curve: stays ? document.curve : moveEmotion(document.curve, result.kept, rate),
      detectedCurve: stays ? document.detectedCurve : moveEmotion(document.detectedCurve, result.kept, rate),
      cues,
      composition: sameTime ? document.composition : undefined,
    },
    ...(document.composition && { earlier: { ...document.composition, locks } }),
    report: {
      fates: result.fates,
      toldBy: result.toldBy,
      keptShare: Math.min(1, keptFrames / Math.max(1, frames)),
      transitions: { kept, added: transitions.length - kept, dropped: document.transitions.length - kept },
      lostLocks,
      lostCues: lost,
    },
  }
}
