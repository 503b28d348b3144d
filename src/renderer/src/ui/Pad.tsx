import { useRef } from 'react'

export interface PadMark {
  readonly x: number
  readonly y: number
  readonly label: string
}

interface PadProps {
  readonly label: string
  /** -1 to 1, x to the right and y upwards. */
  readonly value: { readonly x: number; readonly y: number }
  readonly marks: readonly PadMark[]
  readonly ends: {
    readonly left: string
    readonly right: string
    readonly top: string
    readonly bottom: string
  }
  readonly onChange: (value: { readonly x: number; readonly y: number }) => void
  readonly onStart: () => void
  readonly onEnd: () => void
}

interface Place {
  readonly x: number
  readonly y: number
}

const place = ({ x, y }: Place): React.CSSProperties => ({
  left: `${(x + 1) * 50}%`,
  top: `${(1 - y) * 50}%`,
})

const sides = ['left', 'right', 'top', 'bottom'] as const

const bounded = (value: number): number => Math.max(-1, Math.min(1, value))
const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-0.05, 0],
  ArrowRight: [0.05, 0],
  ArrowUp: [0, 0.05],
  ArrowDown: [0, -0.05],
}

/** A field of two values with named places on it; dragged, clicked, or moved with the arrow keys. */
export function Pad({ label, value, marks, ends, onChange, onStart, onEnd }: PadProps): React.JSX.Element {
  const field = useRef<HTMLDivElement>(null)
  const at = (event: React.PointerEvent): void => {
    const box = field.current!.getBoundingClientRect()
    onChange({
      x: bounded(((event.clientX - box.left) / box.width) * 2 - 1),
      y: bounded(1 - ((event.clientY - box.top) / box.height) * 2),
    })
  }
  const jump = ({ x, y }: Place): void => {
    onStart()
    onChange({ x, y })
    onEnd()
  }
  return (
    <div className="pad-frame">
      <div
        ref={field}
        className="pad"
        role="application"
        tabIndex={0}
        aria-label={`${label}: ${ends.right} ${value.x.toFixed(2)}, ${ends.top} ${value.y.toFixed(2)}; arrow keys move it`}
        onPointerDown={(event) => {
          if (event.target instanceof HTMLButtonElement) return
          event.currentTarget.setPointerCapture(event.pointerId)
          onStart()
          at(event)
        }}
        onPointerMove={(event) =>
          event.buttons === 1 && event.currentTarget.hasPointerCapture(event.pointerId) && at(event)
        }
        onPointerUp={onEnd}
        onPointerCancel={onEnd}
        onKeyDown={(event) => {
          const step = steps[event.key]
          if (!step) return
          event.preventDefault()
          event.stopPropagation()
          jump({ x: bounded(value.x + step[0]), y: bounded(value.y + step[1]) })
        }}
      >
        <i className="pad-axis x" />
        <i className="pad-axis y" />
        <i className="pad-circle" />
        {marks.map((mark) => (
          <button key={mark.label} type="button" style={place(mark)} onClick={() => jump(mark)}>
            {mark.label}
          </button>
        ))}
        <i className="pad-knob" style={place(value)} />
      </div>
      {sides.map((side) => (
        <small key={side} className={`pad-end ${side}`}>
          {ends[side]}
        </small>
      ))}
    </div>
  )
}
