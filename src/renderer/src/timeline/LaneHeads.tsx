import { memo } from 'react'
import { useEditor } from '../app/editor'
import { mixerOf, toggleTrack } from '../app/mixerActions'
import { useStore } from '../app/useStore'
import { shownScore } from './scene'
import type { Lane } from './lanes'
import { familyColours, palette } from './layers/palette'

/** Names of the lanes, with what can be switched there. */
export const LaneHeads = memo(function LaneHeads({
  lanes,
}: {
  readonly lanes: readonly Lane[]
}): React.JSX.Element {
  return (
    <>
      {lanes.map((lane) => (
        <div
          key={lane.trackId ?? lane.kind}
          className={`lane-head lane-${lane.kind}`}
          style={{ top: lane.top, height: lane.height }}
        >
          {lane.kind === 'valence' || lane.kind === 'arousal' ? (
            <CurveHead channel={lane.kind} />
          ) : lane.kind === 'track' ? (
            <TrackHead id={lane.trackId!} name={lane.label} />
          ) : (
            <span>{lane.label}</span>
          )}
        </div>
      ))}
    </>
  )
})

const ends = { valence: ['pleasant', 'unpleasant'], arousal: ['excited', 'calm'] } as const

function CurveHead({ channel }: { readonly channel: 'valence' | 'arousal' }): React.JSX.Element {
  return (
    <>
      <span className="curve-name">
        <i className="swatch" style={{ background: palette[channel] }} />
        {channel === 'valence' ? 'Valence' : 'Arousal'}
      </span>
      <small className="curve-top">{ends[channel][0]}</small>
      <small className="curve-bottom">{ends[channel][1]}</small>
    </>
  )
}

function TrackHead({ id, name }: { readonly id: string; readonly name: string }): React.JSX.Element {
  const editor = useEditor()
  const take = useStore(editor.session, (session) => session.take)
  const family = useStore(
    editor.document,
    (document) => shownScore(document, take)?.tracks.find((track) => track.id === id)?.family,
  )
  const muted = useStore(editor.document, (document) => mixerOf(document).muted.includes(id))
  const solo = useStore(editor.document, (document) => mixerOf(document).solo.includes(id))
  return (
    <>
      <i className="swatch" style={{ background: family ? familyColours[family] : palette.textFaint }} />
      <span className="track-name" title={name}>
        {name}
      </span>
      {family && (
        <span className="track-switches">
          <button
            aria-label={`Mute ${name}`}
            aria-pressed={muted}
            title="Mute"
            onClick={() => toggleTrack(editor, 'muted', id)}
          >
            M
          </button>
          <button
            aria-label={`Solo ${name}`}
            aria-pressed={solo}
            title="Solo"
            onClick={() => toggleTrack(editor, 'solo', id)}
          >
            S
          </button>
        </span>
      )}
    </>
  )
}
