import { isClosing, type DecodeState } from './decodeState'
import { deltaIndex, type EventRow } from './events'
import type { Written } from './lane'
import { moveWithRoot } from './scaleDegrees'
import { plannedNotes, thin, type Leaning } from './softBias'
import {
  absentPitch,
  attribute,
  attributeSizes,
  drumsFamily,
  eventType,
  noRoot,
  pitchStop,
  rowWidth,
} from './vocabulary'

/** An event of the bar that is recalled. */
interface RecalledEvent {
  readonly row: EventRow
  readonly position: number
  /** Root of the harmony in force there; none when not known. */
  readonly root: number
}

/** Leans the logits of the next event towards what the present bar recalls (D51-D53). Shuts nothing. */
export interface Recall {
  type(logits: Float32Array): void
  delta(type: number, logits: Float32Array): void
  /** Root, quality or bass. */
  chord(attributeIndex: number, logits: Float32Array): void
  family(logits: Float32Array): void
  duration(family: number, logits: Float32Array): void
  velocity(family: number, duration: number, logits: Float32Array): void
  pitch(family: number, duration: number, pitches: readonly number[], logits: Float32Array): void
}

const isSound = (row: EventRow): boolean =>
  row[attribute.type] === eventType.chord || row[attribute.type] === eventType.group

/** Chords and groups that were written in a bar. */
function eventsOf({ rows, steps, bars }: Written, bar: number, start: number): RecalledEvent[] {
  const first = bars.indexOf(bar)
  if (first < 0) return []
  let root = rootBefore({ rows }, first)
  const events: RecalledEvent[] = []
  for (let index = first; index < rows.length && bars[index] === bar; index++) {
    const row = rows[index]!
    if (!isSound(row)) continue
    if (row[attribute.type] === eventType.chord) root = row[attribute.root]!
    events.push({ row, position: steps[index]! - start, root })
  }
  return events
}

/** Root of the last harmony among the first `count` rows. */
function rootBefore({ rows }: Pick<Written, 'rows'>, count: number): number {
  for (let index = count - 1; index >= 0; index--)
    if (rows[index]![attribute.type] === eventType.chord) return rows[index]![attribute.root]!
  return noRoot
}

const pitchesOf = (row: EventRow): number[] =>
  row.slice(attribute.pitch, rowWidth).filter((value) => value !== pitchStop && value !== absentPitch)

/** Whether an event of the present position stands behind what is written there (E12). */
function isAhead({ row }: RecalledEvent, { chordHere, lastGroup }: DecodeState): boolean {
  if (row[attribute.type] === eventType.chord) return !chordHere && lastGroup === null
  if (lastGroup === null) return true
  const family = row[attribute.family]!
  return (
    family > lastGroup.family ||
    (family === lastGroup.family && row[attribute.duration]! < lastGroup.duration)
  )
}

/** The events of a recalled bar that may still come, seen from where the decoder stands. */
function ahead(events: readonly RecalledEvent[], state: DecodeState): RecalledEvent[] {
  const { position } = state
  return events.filter(
    (event) => event.position > position || (event.position === position && isAhead(event, state)),
  )
}

/** A bar with too few notes for the plan is no model for another one. */
function weightOf(events: readonly RecalledEvent[], planned: number): number {
  const notes = events.reduce((sum, { row }) => sum + pitchesOf(row).length, 0)
  return planned > 0 ? Math.min(1, notes / (thin * planned)) : 1
}

