import type { Section } from './plan'
import { createRandom, type Random } from './random'
import { majorScale, minorScale } from './scaleDegrees'

/** The earlier bar that a bar recalls (D50). */
export interface BarReference {
  readonly bar: number
  /** Whether melody and harmony come back too, or only the rhythm. */
  readonly pitches: boolean
}

/** What a bar recalls, and the pitch classes by which recalled music moves with the harmony: none without a key. */
export interface BarRecall {
  readonly reference: BarReference | null
  readonly scale: readonly number[] | null
}

/** A bar as the form needs to know it. */
export interface FormBar {
  /** Grid steps. */
  readonly length: number
  readonly section: Section | undefined
  readonly key: { readonly tonic: number; readonly mode: 'major' | 'minor' } | undefined
}

/** Bars to a phrase. */
const phraseBars = 4

/** How many bars back a bar of a phrase looks, and whether for more than rhythm; the phrase's first bar for nothing. */
type Look = readonly [back: number, pitches: boolean]
const rhythmBefore: Look = [1, false]
const before: Look = [1, true]
const twoBack: Look = [2, true]

/** The three bars after a phrase's first: a b a b', a a b a, a b a c, a a' b b'. Judgement. */
const phraseForms: readonly (readonly Look[])[] = [
  [rhythmBefore, twoBack, twoBack],
  [before, rhythmBefore, [3, true]],
  [rhythmBefore, twoBack, rhythmBefore],
  [before, rhythmBefore, before],
]

const choose = <Value>(values: readonly Value[], random: Random): Value =>
  values[Math.floor(random.next() * values.length)]!

/** The looks of a section's bars: a first phrase, then phrases that answer it (last bar new) or contrast with it. */
function sectionLooks(count: number, random: Random): (Look | null)[] {
  const looks: (Look | null)[] = []
  while (looks.length < count) {
    const answers = looks.length > 0 && random.next() < 0.7
    if (answers) looks.push(...[4, 4, 4].map((back): Look => [back, true]), rhythmBefore)
    else looks.push(looks.length > 0 ? rhythmBefore : null, ...choose(phraseForms, random))
  }
  return looks.slice(0, count)
}

/** First bar of every section that has one. */
function sectionStarts(bars: readonly FormBar[]): Map<Section | undefined, number> {
  const starts = new Map<Section | undefined, number>()
  bars.forEach(({ section }, bar) => {
    if (!starts.has(section)) starts.set(section, bar)
  })
  return starts
}

const scaleOf = ({ key }: FormBar): readonly number[] | null =>
  key ? (key.mode === 'minor' ? minorScale : majorScale).map((step) => (key.tonic + step) % 12) : null

/**
 * The form of a piece, bar by bar (D50): a section that returns recalls the bars of the one that it returns to, one for
 * one; all other bars recall their phrase. Pure: same bars and seed, same form.
 */
export function recallForm(
  bars: readonly FormBar[],
  sections: readonly Section[],
  seed: number,
): BarRecall[] {
  const starts = sectionStarts(bars)
  const random = createRandom(seed ^ 0x5f356495)
  const references: (BarReference | null)[] = []
  for (const [section, first] of starts) {
    const count = bars.filter((bar) => bar.section === section).length
    const looks = sectionLooks(Math.ceil(count / phraseBars) * phraseBars, random)
    const theme = section?.returnsTo === undefined ? undefined : sections[section.returnsTo]
    const source = theme && starts.get(theme)
    for (let place = 0; place < count; place++) {
      const bar = first + place
      const back = looks[place]
      const returned = source === undefined ? -1 : source + place
      if (returned >= 0 && returned < bar && bars[returned]!.section === theme)
        references[bar] = { bar: returned, pitches: true }
      else references[bar] = back ? { bar: bar - back[0], pitches: back[1] } : null
    }
  }
  return bars.map((own, bar) => {
    const reference = references[bar] ?? null
    const fits = reference !== null && bars[reference.bar]?.length === own.length
    return { reference: fits ? reference : null, scale: scaleOf(own) }
  })
}
