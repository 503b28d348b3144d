import { useEditor } from '../app/editor'
import { timecodeOf } from '../timeline/layers/ruler'
import { filmTimecode } from '../timeline/sceneItems'

interface RangeTextProps {
  readonly range: { readonly start: number; readonly end: number }
  /** False: it is the shot under the playhead. */
  readonly isMarked: boolean
}

/** Says which range an edit will change. */
export function RangeText({ range, isMarked }: RangeTextProps): React.JSX.Element | null {
  const editor = useEditor()
  const document = editor.document.get()
  if (!document) return null
  const timecode = filmTimecode(document)
  const text = (time: number): string => timecodeOf(timecode, editor.grid().nearestFrame(time))
  return (
    <p className="range-text">
      <span className="muted">{isMarked ? 'Range' : 'Shot at the playhead'}</span> {text(range.start)} –{' '}
      {text(range.end)}
    </p>
  )
}
