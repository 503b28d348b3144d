import { useEditor } from '../app/editor'
import { timecodeOf } from '../timeline/layers/ruler'
import { filmTimecode } from '../timeline/sceneItems'

interface RangeTextProps {
  readonly range: { readonly start: number; readonly end: number }
  /** What it is. */
  readonly label?: string
}

/** Says from where to where a range of the film reaches, in time code. */
export function RangeText({ range, label = 'Range' }: RangeTextProps): React.JSX.Element | null {
  const editor = useEditor()
  const document = editor.document.get()
  if (!document) return null
  const timecode = filmTimecode(document)
  const text = (time: number): string => timecodeOf(timecode, editor.grid().nearestFrame(time))
  return (
    <p className="range-text">
      <span className="muted">{label}</span> {text(range.start)} – {text(range.end)}
    </p>
  )
}
