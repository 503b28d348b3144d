import { useEffect, useState } from 'react'
import type { HitpointDocument, ScoreSettings } from '../../../core/document/document'
import { encodeDocument } from '../../../core/document/encodeDocument'
import type { Plan } from '../../../core/music/plan'
import { fitReport } from '../../../core/music/planner/fitReport'
import { tempoDifferences } from '../../../core/music/planner/tempoDifferences'
import { useEditor } from '../app/editor'
import { useStore } from '../app/useStore'

/** Milliseconds after an edit before the planner is asked again: a drag asks once. */
const delay = 400

/** What the planner found for a state of the document; null while it is asked. */
interface Found {
  readonly asked: HitpointDocument
  readonly plans: readonly Plan[]
}

/** Whether the planner would answer the same: what it reads is the same. */
const isSameQuestion = (a: HitpointDocument, b: HitpointDocument): boolean =>
  a.transitions === b.transitions &&
  a.curve === b.curve &&
  a.cues === b.cues &&
  a.media === b.media &&
  JSON.stringify({ ...a.settings, solution: 1 }) === JSON.stringify({ ...b.settings, solution: 1 })

/** The ranked tempo solutions of the document, asked anew when an edit changes what they follow from. */
function useSolutions(isShown: boolean): Found | null {
  const editor = useEditor()
  const document = useStore(editor.document, (value) => value)
  const [found, setFound] = useState<Found | null>(null)
  const isKnown = found !== null && document !== null && isSameQuestion(found.asked, document)
  useEffect(() => {
    if (!isShown || !document || isKnown || document.curve.points.length === 0) return
    let isWanted = true
    const ask = async (): Promise<void> => {
      const { composition: _, ...asked } = document
      const plans = await editor.client.composition.solutions({ document: encodeDocument(asked) })
      if (isWanted) setFound({ asked: document, plans })
    }
    const timer = setTimeout(() => editor.notices.guard(ask), delay)
    return () => {
      isWanted = false
      clearTimeout(timer)
    }
  }, [editor, document, isShown, isKnown])
  return isKnown ? found : null
}

/** The planner's tempo solutions with what they cost, cheapest first; the next score takes the chosen one. */
export function TempoSolutions({ settings }: { readonly settings: ScoreSettings }): React.JSX.Element {
  const [isShown, setShown] = useState(false)
  const found = useSolutions(isShown)
  return (
    <details className="solutions" onToggle={(event) => setShown(event.currentTarget.open)}>
      <summary>
        Tempo solutions <span className="muted">· number {settings.solution} is taken</span>
      </summary>
      {!isShown ? null : found ? (
        <SolutionTable found={found} />
      ) : (
        <p className="muted" role="status">
          Planning …
        </p>
      )}
    </details>
  )
}

const rounded = (value: number, digits = 0): string => String(Number(value.toFixed(digits)))

/** `4/4` or `4/4, 3 others`. */
const metreText = ({ numerator, denominator }: ScoreSettings['metre'], oddBars: number): string =>
  `${numerator}/${denominator}${oddBars > 0 ? `, ${oddBars} other${oddBars === 1 ? '' : 's'}` : ''}`

const clock = (time: number): string =>
  `${Math.floor(time / 60)}:${String(Math.floor(time % 60)).padStart(2, '0')}`

interface Row {
  /** Place among the solutions, from 1. */
  readonly number: number
  readonly tempo: string
  /** Where the tempo is another one than the first solution's. */
  readonly unlike: readonly string[]
  readonly bars: number
  readonly metre: string
  readonly hits: string
  readonly downbeats: number
  readonly cost: string
  /** The terms of the cost. */
  readonly terms: string
}

const termNames: Readonly<Record<string, string>> = {
  tempoDistance: 'tempo away from the mood’s',
  tempoChange: 'changes of tempo',
  offDownbeat: 'hits off the downbeat',
  oddBars: 'odd bars',
  ending: 'ending',
}

