import { memo, useEffect, useRef } from 'react'
import { parseTimecode, timecodeToFrames } from '../../../core/time/timecode'
import type { Transition } from '../../../core/timeline/transition'
import { mark, removeCuts, selectCuts, setCutFrame } from '../app/cutActions'
import { useEditor } from '../app/editor'
import { useStore } from '../app/useStore'
import { errorColour, type CutItem } from '../timeline/layers/cuts'
import { timecodeOf, type FilmTimecode } from '../timeline/layers/ruler'
import { remember } from '../timeline/remember'
import { cutItems, filmTimecode } from '../timeline/sceneItems'
import { noSelection } from '../app/session'
import { CellInput } from '../ui/CellInput'
import { Icon } from '../ui/Icon'
import { useVisibleRows } from '../ui/useVisibleRows'

const rowHeight = 46
const itemsOf = remember(cutItems)
const timecodeOfFilm = remember(filmTimecode)

/** Every cut with a picture, its time code, its name, its hit and the hit's error in frames. */
export function CutTable(): React.JSX.Element {
  const editor = useEditor()
  const document = useStore(editor.document, (value) => value)
  const selected = useStore(editor.session, ({ selection }) => selection.cuts)
  const frame = useRef<HTMLDivElement>(null)
  const transitions = document?.transitions ?? []
  const rows = useVisibleRows(frame, transitions.length, rowHeight)
  const first = transitions.findIndex(({ id }) => id === selected[0])
  useEffect(() => {
    const element = frame.current
    if (!element || first < 0) return
    const top = first * rowHeight
    if (top < element.scrollTop || top + rowHeight * 2 > element.scrollTop + element.clientHeight)
      element.scrollTop = top - element.clientHeight / 3
  }, [first])
  const items = document ? itemsOf(document, noSelection) : []
  return (
    <div className="table-frame" ref={frame}>
      <table className="cuts" aria-label="Cuts" aria-rowcount={transitions.length}>
        <thead>
          <tr>
            <th>Picture</th>
            <th>Time code</th>
            <th>Name</th>
            <th>Hit</th>
            <th>Error</th>
            <th aria-label="Delete" />
          </tr>
        </thead>
        <tbody>
          {rows.before > 0 && <tr style={{ height: rows.before }} aria-hidden="true" />}
          {transitions.slice(rows.first, rows.last).map((cut, index) => (
            <CutRow
              key={cut.id}
              cut={cut}
              item={items[rows.first + index]!}
              place={rows.first + index}
              isSelected={selected.includes(cut.id)}
              timecode={timecodeOfFilm(document!)}
            />
          ))}
          {rows.after > 0 && <tr style={{ height: rows.after }} aria-hidden="true" />}
        </tbody>
      </table>
    </div>
  )
}

interface CutRowProps {
  readonly cut: Transition
  readonly item: CutItem
  readonly place: number
  readonly isSelected: boolean
  readonly timecode: FilmTimecode
}

const CutRow = memo(function CutRow({
  cut,
  item,
  place,
  isSelected,
  timecode,
}: CutRowProps): React.JSX.Element {
  const editor = useEditor()
  const label = cut.name ?? `cut ${place + 1}`
  const at = timecodeOf(timecode, cut.frame)
  const select = (event: React.MouseEvent): void => {
    const { cuts } = editor.session.get().selection
    const adds = event.shiftKey || event.ctrlKey || event.metaKey
    selectCuts(editor, adds ? [...cuts.filter((id) => id !== cut.id), cut.id] : [cut.id], !adds)
  }
  const moveTo = (text: string): boolean => {
    const typed = parseTimecode(text)
    if (!typed) return false
    const frame =
      timecodeToFrames({ ...typed, dropFrame: timecode.dropFrame }, timecode.frameRate) - timecode.firstFrame
    setCutFrame(editor, cut, frame)
    return true
  }
  return (
    <tr
      aria-rowindex={place + 2}
      aria-selected={isSelected}
      className={`${item.mode}${cut.origin === 'user' ? ' by-hand' : ''}`}
    >
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
      <td>
        <CellInput
          label={`Name of ${label}`}
          value={cut.name ?? ''}
          placeholder="–"
          onCommit={(name) => {
            mark(editor, [cut.id], { name: name.trim() }, 'Name cut')
            return true
          }}
        />
      </td>
      <td className={`mode ${item.mode}`}>
        {item.mode}
        {cut.hitKind && <small>{cut.hitKind}</small>}
        {cut.hitOffset !== undefined && (
          <small>{cut.hitOffset > 0 ? `+${cut.hitOffset}` : cut.hitOffset} f</small>
        )}
      </td>
      <td className="number" style={{ color: errorColour(item.errorFrames) }}>
        {item.mode === 'off' || item.errorFrames === undefined ? '–' : errorText(item.errorFrames)}
      </td>
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
