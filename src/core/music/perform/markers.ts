import { createTempoMap } from '../../time/tempoMap'
import { ticks, type Ticks } from '../../time/units'
import type { GridChord } from '../events'
import type { Plan } from '../plan'
import type { ChordSymbol, Marker } from '../score'
import { chordQualities, noRoot, ticksPerStep } from '../vocabulary'

/** Chords that have a root, in ticks since the start of their cue. */
export function chordSymbols(chords: readonly GridChord[]): ChordSymbol[] {
  return chords.flatMap((chord) => {
    const quality = chordQualities[chord.quality]
    if (chord.root === noRoot || !quality) return []
    const bass = chord.bass === noRoot ? chord.root : chord.bass
    return [{ tick: ticks(chord.onset * ticksPerStep), root: chord.root, quality, bass }]
  })
}

/** Each chord once: one that repeats the one before it is kept only where it marks a hit. */
export function distinctChords(chords: readonly ChordSymbol[], plan: Plan): ChordSymbol[] {
  const hits = new Set<number>(plan.hits.filter((hit) => hit.kept).map((hit) => hit.tick))
  const distinct: ChordSymbol[] = []
  for (const chord of chords) {
    const before = distinct.at(-1)
    const repeats =
      before?.root === chord.root && before.quality === chord.quality && before.bass === chord.bass
    if (!repeats || hits.has(chord.tick)) distinct.push(chord)
  }
  return distinct
}

/** One marker for each cut and each section. */
export function planMarkers(plan: Plan): Marker[] {
  const tempo = createTempoMap(plan.tempo)
  const cuts = plan.hits.map((hit): Marker => {
    const tick = hit.kept ? hit.tick : (Math.round(tempo.ticksAt(hit.time)) as Ticks)
    return { tick, kind: 'cut', text: `${hit.kept ? 'Hit' : 'Cut'} ${hit.id}` }
  })
  const sections = plan.sections.map((section): Marker => ({
    tick: section.startTick,
    kind: 'section',
    text: `Section ${section.name}`,
  }))
  return [...sections, ...cuts].sort((a, b) => a.tick - b.tick)
}