function rowOf(plan: Plan, index: number, first: Plan, { media, settings }: HitpointDocument): Row {
  const { slowest, fastest, oddBars, downbeats, fits } = fitReport(plan, media.info.frameRate, settings.metre)
  const kept = fits.filter(({ grade }) => grade === 'hit')
  const [low, high] = [rounded(slowest, 1), rounded(fastest, 1)]
  const terms = Object.entries(plan.cost).filter(([name]) => name !== 'total')
  const cost = plan.cost['total'] ?? terms.reduce((sum, [, value]) => sum + value, 0)
  return {
    number: index + 1,
    tempo: low === high ? low : `${low}–${high}`,
    unlike: tempoDifferences(plan, first).map(
      ({ start, tempo, otherTempo }) => `${clock(start)} ${rounded(tempo, 1)} for ${rounded(otherTempo, 1)}`,
    ),
    bars: plan.cues.reduce((sum, { barCount }) => sum + barCount, 0),
    metre: metreText(settings.metre, oddBars),
    hits: `${kept.length}/${fits.length}`,
    downbeats,
    cost: rounded(cost, 2),
    terms: terms.map(([name, value]) => `${termNames[name] ?? name} ${rounded(value, 1)}`).join(', '),
  }
}

/** What is heard of a solution; two that agree in it are one to the user. */
const soundOf = ({ tempo, bars, hits }: Plan): string =>
  JSON.stringify([tempo, bars, hits.map(({ tick, kept }) => [tick, kept])])

/** The solutions as rows; of those that sound alike the cheapest. */
function rowsOf({ asked, plans }: Found): readonly Row[] {
  const heard = new Set<string>()
  return plans.flatMap((plan, index) => {
    const sound = soundOf(plan)
    if (heard.has(sound)) return []
    heard.add(sound)
    return [rowOf(plan, index, plans[0]!, asked)]
  })
}

const columns: readonly (readonly [name: string, hint: string])[] = [
  ['No.', 'The cheapest first'],
  ['BPM', 'Slowest to fastest; below, where it is unlike number 1'],
  ['Bars', 'In all cues'],
  ['Metre', 'And how many bars leave it'],
  ['Hits', 'Must-hits that the music lands on'],
  ['On 1', 'Hits on a bar line'],
  ['Cost', 'What the planner minds; its parts under the pointer'],
]

function SolutionTable({ found }: { readonly found: Found }): React.JSX.Element {
  const editor = useEditor()
  const chosen = useStore(editor.document, (document) => document?.settings.solution)
  const take = (solution: number): void =>
    editor.edit('Tempo solution', (document) => ({
      ...document,
      settings: { ...document.settings, solution },
    }))
  return (
    <table aria-label="Tempo solutions">
      <thead>
        <tr>
          {columns.map(([name, hint]) => (
            <th key={name} scope="col" title={hint}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rowsOf(found).map((row) => (
          <SolutionRow
            key={row.number}
            row={row}
            isChosen={row.number === chosen}
            onTake={() => take(row.number)}
          />
        ))}
      </tbody>
    </table>
  )
}

/** So many differences are told in the row, the others under the pointer. */
const shownDifferences = 3

interface SolutionRowProps {
  readonly row: Row
  readonly isChosen: boolean
  readonly onTake: () => void
}

function SolutionRow({ row, isChosen, onTake }: SolutionRowProps): React.JSX.Element {
  const { number, unlike } = row
  const others = unlike.length - shownDifferences
  return (
    <tr aria-selected={isChosen} onClick={onTake}>
      <td>
        <label className="check">
          <input
            type="radio"
            name="solution"
            aria-label={`Tempo solution ${number}`}
            checked={isChosen}
            onChange={onTake}
          />
          {number}
        </label>
      </td>
      <td className="number" title={unlike.join('\n')}>
        {row.tempo}
        {unlike.slice(0, shownDifferences).map((text) => (
          <small key={text} className="unlike">
            {text}
          </small>
        ))}
        {others > 0 && <small className="unlike">and {others} more</small>}
      </td>
      <td className="number">{row.bars}</td>
      <td>{row.metre}</td>
      <td className="number">{row.hits}</td>
      <td className="number">{row.downbeats}</td>
      <td className="number" title={row.terms}>
        {row.cost}
      </td>
    </tr>
  )
}
