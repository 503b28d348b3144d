import { createContext, useContext } from 'react'
import { silentLevel } from '../../../core/document/mixer'
import { isTrackLocked } from '../../../core/document/trackLocks'
import { audioTrackText } from '../../../core/media/audioTrackText'
import type { Track } from '../../../core/music/score'
import { useEditor } from '../app/editor'
import { mixerOf, setMixer, setTrackVolume, toggleLockedTrack, toggleTrack } from '../app/mixerActions'
import { useGesture } from '../app/useGesture'
import { useStore } from '../app/useStore'
import { shownScore } from '../timeline/scene'
import { familyColours } from '../timeline/layers/palette'
import { Icon } from '../ui/Icon'
import { Slider } from '../ui/Slider'
import { CommandButton } from './CommandButton'
import { OutputField } from './OutputField'
import { SoundBankField } from './SoundBankField'

/** Analyses the film again with another of its sound tracks. */
export const AnalyseContext = createContext<((audioTrack: number) => void) | null>(null)

/** Volume, mute and solo of every track, and the film's own sound as a channel beside them. */
export function MixerPanel(): React.JSX.Element {
  const editor = useEditor()
  const take = useStore(editor.session, (session) => session.take)
  const document = useStore(editor.document, (value) => value)
  const score = shownScore(document, take)
  const { filmMuted } = mixerOf(document)
  return (
    <>
      <div className="strip film-strip">
        <i className="swatch film" />
        <LevelSlider label="Film" member="filmLevel" />
        <button
          className="switch"
          aria-label="Mute the film’s sound"
          aria-pressed={filmMuted}
          onClick={() => setMixer(editor, 'Mute film', { filmMuted: !filmMuted })}
        >
          M
        </button>
      </div>
      <AudioTrackField />
      <div className="strip film-strip">
        <i className="swatch music" />
        <LevelSlider label="Music" member="musicLevel" />
      </div>
      <h2 className="part">Tracks</h2>
      {score ? (
        score.tracks.map((track) => <TrackStrip key={track.id} track={track} />)
      ) : (
        <p className="hint">Generate a score; its tracks appear here.</p>
      )}
      <h2 className="part">Sound</h2>
      <OutputField />
      <SoundBankField />
      <div className="panel-row">
        <CommandButton id="transport.panic" text="Panic" icon="silence" kind="plain" />
      </div>
    </>
  )
}

/** A level in decibels as a mixer shows it. */
const levelText = (level: number): string =>
  level <= silentLevel ? 'off' : `${level < 0 ? '−' : ''}${Math.abs(level)} dB`

/** Level of the film's sound or of the whole music, on one scale; holding the knob is one edit. */
function LevelSlider({
  label,
  member,
}: {
  readonly label: string
  readonly member: 'filmLevel' | 'musicLevel'
}): React.JSX.Element {
  const editor = useEditor()
  const level = useStore(editor.document, (document) => mixerOf(document)[member])
  const edit = `${label} level`
  const gesture = useGesture(edit)
  return (
    <Slider
      label={label}
      min={silentLevel}
      max={0}
      step={1}
      value={level}
      text={levelText(level)}
      {...gesture}
      onChange={(value) => setMixer(editor, edit, { [member]: value })}
    />
  )
}

function TrackStrip({ track }: { readonly track: Track }): React.JSX.Element {
  const editor = useEditor()
  const { id, name, volume, family } = track
  const muted = useStore(editor.document, (document) => mixerOf(document).muted.includes(id))
  const solo = useStore(editor.document, (document) => mixerOf(document).solo.includes(id))
  const locked = useStore(
    editor.document,
    (document) => document?.composition !== undefined && isTrackLocked(document.composition, id),
  )
  const gesture = useGesture('Track volume')
  return (
    <div className="strip">
      <i className="swatch" style={{ background: familyColours[family] }} />
      <Slider
        label={name}
        min={0}
        max={127}
        step={1}
        value={volume}
        text={String(volume)}
        {...gesture}
        onChange={(value) => setTrackVolume(editor, id, value)}
      />
      <button
        className="switch"
        aria-label={`Mute ${name} in the mixer`}
        aria-pressed={muted}
        onClick={() => toggleTrack(editor, 'muted', id)}
      >
        M
      </button>
      <button
        className="switch"
        aria-label={`Solo ${name} in the mixer`}
        aria-pressed={solo}
        onClick={() => toggleTrack(editor, 'solo', id)}
      >
        S
      </button>
      <button
        className="switch"
        aria-label={`Keep ${name} when composing again`}
        title="Keep it when composing again"
        aria-pressed={locked}
        onClick={() => toggleLockedTrack(editor, id)}
      >
        <Icon name="lock" size={11} />
      </button>
    </div>
  )
}

/** Which of several sound tracks of the film is read; another one is analysed anew. */
function AudioTrackField(): React.JSX.Element | null {
  const editor = useEditor()
  const tracks = useStore(editor.session, ({ facts }) => facts?.audioTracks)
  const chosen = useStore(
    editor.session,
    ({ facts, analysis }) => analysis?.audioTrack ?? facts?.defaultAudioTrack,
  )
  const analyseWith = useContext(AnalyseContext)
  if (!tracks || tracks.length < 2) return null
  return (
    <label className="field">
      <span>Audio track</span>
      <select value={chosen ?? 0} onChange={(event) => analyseWith?.(Number(event.target.value))}>
        {tracks.map((track) => (
          <option key={track.index} value={track.index}>
            {audioTrackText(track)}
          </option>
        ))}
      </select>
    </label>
  )
}
