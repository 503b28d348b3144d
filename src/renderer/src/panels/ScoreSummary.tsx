import type { HitpointDocument } from '../../../core/document/document'
import { goTo, playheadFrame } from '../app/cutActions'
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
  /** Where the editor should look, in order. Seconds. */
  readonly places?: readonly number[]
}

function factsOf(document: HitpointDocument): readonly Fact[] {
  const { transitions, composition } = document
  const cuts: Fact = { name: 'cuts', text: counted(transitions.length, 'cut') }
  if (!composition) return [cuts]
  const { plan } = composition
  const musts = plan.hits.filter(({ mode }) => mode === 'must')
  const lost = musts.filter((hit) => !hit.kept)
  const hits = `${musts.length - lost.length} of ${counted(musts.length, 'hit')} kept`
  const music = plan.cues.reduce((sum, { startTime, endTime }) => sum + endTime - startTime, 0)
  const stale = staleOf(document)
  return [
    cuts,
    ...(musts.length > 0 ? [{ name: 'hits', text: hits, places: lost.map(({ time }) => time) }] : []),
    { name: 'music', text: `${clockText(music)} of music` },
    ...(stale.length > 0
      ? [
          {
            name: 'stale',
            text: counted(stale.length, 'stale range'),
            places: stale.map(({ start }) => start),
          },
        ]
      : []),
  ]
}

/** The open film's score in numbers, whichever panel is open; hits that were not kept and stale ranges are gone to one by one. */
export function ScoreSummary(): React.JSX.Element | null {
  const editor = useEditor()
  const document = useStore(editor.document, (value) => value)
  if (!document) return null
  const goToNext = (places: readonly number[]): void => {
    const frame = playheadFrame(editor)
    goTo(editor, places.find((time) => editor.grid().nearestFrame(time) > frame) ?? places[0]!)
  }
  return (
    <ul className="summary" aria-label="The score in numbers">
      {factsOf(document).map(({ name, text, places = [] }) => (
        <li key={name} className={places.length > 0 ? 'number fair' : 'number'}>
          {places.length === 0 ? (
            text
          ) : (
            <button className="link" title="Go to the next one" onClick={() => goToNext(places)}>
              {text}
            </button>
          )}
        </li>
      ))}
    </ul>
  )
}
