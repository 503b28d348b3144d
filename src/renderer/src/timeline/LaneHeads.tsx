import { memo, useEffect, useRef } from 'react'
import { useEditor } from '../app/editor'
import { mixerOf, toggleTrack } from '../app/mixerActions'
import { useStore } from '../app/useStore'
import { shownScore } from './scene'
import type { Lane, LaneLayout, TrackArea } from './lanes'
import { familyColours, palette } from './layers/palette'

/** Names of the lanes, with what can be switched there. Those of the tracks scroll, and the drawing follows. */
export const LaneHeads = memo(function LaneHeads({
  layout: { lanes, tracks },
}: {
  readonly layout: LaneLayout
}): React.JSX.Element {
  return (
    <>
      {lanes
        .filter(({ kind }) => kind !== 'track')
        .map(({ kind, label, top, height }) => (
          <div key={kind} className={`lane-head lane-${kind}`} style={{ top, height }}>
            {kind === 'valence' || kind === 'arousal' ? <CurveHead channel={kind} /> : <span>{label}</span>}
          </div>
        ))}
      <TrackHeads area={tracks} lanes={lanes.filter(({ kind }) => kind === 'track')} />
    </>
  )
})

/** The tracks' names: the element that the browser scrolls, also to a switch that is reached by key. */
function TrackHeads({
  area,
  lanes,
}: {
  readonly area: TrackArea
  readonly lanes: readonly Lane[]
}): React.JSX.Element {
  const editor = useEditor()
  const list = useRef<HTMLDivElement>(null)
  const wanted = useStore(editor.session, ({ trackScroll }) => trackScroll)
  useEffect(() => {
    const element = list.current
    if (!element || Math.abs(element.scrollTop - wanted) < 1) return
    element.scrollTop = wanted
    // It goes no further than its end, and then says nothing by itself.
    editor.set({ trackScroll: element.scrollTop })
  }, [editor, wanted, area.height, lanes.length])
  return (
    <div
      ref={list}
      className="track-heads"
      role="group"
      aria-label="Tracks"
      style={{ top: area.top, height: area.height }}
      onScroll={(event) => editor.set({ trackScroll: event.currentTarget.scrollTop })}
    >
      <div style={{ position: 'relative', height: area.contentHeight }}>
        {lanes.map(({ trackId, label, top, height }) => (
          <div
            key={trackId}
            className="lane-head lane-track"
            style={{ top: top - area.top + area.scroll, height }}
          >
            <TrackHead id={trackId!} name={label} />
          </div>
        ))}
      </div>
    </div>
  )
}

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