/** What the present bar recalls, seen from where the decoder stands. */
function barView(state: DecodeState, written: Written) {
  const form = state.frame.recall
  let known: {
    readonly bar: number
    readonly events: readonly RecalledEvent[]
    readonly weight: number
  } | null = null
  /** Nothing at a hit, at the close, and in a bar that is new. */
  const events = (): readonly RecalledEvent[] => {
    const reference = form?.[state.bar]?.reference
    if (!reference || !state.begun || state.openAnchor || isClosing(state)) return []
    if (known?.bar !== state.bar) {
      const recalled = eventsOf(written, reference.bar, state.starts[reference.bar]!)
      known = { bar: state.bar, events: recalled, weight: weightOf(recalled, plannedNotes(state)) }
    }
    return known.events
  }
  const coming = (): RecalledEvent[] => ahead(events(), state)
  return {
    events,
    coming,
    /** 0..1, after events were looked at. */
    weight: (): number => known?.weight ?? 0,
    recallsPitches: (): boolean => form?.[state.bar]?.reference?.pitches === true,
    /** The next group here, of any family or of one. */
    group: (family?: number): EventRow | undefined => groupHere(coming(), state, family)?.row,
    /** A family's next pitches here, moved with the harmony. */
    pitches(family: number): readonly number[] {
      const event = groupHere(coming(), state, family)
      if (!event) return []
      const present = rootBefore(written, written.rows.length)
      const stays = family === drumsFamily || event.root === noRoot || present === noRoot
      const scale = form?.[state.bar]?.scale ?? null
      return pitchesOf(event.row).map((pitch) =>
        stays ? pitch : moveWithRoot(pitch, event.root, present, scale),
      )
    },
  }
}

function groupHere(
  events: readonly RecalledEvent[],
  { position }: DecodeState,
  family?: number,
): RecalledEvent | undefined {
  return events.find(
    ({ row, position: place }) =>
      place === position &&
      row[attribute.type] === eventType.group &&
      (family === undefined || row[attribute.family] === family),
  )
}

const none: Recall = {
  type: () => undefined,
  delta: () => undefined,
  chord: () => undefined,
  family: () => undefined,
  duration: () => undefined,
  velocity: () => undefined,
  pitch: () => undefined,
}

/** Recalls for one sequence, whose events so far are in `written`. */
export function createRecall(state: DecodeState, written: Written, leaning: Leaning): Recall {
  const { rhythm: fullRhythm = 0, melody = 0 } = leaning
  if (!state.frame.recall || (fullRhythm === 0 && melody === 0)) return none
  const view = barView(state, written)
  const rhythm = (): number => fullRhythm * view.weight()
  return {
    type(logits) {
      if (view.events().length === 0) return
      const next = view.coming()[0]
      const expected = next ? [next.row[attribute.type]!] : [eventType.bar, eventType.end]
      for (const type of expected) logits[type]! += rhythm()
    },
    delta(type, logits) {
      const next = view.coming().find(({ row }) => row[attribute.type] === type)
      if (!next) return
      const room = state.frame.barLengths[state.bar]! - state.position
      logits[deltaIndex(next.position - state.position, room)]! += rhythm()
    },
    chord(index, logits) {
      const isHere = ({ row, position }: RecalledEvent): boolean =>
        position === state.position && row[attribute.type] === eventType.chord
      const next = view.recallsPitches() ? view.events().find(isHere) : undefined
      if (next) logits[next.row[index]!]! += melody
    },
    family(logits) {
      const next = view.group()
      if (next) logits[next[attribute.family]!]! += rhythm()
    },
    duration(family, logits) {
      const next = view.group(family)
      if (next) logits[next[attribute.duration]!]! += rhythm()
    },
    velocity(family, duration, logits) {
      const next = view.group(family)
      if (next?.[attribute.duration] === duration) logits[next[attribute.velocity]!]! += rhythm()
    },
    pitch(family, duration, pitches, logits) {
      const strength = family === drumsFamily ? rhythm() : view.recallsPitches() ? melody : 0
      if (strength === 0 || view.group(family)?.[attribute.duration] !== duration) return
      const above = view.pitches(family).find((pitch) => pitch > (pitches.at(-1) ?? -1))
      const value = above ?? (pitches.length > 0 ? pitchStop : undefined)
      if (value !== undefined && value >= 0 && value < attributeSizes[attribute.pitch]!)
        logits[value]! += strength
    },
  }
}
