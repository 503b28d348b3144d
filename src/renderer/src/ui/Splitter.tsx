import { useRef } from 'react'

interface SplitterProps {
  readonly label: string
  readonly direction: 'vertical' | 'horizontal'
  readonly value: number
  readonly min: number
  readonly max: number
  readonly onChange: (value: number) => void
  /** 1 where the pane before the line grows with the pointer, -1 where the pane after it does. */
  readonly sign: 1 | -1
}

/** A line between two panes, to be dragged or moved with the arrow keys. */
export function Splitter({
  label,
  direction,
  value,
  min,
  max,
  onChange,
  sign,
}: SplitterProps): React.JSX.Element {
  const drag = useRef<{ at: number; value: number } | null>(null)
  const placeOf = (event: React.PointerEvent): number =>
    direction === 'vertical' ? event.clientX : event.clientY
  const bounded = (wanted: number): number => Math.max(min, Math.min(max, wanted))
  return (
    <div
      className={`splitter ${direction}`}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={direction}
      aria-valuenow={Math.round(value)}
      aria-valuemin={min}
      aria-valuemax={max}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        drag.current = { at: placeOf(event), value }
      }}
      onPointerMove={(event) => {
        if (drag.current) onChange(bounded(drag.current.value + sign * (placeOf(event) - drag.current.at)))
      }}
      onPointerUp={() => (drag.current = null)}
      onKeyDown={(event) => {
        const steps: Record<string, number> = { ArrowLeft: -16, ArrowUp: -16, ArrowRight: 16, ArrowDown: 16 }
        const step = steps[event.key]
        if (step === undefined) return
        event.preventDefault()
        event.stopPropagation()
        onChange(bounded(value + sign * step))
      }}
    />
  )
}
