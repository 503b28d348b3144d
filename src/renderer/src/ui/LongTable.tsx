import type { RefObject } from 'react'
import { useVisibleRows } from './useVisibleRows'

interface LongTableProps {
  /** The scrolling frame, for who wants to scroll it. */
  readonly frame: RefObject<HTMLDivElement | null>
  readonly className: string
  /** Its name for screen readers. */
  readonly label: string
  readonly columns: readonly string[]
  /** What the last column does, told to screen readers only. */
  readonly action: string
  readonly count: number
  /** Pixels. */
  readonly rowHeight: number
  readonly row: (place: number) => React.JSX.Element
}

/** A scrolling table of rows of one height, of which only those in sight exist. */
export function LongTable(props: LongTableProps): React.JSX.Element {
  const { frame, className, label, columns, action, count, rowHeight, row } = props
  const rows = useVisibleRows(frame, count, rowHeight)
  return (
    <div className="table-frame" ref={frame}>
      <table className={className} aria-label={label} aria-rowcount={count + 1}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column}>{column}</th>
            ))}
            <th>
              <span className="unseen">{action}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.before > 0 && <tr style={{ height: rows.before }} aria-hidden="true" />}
          {Array.from({ length: rows.last - rows.first }, (_, index) => row(rows.first + index))}
          {rows.after > 0 && <tr style={{ height: rows.after }} aria-hidden="true" />}
        </tbody>
      </table>
    </div>
  )
}
