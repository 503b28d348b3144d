import { memo } from 'react'
import { parseTimecode, timecodeToFrames } from '../../../core/time/timecode'
import type { Transition } from '../../../core/timeline/transition'
import { mark, removeCuts, selectCuts, setCutFrame } from '../app/cutActions'
import { useEditor } from '../app/editor'
import { useStore } from '../app/useStore'
import { errorColour, type CutItem } from '../timeline/layers/cuts'
import { timecodeOf, type FilmTimecode } from '../timeline/layers/ruler'
import { CellInput } from '../ui/CellInput'
import { Icon } from '../ui/Icon'

interface CutRowProps {
  readonly cut: Transition
  readonly item: CutItem
  readonly place: number
  readonly isSelected: boolean
  readonly timecode: FilmTimecode
}

/** A cut in the table; its time code and name are edited in place. */
export const CutRow = memo(function CutRow(props: CutRowProps): React.JSX.Element {
  const { cut, item, place, isSelected } = props
  const editor = useEditor()
  const label = cut.name ?? `cut ${place + 1}`
  const rename = (name: string): boolean => {
    mark(editor, [cut.id], { name: name.trim() }, 'Name cut')
    return true
  }
  return (
    <tr
      aria-rowindex={place + 2}
      aria-selected={isSelected}
      className={`${item.mode}${cut.origin === 'user' ? ' by-hand' : ''}`}
    >
      <PlaceCells {...props} label={label} />
      <td>
        <CellInput label={`Name of ${label}`} value={cut.name ?? ''} placeholder="–" onCommit={rename} />
      </td>
      <HitCells cut={cut} item={item} />
      <td>
        <button
          className="button quiet icon-only"
          aria-label={`Delete ${label}`}
          title="Delete"
          disabled={cut.locked}
          onClick={() => removeCuts(editor, [cut.id])}
        >
          <Icon name="close" size={11} />
        </button>
      </td>
    </tr>
  )
})

function PlaceCells({
  cut,
  item,
  timecode,
  label,
}: CutRowProps & { readonly label: string }): React.JSX.Element {
  const editor = useEditor()
  const at = timecodeOf(timecode, cut.frame)
  const select = (event: React.MouseEvent): void => {
    const { cuts } = editor.session.get().selection
    const adds = event.shiftKey || event.ctrlKey || event.metaKey
    selectCuts(editor, adds ? [...cuts.filter((id) => id !== cut.id), cut.id] : [cut.id], !adds)
  }
  const moveTo = (text: string): boolean => {
    const typed = parseTimecode(text)
    if (!typed) return false
    const { frameRate, firstFrame, dropFrame } = timecode
    setCutFrame(editor, cut, timecodeToFrames({ ...typed, dropFrame }, frameRate) - firstFrame)
    return true
  }
  return (
    <>
      <td>
        <button className="cut-picture" aria-label={`Go to ${label} at ${at}`} onClick={select}>
          <CutPicture time={item.time} />
        </button>
      </td>
      <td>
        <CellInput
          label={`Time code of ${label}`}
          value={at}
          onCommit={moveTo}
          disabled={cut.locked ?? false}
          className="timecode-cell"
        />
        <small>
          {cut.kind}
          {cut.origin === 'user' ? ', by hand' : `, ${Math.round(cut.confidence * 100)} %`}
          {cut.locked && <Icon name="lock" size={10} />}
        </small>
      </td>
    </>
  )
}

function HitCells({ cut, item }: Pick<CutRowProps, 'cut' | 'item'>): React.JSX.Element {
  const { mode, errorFrames } = item
  const isMeasured = mode === 'must' && errorFrames !== undefined
  return (
    <>
      <td className={`mode ${mode}`}>
        {mode}
        {cut.hitKind && <small>{cut.hitKind}</small>}
        {cut.hitOffset !== undefined && (
          <small>{cut.hitOffset > 0 ? `+${cut.hitOffset}` : cut.hitOffset} f</small>
        )}
      </td>
      <td className="number" style={isMeasured ? { color: errorColour(errorFrames) } : undefined}>
        {mode === 'off' || errorFrames === undefined ? '–' : errorText(errorFrames)}
      </td>
    </>
  )
}

/** A hit's error: `0 f`, `+1.5 f`. */
function errorText(frames: number): string {
  const rounded = Math.round(frames * 10) / 10
  return `${rounded > 0 ? '+' : ''}${rounded === 0 ? 0 : rounded} f`
}

function CutPicture({ time }: { readonly time: number }): React.JSX.Element | null {
  const editor = useEditor()
  const pattern = useStore(editor.session, ({ source }) => source?.pictureUrl)
  if (pattern === undefined) return null
  const address = pattern.replace('{height}', '72').replace('{milliseconds}', String(Math.round(time * 1000)))
  return <img src={address} alt="" loading="lazy" width={64} height={36} />
}
