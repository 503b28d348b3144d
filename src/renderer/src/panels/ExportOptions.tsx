import type { ExportSettings } from '../../../contract/exporting'
import { deepestDucking } from '../../../core/playback/ducking'
import { defaultMarkers, type MarkerChoice } from '../../../core/export/midiFile'
import { useEditor } from '../app/editor'
import { useStore } from '../app/useStore'
import { PartChoice } from '../exchange/PartChoice'
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

const markerLabels = { cuts: 'Cuts', sections: 'Sections', chords: 'Chords' } as const

/** What becomes a marker. */
function MarkerFields(props: {
  readonly value: MarkerChoice
  readonly onChange: (value: MarkerChoice) => void
}): React.JSX.Element {
  return (
    <div className="panel-row" role="group" aria-label="Markers">
      <span>Markers</span>
      {(['cuts', 'sections', 'chords'] as const).map((kind) => (
        <label key={kind} className="check">
          <input
            type="checkbox"
            checked={props.value[kind]}
            onChange={(event) => props.onChange({ ...props.value, [kind]: event.target.checked })}
          />
          {markerLabels[kind]}
        </label>
      ))}
    </div>
  )
}

/** The film's own start timecode, or another that all files are to count from. */
function StartTimecodeField(props: {
  readonly value: string | undefined
  readonly own: string | undefined
  readonly onChange: (value: string | undefined) => void
}): React.JSX.Element {
  return (
    <label className="field">
      <span>Start timecode</span>
      <input
        type="text"
        className="boxed timecode"
        placeholder={props.own ?? '00:00:00:00'}
        value={props.value ?? ''}
        onChange={(event) => props.onChange(event.target.value.trim() || undefined)}
      />
    </label>
  )
}

/** What holds for every format. */
function AllFilesFields({ settings, onChange }: ExportOptionsProps): React.JSX.Element {
  const editor = useEditor()
  const own = useStore(editor.document, (document) => document?.media.info.timecode)
  return (
    <>
      <h3>All files</h3>
      <StartTimecodeField
        value={settings.startTimecode}
        own={own}
        onChange={(startTimecode) => onChange({ startTimecode })}
      />
      <MarkerFields
        value={settings.markers ?? defaultMarkers}
        onChange={(markers) => onChange({ markers })}
      />
    </>
  )
}

/** How markers, MIDI files and sound are made. */
export function ExportOptions({ settings, onChange }: ExportOptionsProps): React.JSX.Element {
  return (
    <>
      <AllFilesFields settings={settings} onChange={onChange} />
      <h3>MIDI files and sound</h3>
      <PartChoice part={settings.part} onChange={(part) => onChange({ part })} />
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
      <NumberField
        label="Lower mix and preview under speech, dB"
        value={settings.ducking}
        range={[0, deepestDucking]}
        placeholder="not"
        onChange={(ducking) => onChange({ ducking })}
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
