import { storeControls, storeExtras, storeSettings } from './compositionExtras'
import type { EmotionCurve } from '../emotion/emotionCurve'
import type { Bar, Plan } from '../music/plan'
import type { Score } from '../music/score'
import { compareRational, type Rational } from '../time/rational'
import type { Transition } from '../timeline/transition'
import type { Composition, Cue, HitpointDocument, MediaReference } from './document'
import {
  storedQualities,
  type ProjectFile,
  type StoredPlan,
  type StoredPoint,
  type StoredScore,
  type StoredTransition,
} from './fileSchema'
import type { Mixer } from './mixer'
import { packRows } from './rows'

const flag = (value: boolean): 0 | 1 => (value ? 1 : 0)
const fraction = (value: Rational): [number, number] => [value.numerator, value.denominator]
const byTick = <T extends { readonly tick: number }>(items: readonly T[]): T[] =>
  [...items].sort((a, b) => a.tick - b.tick)

function storeMedia(media: MediaReference): ProjectFile['media'] {
  const { duration, startTime, frameRate, pixelAspectRatio, audioTracks, ...rest } = media.info
  return {
    ...media,
    info: {
      ...rest,
      duration: fraction(duration),
      startTime: fraction(startTime),
      frameRate: fraction(frameRate),
      pixelAspectRatio: fraction(pixelAspectRatio),
      audioTracks: audioTracks.map((audioTrack) => ({ ...audioTrack })),
    },
  }
}

function storeHit(transition: Transition): StoredTransition[6] {
  const { hit, hitKind, hitOffset, hitDownbeat, name, locked } = transition
  if ([hitKind, hitOffset, hitDownbeat, name, locked].every((mark) => mark === undefined)) return hit ?? null
  return {
    mode: hit ?? null,
    ...(hitKind === undefined ? {} : { kind: hitKind }),
    ...(hitOffset === undefined ? {} : { offset: hitOffset }),
    ...(hitDownbeat === undefined ? {} : { downbeat: hitDownbeat }),
    ...(name === undefined ? {} : { name }),
    ...(locked ? { locked } : {}),
  }
}

function storeTransition(transition: Transition): StoredTransition {
  const { id, kind, origin, frame, confidence, start, end, time } = transition
  const hit = storeHit(transition)
  const instant = compareRational(start, time) === 0 && compareRational(end, time) === 0
  return instant
    ? [id, kind, origin, fraction(time), frame, confidence, hit]
    : [id, kind, origin, fraction(time), frame, confidence, hit, fraction(start), fraction(end)]
}

const storeCue = ({ id, name, musicIn, musicOut }: Cue): ProjectFile['cues'][number] => ({
  id,
  name,
  musicIn: fraction(musicIn),
  musicOut: fraction(musicOut),
})

const storeCurve = (curve: EmotionCurve): StoredPoint[] =>
  [...curve.points]
    .sort((a, b) => a.time - b.time)
    .map((point) => [point.time, point.valence, point.arousal, point.confidence, flag(point.step)])

const storeTimeMaps = ({ tempo, metre, keys }: Pick<Score, 'tempo' | 'metre' | 'keys'>) => ({
  tempo: packRows(tempo.map((change) => [change.tick, change.microsecondsPerQuarter])),
  metre: packRows(metre.map((change) => [change.tick, change.numerator, change.denominator])),
  keys: packRows(keys.map((change) => [change.tick, change.tonic, flag(change.mode === 'minor')])),
})

/** Bars as runs of equal ones that follow each other without a gap. */
function storeBars(bars: readonly Bar[]): number[] {
  const runs: [number, number, number, number, number][] = []
  for (const { tick, length, numerator, denominator } of bars) {
    const run = runs.at(-1)
    const continues =
      run &&
      run[0] + run[1] * run[4] === tick &&
      run[1] === length &&
      run[2] === numerator &&
      run[3] === denominator
    if (continues) run[4]++
    else runs.push([tick, length, numerator, denominator, 1])
  }
  return packRows(runs)
}

const equal = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((value, index) => value === b[index])

function storePlan(plan: Plan, score: StoredScore): StoredPlan {
  const { tempo, metre, keys } = storeTimeMaps(plan)
  return {
    duration: plan.duration,
    endTick: plan.endTick,
    ...(equal(tempo, score.tempo) ? {} : { tempo }),
    ...(equal(metre, score.metre) ? {} : { metre }),
    ...(equal(keys, score.keys) ? {} : { keys }),
    bars: storeBars(plan.bars),
    cues: plan.cues.map((cue) => ({ ...cue })),
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
      hit.kind,
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
    chords: packRows(
      byTick(score.chords).map(({ tick, root, quality, bass }) => [
        tick,
        root,
        storedQualities.indexOf(quality),
        bass,
      ]),
    ),
    markers: byTick(score.markers).map((marker) => [marker.tick, marker.kind, marker.text]),
  }
}

function storeComposition(composition: Composition): NonNullable<ProjectFile['composition']> {
  const stored = storeScore(composition.score)
  return {
    model: { ...composition.model },
    plan: storePlan(composition.plan, stored),
    score: stored,
    ...storeExtras(composition, { score: storeScore, curve: storeCurve }),
  }
}

const storeMixer = ({ muted, solo, volumes, ...rest }: Mixer): NonNullable<ProjectFile['mixer']> => ({
  ...rest,
  muted: [...muted],
  solo: [...solo],
  volumes: { ...volumes },
})

/** A document as version 5 of the project file stores it; lists that have an order in time are put into it. */
export function encodeDocument(document: HitpointDocument): ProjectFile {
  const { media, settings, controls, transitions, composition } = document
  const detectedCurve = storeCurve(document.detectedCurve)
  const curve = storeCurve(document.curve)
  return {
    format: 'hitpoint',
    version: 5,
    media: storeMedia(media),
    settings: storeSettings(settings),
    ...(controls ? { controls: storeControls(controls) } : {}),
    transitions: [...transitions].sort((a, b) => compareRational(a.time, b.time)).map(storeTransition),
    ...(document.detection
      ? { detection: { ...document.detection, rejected: [...document.detection.rejected] } }
      : {}),
    cues: [...document.cues].sort((a, b) => compareRational(a.musicIn, b.musicIn)).map(storeCue),
    detectedCurve,
    ...(JSON.stringify(curve) === JSON.stringify(detectedCurve) ? {} : { curve }),
    ...(document.mixer ? { mixer: storeMixer(document.mixer) } : {}),
    ...(composition ? { composition: storeComposition(composition) } : {}),
  }
}
