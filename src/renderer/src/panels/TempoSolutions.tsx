import { useEffect, useState } from 'react'
import type { HitpointDocument, ScoreSettings } from '../../../core/document/document'
import { encodeDocument } from '../../../core/document/encodeDocument'
import type { Plan } from '../../../core/music/plan'
import { fitReport } from '../../../core/music/planner/fitReport'
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

interface Row {
  readonly tempo: string
  readonly metre: string
  readonly hits: string
  readonly downbeats: number
  /** Of the hits that are kept, milliseconds. */
  readonly worst: string
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

function rowOf(plan: Plan, { media, settings }: HitpointDocument): Row {
  const { slowest, fastest, oddBars, downbeats, fits } = fitReport(plan, media.info.frameRate, settings.metre)
  const kept = fits.filter(({ grade }) => grade === 'hit')
  const [low, high] = [rounded(slowest, 1), rounded(fastest, 1)]
  const terms = Object.entries(plan.cost).filter(([name]) => name !== 'total')
  const cost = plan.cost['total'] ?? terms.reduce((sum, [, value]) => sum + value, 0)
  const worst = Math.max(0, ...kept.map(({ errorMilliseconds }) => Math.abs(errorMilliseconds)))
  return {
    tempo: low === high ? low : `${low}–${high}`,
    metre: metreText(settings.metre, oddBars),
    hits: `${kept.length}/${fits.length}`,
    downbeats,
    worst: `${rounded(worst, 2)} ms`,
    cost: rounded(cost, 1),
    terms: terms.map(([name, value]) => `${termNames[name] ?? name} ${rounded(value, 1)}`).join(', '),
  }
}

function SolutionTable({ found: { asked, plans } }: { readonly found: Found }): React.JSX.Element {
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
          {['No.', 'BPM', 'Metre', 'Hits', 'On 1', 'Worst', 'Cost'].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {plans.map((plan, index) => {
          const row = rowOf(plan, asked)
          return (
            <tr key={index} aria-selected={index + 1 === chosen} onClick={() => take(index + 1)}>
              <td>
                <label className="check">
                  <input
                    type="radio"
                    name="solution"
                    aria-label={`Tempo solution ${index + 1}`}
                    checked={index + 1 === chosen}
                    onChange={() => take(index + 1)}
                  />
                  {index + 1}
                </label>
              </td>
              <td className="number">{row.tempo}</td>
              <td>{row.metre}</td>
              <td className="number">{row.hits}</td>
              <td className="number">{row.downbeats}</td>
              <td className="number">{row.worst}</td>
              <td className="number" title={row.terms}>
                {row.cost}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
