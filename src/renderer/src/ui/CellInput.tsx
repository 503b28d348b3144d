import { useEffect, useState } from 'react'

interface CellInputProps {
  readonly label: string
  readonly value: string
  /** Answers false for what it cannot take; the cell then shows its value again. */
  readonly onCommit: (text: string) => boolean
  readonly placeholder?: string
  readonly className?: string
  readonly disabled?: boolean
}

/** A cell of a table that is edited in place: Enter or leaving it takes the text over, Escape puts it back. */
export function CellInput({
  label,
  value,
  onCommit,
  placeholder,
  className,
  disabled,
}: CellInputProps): React.JSX.Element {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  const commit = (): void => {
    if (text !== value && !onCommit(text)) setText(value)
  }
  return (
    <input
      type="text"
      className={`cell ${className ?? ''}`}
      aria-label={label}
      value={text}
      placeholder={placeholder}
      disabled={disabled}
      spellCheck={false}
      onChange={(event) => setText(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
        if (event.key !== 'Escape') return
        event.stopPropagation()
        setText(value)
      }}
    />
  )
}
