/** When the shots of a film change, and how: joins and the pictures that each shot has to itself. */
import type { Random } from './random'
import { wipeStyles, type EventKind, type EventRecipe, type FilmRecipe, type JoinRecipe } from './recipe'

/** First and last picture that show one shot alone at full level. */
export interface Span {
  readonly first: number
  readonly last: number
}

export interface Timeline extends Pick<FilmRecipe, 'frameRate' | 'frames' | 'joins' | 'opening' | 'closing'> {
  readonly spans: readonly Span[]
}

/** Pictures between a gradual transition or a distractor and the next one, at any rate. */
export const quiet = 12

const frameRates: readonly (readonly [FilmRecipe['frameRate'], number])[] = [
  [{ numerator: 24, denominator: 1 }, 5],
  [{ numerator: 25, denominator: 1 }, 5],
  [{ numerator: 30000, denominator: 1001 }, 4],
  [{ numerator: 30, denominator: 1 }, 4],
  [{ numerator: 24000, denominator: 1001 }, 2],
  [{ numerator: 12, denominator: 1 }, 0.7],
  [{ numerator: 15, denominator: 1 }, 0.7],
  [{ numerator: 50, denominator: 1 }, 1],
  [{ numerator: 60, denominator: 1 }, 1],
]

/** Lengths are said for 24 to 30 pictures a second; slower and faster films get theirs in proportion. */
const scaleOf = (framesPerSecond: number): number =>
  framesPerSecond < 20 || framesPerSecond > 40 ? framesPerSecond / 25 : 1

type JoinKind = JoinRecipe['kind']

function drawJoin(kind: JoinKind, last: number, random: Random, scale: number): JoinRecipe {
  const length = (low: number, high: number): number =>
    Math.max(2, Math.round(random.logarithmic(low, high) * scale))
  const colour = random.chance(0.75) ? 'black' : 'white'
  if (kind === 'cut') return { kind, start: last + 1, end: last + 1 }
  if (kind === 'dissolve') {
    const curve = random.weighted([
      ['linear', 6],
      ['smooth', 2],
      ['gamma', 2],
    ] as const)
    return { kind, start: last, end: last + length(6, 48), curve }
  }
  if (kind === 'wipe') {
    const style = random.pick(wipeStyles)
    const hard = style === 'push' || style === 'slide' || random.chance(0.45)
    const softness = hard ? 0 : random.between(0.05, 0.5)
    return { kind, start: last, end: last + length(6, 40), style, softness }
  }
  const fade = kind === 'fade'
  const out = fade ? length(8, 48) : length(4, 20)
  const hold = fade ? Math.max(20, length(20, 60)) : Math.round(random.integer(0, 6) * scale) + 1
  const empty = [last + out, last + out + hold - 1] as const
  return { kind, start: last, empty, end: empty[1] + (fade ? length(8, 48) : length(4, 20)), colour }
}

/** Draws a film's joins; about 40 seconds or a thousand pictures, whichever is less. */
export function drawTimeline(random: Random): Timeline {
  const frameRate = random.weighted(frameRates)
  const framesPerSecond = frameRate.numerator / frameRate.denominator
  const scale = scaleOf(framesPerSecond)
  const wanted = Math.min(40 * framesPerSecond, 1000) * random.between(0.9, 1.1)
  const pace = random.between(0.55, 1.1)
  const spans: Span[] = []
  const joins: JoinRecipe[] = []
  const fadeLength = (): number => Math.round(random.logarithmic(8, 48) * scale)
  const colour = random.chance(0.85) ? ('black' as const) : ('white' as const)
  const openingStart = random.integer(1, 30)
  const opening = random.chance(0.2)
    ? { start: openingStart, end: openingStart + fadeLength(), colour }
    : undefined
  let first = opening?.end ?? 0
  let before: JoinKind = opening ? 'fade' : 'cut'
  for (;;) {
    const after = random.weighted([
      ['cut', 60],
      ['dissolve', 15],
      ['wipe', 10],
      ['fade', 7],
      ['dip', 8],
    ] as const)
    const seconds = pace * (random.chance(0.7) ? random.logarithmic(0.4, 4) : random.logarithmic(1, 8))
    const least = before === 'cut' && after === 'cut' ? 0.4 * framesPerSecond : quiet + 1
    const last = first + Math.round(Math.max(least, seconds * framesPerSecond)) - 1
    spans.push({ first, last })
    if (last > wanted) break
    const join = drawJoin(after, last, random, scale)
    joins.push(join)
    first = join.end
    before = after
  }
  const { last } = spans.at(-1)!
  const closing = random.chance(0.2) ? { start: last, end: last + fadeLength(), colour } : undefined
  const frames = closing ? closing.end + random.integer(1, 30) : last + 1
  return { frameRate, frames, joins, spans, ...(opening && { opening }), ...(closing && { closing }) }
}

/** Weight, and the least and greatest length in pictures at 24 to 30 a second. */
const eventKinds: readonly (readonly [EventKind, number, number, number])[] = [
  ['flash', 2, 1, 3],
  ['flash', 1.3, 2, 9],
  ['strobe', 1, 8, 40],
  ['explosion', 1, 10, 40],
  ['shake', 1, 10, 30],
  ['whip-pan', 1.3, 6, 15],
  ['subtitle', 1.5, 15, 90],
  ['light', 0.8, 1, 1],
  ['light', 0.8, 3, 8],
  ['passer-by', 1.3, 6, 30],
  ['freeze', 0.8, 5, 30],
]

/** Draws the distractors of one shot, clear of its transitions and of one another. */
export function drawEvents(span: Span, framesPerSecond: number, random: Random): EventRecipe[] {
  const events: EventRecipe[] = []
  const scale = scaleOf(framesPerSecond)
  const lastFree = span.last - quiet - 1
  let free = span.first + quiet + 1
  while (free <= lastFree && random.chance(0.62)) {
    const room = lastFree - free + 1
    const fitting = eventKinds.filter(([, , least]) => Math.ceil(least * scale) <= room)
    if (fitting.length === 0) break
    const [kind, , least, most] = random.weighted(fitting.map((entry) => [entry, entry[1]] as const))
    const length = Math.round(
      random.logarithmic(Math.ceil(least * scale), Math.min(room, Math.max(1, most * scale))),
    )
    const start = free + random.integer(0, Math.min(room - length, Math.round(framesPerSecond)))
    events.push({ kind, start, end: start + length - 1, seed: random.seed() })
    free = start + length + quiet
  }
  return events
}
