import type { HitpointDocument } from '../../../core/document/document'
import { useEditor } from '../app/editor'
import { useStore } from '../app/useStore'
import { staleOf } from '../timeline/staleOf'

const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`

/** `0:40`, `12:05`. */
function clockText(seconds: number): string {
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}

interface Fact {
  readonly name: string
  readonly text: string
  /** Something that the editor should look at. */
  readonly isWarning?: boolean
}

function factsOf(document: HitpointDocument): readonly Fact[] {
  const { transitions, composition } = document
  const cuts: Fact = { name: 'cuts', text: counted(transitions.length, 'cut') }
  if (!composition) return [cuts]
  const { plan } = composition
  const musts = plan.hits.filter(({ mode }) => mode === 'must')
  const kept = musts.filter((hit) => hit.kept).length
  const music = plan.cues.reduce((sum, { startTime, endTime }) => sum + endTime - startTime, 0)
  const stale = staleOf(document).length
  return [
    cuts,
    { name: 'hits', text: `${kept} of ${counted(musts.length, 'hit')} kept`, isWarning: kept < musts.length },
    { name: 'music', text: `${clockText(music)} of music` },
    ...(stale > 0 ? [{ name: 'stale', text: counted(stale, 'stale range'), isWarning: true }] : []),
  ]
}

/** The open film's score in numbers, whichever panel is open: cuts, must-hits kept, length, stale ranges. */
export function ScoreSummary(): React.JSX.Element | null {
  const editor = useEditor()
  const document = useStore(editor.document, (value) => value)
  if (!document) return null
  return (
    <ul className="summary" aria-label="The score in numbers">
      {factsOf(document).map(({ name, text, isWarning }) => (
        <li key={name} className={isWarning ? 'number fair' : 'number'}>
          {text}
        </li>
      ))}
    </ul>
  )
}
