import { createTempoMap } from '../../time/tempoMap'
import { ticks, ticksPerQuarter, type Ticks } from '../../time/units'
import type { EmotionAt } from '../composeRequest'
import type { GridChord, GridMusic } from '../events'
import type { Plan } from '../plan'
import type { PartDefinition, Preset } from '../presets'
import type { ChordSymbol, ControlChange, Marker, Score, Track } from '../score'
import { chordQualities, noRoot, ticksPerStep } from '../vocabulary'
import { assignParts } from './assignParts'
import { trackNotes } from './trackNotes'

const percussionChannel = 9
const expressionController = 11
/** CC 11 at rest, at neutral and at full arousal: 56, 88, 120. Judgement, to be heard against the velocities. */
const neutralExpression = 88
const expressionSpan = 32
/** Changes smaller than this are not written. */
const expressionStep = 2

/** Channels by part: percussion on 9, melodic parts on the other fifteen in order. */
function channelOf(melodicIndex: number): number {
  return melodicIndex < percussionChannel ? melodicIndex : melodicIndex + 1
}

/** CC 11 once a quarter, following arousal. */
function expression(plan: Plan, emotionAt: EmotionAt): ControlChange[] {
  const tempo = createTempoMap(plan.tempo)
  const changes: ControlChange[] = []
  let last = -Infinity
  for (let tick = 0; tick < plan.endTick; tick += ticksPerQuarter) {
    const { arousal } = emotionAt(tempo.secondsAt(ticks(tick)))
    const value = Math.round(neutralExpression + expressionSpan * Math.min(1, Math.max(-1, arousal)))
    if (Math.abs(value - last) < expressionStep) continue
    changes.push({ tick: ticks(tick), controller: expressionController, value })
    last = value
  }
  return changes
}

/** Chords with a root, each written once; a chord that repeats the one before it is kept only where it marks a hit. */
function chordSymbols(chords: readonly GridChord[], plan: Plan): ChordSymbol[] {
  const hits = new Set<number>(plan.hits.filter((hit) => hit.kept).map((hit) => hit.tick))
  const symbols: ChordSymbol[] = []
  for (const chord of chords) {
    const quality = chordQualities[chord.quality]
    if (chord.root === noRoot || !quality) continue
    const tick = ticks(chord.onset * ticksPerStep)
    const symbol = { tick, root: chord.root, quality, bass: chord.bass === noRoot ? chord.root : chord.bass }
    const before = symbols.at(-1)
    const repeats = before?.root === symbol.root && before.quality === quality && before.bass === symbol.bass
    if (repeats && !hits.has(tick)) continue
    symbols.push(symbol)
  }
  return symbols
}

function markers(plan: Plan): Marker[] {
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

function track(
  part: PartDefinition,
  channel: number,
  notes: Track['notes'],
  controls: Track['controls'],
): Track {
  const { id, name, family, program, volume, pan } = part
  return { id, name, family, channel, program, volume, pan, notes, controls }
}

/** Turns composed events into a score: families become the preset's parts, arousal becomes expression. */
export function performScore(music: GridMusic, plan: Plan, preset: Preset, emotionAt: EmotionAt): Score {
  const controls = expression(plan, emotionAt)
  const tracks: Track[] = []
  let melodic = 0
  for (const [part, notes] of assignParts(music.notes, preset)) {
    const played = trackNotes(notes, part, plan.endTick)
    if (played.length === 0) continue
    const channel = part.family === 'drums' ? percussionChannel : channelOf(melodic++)
    tracks.push(track(part, channel, played, controls))
  }
  return {
    tempo: plan.tempo,
    metre: plan.metre,
    keys: plan.keys,
    tracks,
    chords: chordSymbols(music.chords, plan),
    markers: markers(plan),
    endTick: plan.endTick,
  }
}
