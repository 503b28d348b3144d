import { memo, useRef } from 'react'
import { deletePoints, setPoint, setSteps } from '../../../core/emotion/editCurve'
import type { EmotionCurve, EmotionPoint } from '../../../core/emotion/emotionCurve'
import { durationOf, useEditor } from '../app/editor'
import { useStore } from '../app/useStore'
import { CellInput } from '../ui/CellInput'
import { Icon } from '../ui/Icon'
import { LongTable } from '../ui/LongTable'
import { useRowInSight } from '../ui/useRowInSight'

const rowHeight = 28
const columns = ['Seconds', 'Valence', 'Arousal', 'Jump']
const noPoints: readonly EmotionPoint[] = []

/** The curve's points in numbers: the way without a drag. */
export function PointTable(): React.JSX.Element {
  const editor = useEditor()
  const points = useStore(editor.document, (document) => document?.curve.points ?? noPoints)
  const selected = useStore(editor.session, ({ selection }) => selection.points)
  const range = useStore(editor.session, (session) => session.range)
  const playhead = useStore(editor.transport.position, (time) => (editor.session.get().playing ? null : time))
  const frame = useRef<HTMLDivElement>(null)
  const from = range?.start ?? playhead
  const near =
    from === null
      ? -1
      : Math.max(
          0,
          points.findLastIndex(({ time }) => time <= from),
        )
  useRowInSight(frame, selected[0] ?? near, rowHeight)
  return (
    <LongTable
      frame={frame}
      className="points"
      label="Points of the curve"
      columns={columns}
      action="Delete"
      count={points.length}
      rowHeight={rowHeight}
      row={(place) => (
        <PointRow key={place} point={points[place]!} index={place} isSelected={selected.includes(place)} />
      )}
    />
  )
}

interface PointRowProps {
  readonly point: EmotionPoint
  readonly index: number
  readonly isSelected: boolean
}

const members = ['time', 'valence', 'arousal'] as const
const memberLabels = { time: 'Seconds', valence: 'Valence', arousal: 'Arousal' } as const

const PointRow = memo(function PointRow({ point, index, isSelected }: PointRowProps): React.JSX.Element {
  const editor = useEditor()
  const edit = (label: string, change: (curve: EmotionCurve) => EmotionCurve): void =>
    editor.edit(label, (document) => {
      const curve = change(document.curve)
      return curve === document.curve ? document : { ...document, curve }
    })
  const take = (member: (typeof members)[number], text: string): boolean => {
    const value = Number(text.replace(',', '.').replace('−', '-'))
    if (text.trim() === '' || !Number.isFinite(value)) return false
    const duration = durationOf(editor.document.get())
    edit('Edit point', (curve) => setPoint(curve, index, { [member]: value }, duration))
    return true
  }
  const remove = (): void => {
    editor.set({ selection: { ...editor.session.get().selection, points: [] } })
    edit('Delete point', (curve) => deletePoints(curve, [index]))
  }
  const place = `point ${index + 1}`
  return (
    <tr aria-rowindex={index + 2} aria-selected={isSelected}>
      {members.map((member) => (
        <td key={member}>
          <CellInput
            label={`${memberLabels[member]} of ${place}`}
            value={point[member].toFixed(member === 'time' ? 3 : 2)}
            onCommit={(text) => take(member, text)}
            className={`number ${member}`}
          />
        </td>
      ))}
      <td>
        <input
          type="checkbox"
          aria-label={`Jump to ${place}`}
          title="The curve jumps here, as at a cut"
          checked={point.step}
          onChange={(event) => edit('Jump', (curve) => setSteps(curve, [index], event.target.checked))}
        />
      </td>
      <td>
        <button className="button quiet icon-only" aria-label={`Delete ${place}`} onClick={remove}>
          <Icon name="close" size={11} />
        </button>
      </td>
    </tr>
  )
})
