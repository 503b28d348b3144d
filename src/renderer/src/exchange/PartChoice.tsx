import type { ExportSettings } from '../../../contract/exporting'
import { useEditor } from '../app/editor'
import { useStore } from '../app/useStore'

type Part = ExportSettings['part']

/** `cue:NAME` for a cue, else the kind. */
const keyOf = (part: Part): string =>
  part?.kind === 'cues' && part.names?.[0] !== undefined ? `cue:${part.names[0]}` : (part?.kind ?? 'film')

/** Which part of the score becomes files: the film, each cue, one cue, or the range between I and O. */
export function PartChoice(props: {
  readonly part: Part
  readonly onChange: (part: Part) => void
}): React.JSX.Element {
  const editor = useEditor()
  const range = useStore(editor.session, (session) => session.range)
  const plan = useStore(editor.document, (document) => document?.composition?.plan)
  const cues = plan?.cues ?? []
  const partOf = (key: string): Part => {
    if (key === 'range' && range) return { kind: 'range', ...range }
    if (key.startsWith('cue:')) return { kind: 'cues', names: [key.slice(4)] }
    return key === 'cues' ? { kind: 'cues' } : { kind: 'film' }
  }
  const chosen = keyOf(props.part)
  const isGone = chosen.startsWith('cue:') && !cues.some(({ id }) => `cue:${id}` === chosen)
  return (
    <label className="field">
      <span>Part</span>
      <select
        value={isGone ? 'film' : chosen}
        onChange={(event) => props.onChange(partOf(event.target.value))}
      >
        <option value="film">The film in one</option>
        <option value="cues">Each cue by itself</option>
        {cues.map(({ id, name }) => (
          <option key={id} value={`cue:${id}`}>
            Only {name}
          </option>
        ))}
        <option value="range" disabled={!range}>
          {range
            ? `The range, ${range.start.toFixed(2)} to ${range.end.toFixed(2)} s`
            : 'The range (mark one with I and O)'}
        </option>
      </select>
    </label>
  )
}
