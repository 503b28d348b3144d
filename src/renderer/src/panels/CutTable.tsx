import { useEffect, useRef } from 'react'
import { useEditor } from '../app/editor'
import { useStore } from '../app/useStore'
import { remember } from '../timeline/remember'
import { cutItems, filmTimecode } from '../timeline/sceneItems'
import { noSelection } from '../app/session'
import { useVisibleRows } from '../ui/useVisibleRows'
import { CutRow } from './CutRow'

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
      <table className="cuts" aria-label="Cuts" aria-rowcount={transitions.length + 1}>
        <thead>
          <tr>
            <th>Picture</th>
            <th>Time code</th>
            <th>Name</th>
            <th>Hit</th>
            <th>Error</th>
            <th>
              <span className="unseen">Delete</span>
            </th>
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
