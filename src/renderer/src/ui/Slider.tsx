import { useId } from 'react'

/** Keys that move the knob; others, such as those of undo, begin no edit. */
const movingKeys = /^(?:Arrow(?:Left|Right|Up|Down)|Home|End|Page(?:Up|Down))$/u

interface SliderProps {
  readonly label: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly step: number
  /** The value in words. */
  readonly text: string
  readonly hint?: string
  readonly onChange: (value: number) => void
  /** The knob is taken and let go: what lies between is one edit. */
  readonly onStart?: () => void
  readonly onEnd?: () => void
}

/** A labelled slider that shows its value. */
export function Slider({
  label,
  value,
  min,
  max,
  step,
  text,
  hint,
  onChange,
  onStart,
  onEnd,
}: SliderProps): React.JSX.Element {
  const id = useId()
  const share = (value - min) / Math.max(1e-9, max - min)
  return (
    <div className="slider" title={hint}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        aria-valuetext={text}
        style={{ '--share': `${Math.round(share * 1000) / 10}%` } as React.CSSProperties}
        onPointerDown={onStart}
        onPointerUp={onEnd}
        onKeyDown={({ key, repeat }) => !repeat && movingKeys.test(key) && onStart?.()}
        onKeyUp={({ key }) => movingKeys.test(key) && onEnd?.()}
        onChange={(event) => onChange(Number(event.target.value))}
      />
      <output htmlFor={id}>{text}</output>
    </div>
  )
}
