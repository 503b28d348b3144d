import { useRef } from 'react'
import { useEditor } from '../app/editor'
import { useStore } from '../app/useStore'
import { remember } from '../timeline/remember'
import { cutItems, filmTimecode } from '../timeline/sceneItems'
import { noSelection } from '../app/session'
import { LongTable } from '../ui/LongTable'
import { useRowInSight } from '../ui/useRowInSight'
import { CutRow } from './CutRow'

const rowHeight = 46
const columns = ['Picture', 'Time code', 'Name', 'Hit', 'Error']
const itemsOf = remember(cutItems)
const timecodeOfFilm = remember(filmTimecode)

/** Every cut with a picture, its time code, its name, its hit and the hit's error in frames. */
export function CutTable(): React.JSX.Element {
  const editor = useEditor()
  const document = useStore(editor.document, (value) => value)
  const selected = useStore(editor.session, ({ selection }) => selection.cuts)
  const frame = useRef<HTMLDivElement>(null)
  const transitions = document?.transitions ?? []
  const first = transitions.findIndex(({ id }) => id === selected[0])
  useRowInSight(frame, first, rowHeight)
  const items = document ? itemsOf(document, noSelection) : []
  return (
    <LongTable
      frame={frame}
      className="cuts"
      label="Cuts"
      columns={columns}
      action="Delete"
      count={transitions.length}
      rowHeight={rowHeight}
      row={(place) => {
        const cut = transitions[place]!
        return (
          <CutRow
            key={cut.id}
            cut={cut}
            item={items[place]!}
            place={place}
            isSelected={selected.includes(cut.id)}
            timecode={timecodeOfFilm(document!)}
          />
        )
      }}
    />
  )
}
