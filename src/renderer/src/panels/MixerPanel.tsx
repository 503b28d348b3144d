import { createContext, useContext, useRef } from 'react'
import type { Gesture } from '../../../core/document/history'
import { audioTrackText } from '../../../core/media/audioTrackText'
import type { Track } from '../../../core/music/score'
import { useEditor } from '../app/editor'
import { setMixer, setTrackVolume, toggleLockedTrack, toggleTrack } from '../app/mixerActions'
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
  const mixer = useStore(editor.session, (session) => session.mixer)
  const take = useStore(editor.session, (session) => session.take)
  const document = useStore(editor.document, (value) => value)
  const score = shownScore(document, take)
  return (
    <>
      <div className="strip film-strip">
        <i className="swatch film" />
        <Slider
          label="Film"
          min={0}
          max={100}
          step={1}
          value={mixer.filmVolume}
          text={`${mixer.filmVolume} %`}
          onChange={(filmVolume) => setMixer(editor, { filmVolume })}
        />
        <button
          className="switch"
          aria-label="Mute the film’s sound"
          aria-pressed={mixer.filmMuted}
          onClick={() => setMixer(editor, { filmMuted: !mixer.filmMuted })}
        >
          M
        </button>
      </div>
      <AudioTrackField />
      <div className="strip film-strip">
        <i className="swatch music" />
        <Slider
          label="Music"
          min={0}
          max={150}
          step={1}
          value={mixer.musicVolume}
          text={`${mixer.musicVolume} %`}
          onChange={(musicVolume) => setMixer(editor, { musicVolume })}
        />
      </div>
      <h2 className="part">Tracks</h2>
      {score ? (
        score.tracks.map((track) => <TrackStrip key={track.id} track={track} isEditable={take === 0} />)
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

function TrackStrip({
  track,
  isEditable,
}: {
  readonly track: Track
  readonly isEditable: boolean
}): React.JSX.Element {
  const editor = useEditor()
  const { id, name, volume, family } = track
  const muted = useStore(editor.session, ({ mixer }) => mixer.muted.includes(id))
  const solo = useStore(editor.session, ({ mixer }) => mixer.solo.includes(id))
  const locked = useStore(editor.session, ({ lockedTracks }) => lockedTracks.includes(id))
  const gesture = useRef<Gesture | null>(null)
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
        onStart={() => (gesture.current = editor.history.begin('Track volume'))}
        onEnd={() => gesture.current?.end()}
        onChange={(value) => isEditable && setTrackVolume(editor, id, value)}
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
