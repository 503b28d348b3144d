import { useEffect, useId, useRef, useState } from 'react'

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

interface Hold {
  readonly take: () => void
  readonly letGo: () => void
  /** Does a change that comes without a hold, as an assistive technology makes it, as one of its own. */
  readonly during: (change: () => void) => void
}

/** Tells once that the knob is held and once that it is not: by pointer wherever that is let go, by key, by focus. */
function useHold(onStart: (() => void) | undefined, onEnd: (() => void) | undefined): Hold {
  const isHeld = useRef(false)
  const end = useRef(onEnd)
  end.current = onEnd
  const [letGo] = useState(() => (): void => {
    window.removeEventListener('pointerup', letGo)
    window.removeEventListener('pointercancel', letGo)
    if (!isHeld.current) return
    isHeld.current = false
    end.current?.()
  })
  useEffect(() => letGo, [letGo])
  const take = (): void => {
    if (isHeld.current) return
    isHeld.current = true
    window.addEventListener('pointerup', letGo)
    window.addEventListener('pointercancel', letGo)
    onStart?.()
  }
  return {
    take,
    letGo,
    during(change) {
      const wasHeld = isHeld.current
      take()
      change()
      if (!wasHeld) letGo()
    },
  }
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
  const hold = useHold(onStart, onEnd)
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
        onPointerDown={hold.take}
        onKeyDown={({ key }) => movingKeys.test(key) && hold.take()}
        onKeyUp={({ key }) => movingKeys.test(key) && hold.letGo()}
        onBlur={hold.letGo}
        onChange={(event) => hold.during(() => onChange(Number(event.target.value)))}
      />
      <output htmlFor={id}>{text}</output>
    </div>
  )
}
