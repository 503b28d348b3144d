import type { EmotionCurve } from '../emotion/emotionCurve'
import type { Plan } from '../music/plan'
import type { Score } from '../music/score'
import { compareRational, type Rational } from '../time/rational'
import type { Transition } from '../timeline/transition'
import type { Composition, HitpointDocument, MediaReference } from './document'
import type { ProjectFile, StoredPlan, StoredPoint, StoredScore, StoredTransition } from './fileSchema'
import { packRows } from './rows'

const flag = (value: boolean): 0 | 1 => (value ? 1 : 0)
const fraction = (value: Rational): [number, number] => [value.numerator, value.denominator]
const byTick = <T extends { readonly tick: number }>(items: readonly T[]): T[] =>
  [...items].sort((a, b) => a.tick - b.tick)

function storeMedia(media: MediaReference): ProjectFile['media'] {
  const { duration, startTime, frameRate, audioTracks, ...rest } = media.info
  return {
    ...media,
    info: {
      ...rest,
      duration: fraction(duration),
      startTime: fraction(startTime),
      frameRate: fraction(frameRate),
      audioTracks: audioTracks.map((audioTrack) => ({ ...audioTrack })),
    },
  }
}

function storeTransition(transition: Transition): StoredTransition {
  const { id, kind, origin, frame, confidence, hit, start, end, time } = transition
  const instant = compareRational(start, time) === 0 && compareRational(end, time) === 0
  return instant
    ? [id, kind, origin, fraction(time), frame, confidence, hit ?? null]
    : [id, kind, origin, fraction(time), frame, confidence, hit ?? null, fraction(start), fraction(end)]
}

const storeCurve = (curve: EmotionCurve): StoredPoint[] =>
  [...curve.points]
    .sort((a, b) => a.time - b.time)
    .map((point) => [point.time, point.valence, point.arousal, point.confidence, flag(point.step)])

const storeTimeMaps = ({ tempo, metre, keys }: Pick<Score, 'tempo' | 'metre' | 'keys'>) => ({
  tempo: packRows(tempo.map((change) => [change.tick, change.microsecondsPerQuarter])),
  metre: packRows(metre.map((change) => [change.tick, change.numerator, change.denominator])),
  keys: packRows(keys.map((change) => [change.tick, change.tonic, flag(change.mode === 'minor')])),
})

function storePlan(plan: Plan): StoredPlan {
  return {
    duration: plan.duration,
    endTick: plan.endTick,
    ...storeTimeMaps(plan),
    bars: packRows(plan.bars.map((bar) => [bar.tick, bar.length, bar.numerator, bar.denominator])),
    sections: plan.sections.map((section) => ({ ...section, families: [...section.families] })),
    hits: plan.hits.map((hit) => [
      hit.id,
      hit.time,
      hit.mode,
      flag(hit.markedByUser),
      hit.tick,
      flag(hit.kept),
      hit.error,
      flag(hit.downbeat),
      hit.reason ?? null,
    ]),
    ensemble: plan.ensemble,
    cost: { ...plan.cost },
  }
}

function storeScore(score: Score): StoredScore {
  return {
    endTick: score.endTick,
    ...storeTimeMaps(score),
    tracks: score.tracks.map(({ notes, controls, ...part }) => ({
      ...part,
      notes: packRows(
        [...notes]
          .sort((a, b) => a.start - b.start)
          .map((note) => [note.start, note.duration, note.pitch, note.velocity]),
      ),
      controls: packRows(byTick(controls).map((change) => [change.tick, change.controller, change.value])),
    })),
    chords: byTick(score.chords).map((chord) => [chord.tick, chord.root, chord.quality, chord.bass]),
    markers: byTick(score.markers).map((marker) => [marker.tick, marker.kind, marker.text]),
  }
}

const storeComposition = ({ model, plan, score }: Composition): NonNullable<ProjectFile['composition']> => ({
  model: { ...model },
  plan: storePlan(plan),
  score: storeScore(score),
})

/** A document as version 1 of the project file stores it; lists that have an order in time are put into it. */
export function encodeDocument(document: HitpointDocument): ProjectFile {
  const { media, settings, transitions, composition } = document
  const detectedCurve = storeCurve(document.detectedCurve)
  const curve = storeCurve(document.curve)
  return {
    format: 'hitpoint',
    version: 1,
    media: storeMedia(media),
    settings: {
      ...settings,
      metre: { ...settings.metre },
      key: settings.key === 'automatic' ? 'automatic' : { ...settings.key },
    },
    transitions: [...transitions].sort((a, b) => compareRational(a.time, b.time)).map(storeTransition),
    detectedCurve,
    ...(JSON.stringify(curve) === JSON.stringify(detectedCurve) ? {} : { curve }),
    ...(composition ? { composition: storeComposition(composition) } : {}),
  }
}
