import type { ExportSettings } from '../../../contract/exporting'
import { Choice } from '../ui/Choice'

interface ExportOptionsProps {
  readonly settings: ExportSettings
  readonly onChange: (change: ExportSettings) => void
}

const timings = [
  { value: 'composed', label: 'As composed' },
  { value: 'quantised', label: 'On the grid' },
  { value: 'humanised', label: 'Humanised' },
] as const

/** A number, or nothing: then what the placeholder says. */
function NumberField(props: {
  readonly label: string
  readonly value: number | undefined
  readonly range: readonly [least: number, most: number]
  readonly placeholder: string
  readonly onChange: (value: number | undefined) => void
}): React.JSX.Element {
  const [least, most] = props.range
  return (
    <label className="field">
      <span>{props.label}</span>
      <input
        type="number"
        className="boxed"
        min={least}
        max={most}
        placeholder={props.placeholder}
        value={props.value ?? ''}
        onChange={(event) => {
          const value = event.target.valueAsNumber
          props.onChange(Number.isNaN(value) ? undefined : value)
        }}
      />
    </label>
  )
}

/** How MIDI files and sound are made. */
export function ExportOptions({ settings, onChange }: ExportOptionsProps): React.JSX.Element {
  return (
    <>
      <h3>MIDI files</h3>
      <Choice
        label="Part"
        value={settings.eachCue ? 'cues' : 'film'}
        options={[
          { value: 'film', label: 'The film in one' },
          { value: 'cues', label: 'A file for each cue' },
        ]}
        onChange={(part) => onChange({ eachCue: part === 'cues' })}
      />
      <Choice
        label="Timing"
        value={settings.timing ?? 'composed'}
        options={timings}
        onChange={(timing) => onChange({ timing })}
      />
      <NumberField
        label="Pre-roll bars"
        value={settings.preRollBars}
        range={[0, 8]}
        placeholder="none"
        onChange={(preRollBars) => onChange({ preRollBars })}
      />
      <label className="check">
        <input
          type="checkbox"
          checked={settings.guideTrack ?? false}
          onChange={(event) => onChange({ guideTrack: event.target.checked })}
        />
        Guide track over the whole length
      </label>
      <h3>Sound and preview</h3>
      <NumberField
        label="Loudness, LUFS"
        value={settings.lufs}
        range={[-40, -5]}
        placeholder="as composed"
        onChange={(lufs) => onChange({ lufs })}
      />
      <Choice
        label="The film’s sound in the preview"
        value={settings.filmSound ?? 'with'}
        options={[
          { value: 'with', label: 'Music under the film’s sound' },
          { value: 'without', label: 'Music instead of it' },
        ]}
        onChange={(filmSound) => onChange({ filmSound })}
      />
    </>
  )
}
