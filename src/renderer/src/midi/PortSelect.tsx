interface PortSelectProps {
  readonly label: string
  /** Null is the first of the `choices`. */
  readonly value: string | null
  readonly outputs: readonly string[]
  /** What can be chosen beside ports: null or the empty text. */
  readonly choices: readonly { readonly value: '' | null; readonly text: string }[]
  readonly onChange: (value: string | null) => void
}

/** No port has it as a name: it stands for null in a list whose values are texts. */
const none = '\n'

/** A choice of ports that keeps a port that is not there now. */
export function PortSelect({ label, value, outputs, choices, onChange }: PortSelectProps): React.JSX.Element {
  const isGone = value !== null && value !== '' && !outputs.includes(value)
  return (
    <label className="field">
      <span>{label}</span>
      <select
        value={value ?? none}
        onChange={({ target }) => onChange(target.value === none ? null : target.value)}
      >
        {choices.map((choice) => (
          <option key={choice.value ?? none} value={choice.value ?? none}>
            {choice.text}
          </option>
        ))}
        {outputs.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
        {isGone && <option value={value}>{value} (not there now)</option>}
      </select>
    </label>
  )
}
