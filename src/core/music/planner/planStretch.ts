import type { EmotionCurve } from '../../emotion/emotionCurve'
import { Failure } from '../../base/failure'
import type { HitRequest } from '../plan'
import { naturalHalfBeats, type TempoSection } from './layTempo'
import type { Gap } from './placeBeats'
import { findSections, type MoodSection } from './sections'
import type { FreeStretch } from './stretches'
import { targetTempo, type TempoRange } from './tempoRange'
import { isAtStart, thinHits, type HitSelection } from './thinHits'

/** What is decided about a free stretch before its beats are counted. */
export interface FramedStretch {
  readonly stretch: FreeStretch
  readonly selection: HitSelection
  readonly soft: readonly HitRequest[]
  readonly moods: readonly MoodSection[]
  readonly tempi: readonly TempoSection[]
  readonly gaps: readonly Gap[]
}

/** Times of the kept hits around a stretch. */
export interface KeptAround {
  readonly hitBefore?: number | undefined
  readonly hitAfter?: number | undefined
}

/**
 * Chooses which hits of a stretch are kept, where its sections start and which tempi are wanted. Throws Failure
 * `wrong-use` when no tempo in the range leads to the locked music behind it.
 */
export function frameStretch(
  stretch: FreeStretch,
  hits: readonly HitRequest[],
  around: KeptAround,
  { curve, range }: { readonly curve: EmotionCurve; readonly range: TempoRange },
): FramedStretch {
  const must = hits.filter((hit) => hit.mode === 'must')
  const soft = hits.filter((hit) => hit.mode === 'soft')
  const softTimes = soft.map((hit) => hit.time)
  const roughly = findSections(curve, stretch, { kept: must.map((hit) => hit.time), soft: softTimes })
  const selection = thinHits(must, range, { ...stretch, ...around }, targetAt(tempoSections(roughly, range)))
  if (!selection)
    throw new Failure('wrong-use', {
      reason:
        `no whole number of half beats in the tempo range fits between ${stretch.start.toFixed(3)} s and the ` +
        `locked range at ${stretch.end.toFixed(3)} s; unlock it or widen the tempo range`,
    })
  const borderHits = selection.kept.filter((hit) => !isAtStart(stretch, hit.time))
  const keptTimes = selection.kept.map((hit) => Math.max(stretch.start, hit.time))
  const moods = findSections(curve, stretch, { kept: keptTimes, soft: softTimes })
  const tempi = tempoSections(moods, range)
  const borders = [stretch.start, ...borderHits.map((hit) => hit.time), stretch.end]
  const gaps = borders.slice(1).map((end, index): Gap => {
    const start = borders[index]!
    const natural = naturalHalfBeats(tempi, start, end)
    return { start, end, natural, downbeat: borderHits[index]?.downbeat }
  })
  return { stretch, selection, soft, moods, tempi, gaps }
}

/** Neighbouring sections whose wanted tempi differ by less than this share one tempo, so that it does not fidget. */
const smallestTempoChange = 0.05

function tempoSections(moods: readonly MoodSection[], range: TempoRange): TempoSection[] {
  let previous: number | undefined
  return moods.map((mood) => {
    const wanted = targetTempo(range, mood.arousal)
    const isSame = previous !== undefined && Math.abs(Math.log(wanted / previous)) < smallestTempoChange
    previous = isSame ? previous! : wanted
    return { start: mood.start, end: mood.end, target: previous }
  })
}

/** The wanted tempo at a time; sections ascend. */
function targetAt(sections: readonly TempoSection[]): (time: number) => number {
  return (time) => {
    let low = 0
    let high = sections.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (sections[middle]!.start <= time) low = middle
      else high = middle - 1
    }
    return sections[low]!.target
  }
}
