import { useContext, useEffect } from 'react'
import { Failure } from '../../../core/base/failure'
import { failureText } from '../../../core/base/failureText'
import type { MidiPortList } from '../../../contract/midi'
import type { PlaybackSettings } from '../../../contract/settings'
import type { Track } from '../../../core/music/score'
import { useEditor } from '../app/editor'
import { useStore } from '../app/useStore'
import { CommandButton } from '../panels/CommandButton'
import { shownScore } from '../timeline/scene'
import { Choice } from '../ui/Choice'
import { Slider } from '../ui/Slider'
import { setPlayback, setTrackPort } from './playbackActions'
import { PortListContext, type PortList } from './portList'
import { PortSelect } from './PortSelect'
import { usesPorts } from './routing'

function usePorts(): PortList {
  const ports = useContext(PortListContext)
  if (!ports) throw new Error('there is no PortListContext around this component')
  return ports
}

/** Where the music goes beside the page's own sound, and what helps to play along. */
export function PlaybackPanel(): React.JSX.Element {
  return (
    <>
      <h2 className="part">MIDI ports</h2>
      <PortFields />
      <SyncFields />
      <h2 className="part">Click</h2>
      <ClickFields />
      <h2 className="part">Ducking</h2>
      <DuckingFields />
      <div className="panel-row">
        <CommandButton id="transport.panic" text="Panic" icon="silence" kind="plain" />
      </div>
    </>
  )
}

/** The port of all tracks, ports of single ones, and what is the matter with them. */
function PortFields(): React.JSX.Element {
  const editor = useEditor()
  const ports = usePorts()
  const known = useStore(ports.known, (value) => value)
  const playback = useStore(editor.session, (session) => session.playback)
  const document = useStore(editor.document, (value) => value)
  const take = useStore(editor.session, (session) => session.take)
  useEffect(() => editor.notices.guard(ports.read), [editor, ports])
  const outputs = known?.outputs ?? []
  const tracks: readonly Track[] = shownScore(document, take)?.tracks ?? []
  return (
    <>
      <PortSelect
        label="All tracks"
        value={playback.port}
        outputs={outputs}
        choices={[{ value: null, text: 'The sound of this page' }]}
        onChange={(port) => setPlayback(editor, { port })}
      />
      {tracks.map(({ id, name }) => (
        <PortSelect
          key={id}
          label={name}
          value={playback.trackPorts[name] ?? null}
          outputs={outputs}
          choices={[
            { value: null, text: 'As all tracks' },
            { value: '', text: 'The sound of this page' },
          ]}
          onChange={(port) => setTrackPort(editor, name, port)}
        />
      ))}
      <PortTrouble known={known} playback={playback} />
      <Slider
        label="Latency"
        min={-200}
        max={500}
        step={1}
        value={playback.latency}
        text={`${playback.latency} ms`}
        hint="The device is told so much sooner, because it sounds late"
        onChange={(latency) => setPlayback(editor, { latency })}
      />
    </>
  )
}

/** Why nothing can be chosen, and which chosen port is not there. */
function PortTrouble({
  known,
  playback,
}: {
  readonly known: MidiPortList | null
  readonly playback: PlaybackSettings
}): React.JSX.Element {
  const outputs = known?.outputs ?? []
  const chosen = [playback.port, ...Object.values(playback.trackPorts)].filter(Boolean) as string[]
  const missing = known ? [...new Set(chosen)].filter((name) => !outputs.includes(name)) : []
  return (
    <div role="status" aria-label="State of the ports">
      {known?.problem && (
        <p className="hint">{failureText(new Failure(known.problem.code, known.problem.context))}</p>
      )}
      {known && !known.problem && outputs.length === 0 && (
        <p className="hint">
          No MIDI output is there. Plug a device in, or start a program that offers one: the IAC driver on
          macOS, loopMIDI on Windows, snd-virmidi on Linux. It appears here at once.
        </p>
      )}
      {!known?.problem &&
        missing.map((name) => (
          <p className="hint" key={name}>
            “{name}” is not there: plug it in or start its program, or choose another port.
          </p>
        ))}
    </div>
  )
}

const syncs = [
  { name: 'clock', label: 'MIDI clock and song position' },
  { name: 'timecode', label: 'Timecode (MTC)' },
  { name: 'machineControl', label: 'Transport (MMC)' },
] as const

/** What a DAW on the port of all tracks is told, so that it follows. */
function SyncFields(): React.JSX.Element {
  const editor = useEditor()
  const playback = useStore(editor.session, (session) => session.playback)
  return (
    <fieldset className="checks" disabled={!usesPorts(playback)}>
      <legend>Sent, so that a DAW follows</legend>
      {syncs.map(({ name, label }) => (
        <label key={name} className="check">
          <input
            type="checkbox"
            checked={playback[name]}
            onChange={({ target }) => setPlayback(editor, { [name]: target.checked })}
          />
          {label}
        </label>
      ))}
    </fieldset>
  )
}

const places = [
  { value: 'page', label: 'Here' },
  { value: 'port', label: 'Port' },
  { value: 'both', label: 'Both' },
] as const
const bars = [
  { value: '0', label: 'None' },
  { value: '1', label: 'One bar' },
  { value: '2', label: 'Two bars' },
] as const

/** Click and count-in of the planned tempo map. */
function ClickFields(): React.JSX.Element {
  const editor = useEditor()
  const playback = useStore(editor.session, (session) => session.playback)
  return (
    <>
      <div className="panel-row">
        <CommandButton id="transport.click" text="Click" kind="plain" pressed={playback.click} />
        <Choice
          label="Where the click is heard"
          value={playback.clickOn}
          options={places}
          disabled={!usesPorts(playback)}
          onChange={(clickOn) => setPlayback(editor, { clickOn })}
        />
      </div>
      <div className="panel-row">
        <span className="muted">Count-in</span>
        <Choice
          label="Count-in"
          value={String(playback.countIn) as (typeof bars)[number]['value']}
          options={bars}
          onChange={(countIn) => setPlayback(editor, { countIn: Number(countIn) })}
        />
      </div>
    </>
  )
}

/** How far the music of the page falls while the film speaks. */
function DuckingFields(): React.JSX.Element {
  const editor = useEditor()
  const depth = useStore(editor.session, ({ playback }) => playback.ducking)
  return (
    <div className="panel-row">
      <CommandButton id="transport.ducking" text="Duck" kind="plain" pressed={depth > 0} />
      <Slider
        label="Depth"
        min={0}
        max={24}
        step={1}
        value={depth}
        text={depth > 0 ? `−${depth} dB` : 'off'}
        hint="The music of this page falls where the film’s sound comes and goes as speech does"
        onChange={(ducking) => setPlayback(editor, { ducking })}
      />
    </div>
  )
}
