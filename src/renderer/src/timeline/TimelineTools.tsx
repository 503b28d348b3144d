import { useEditor } from '../app/editor'
import { useCommands } from '../app/useCommands'
import { useStore } from '../app/useStore'
import type { ChannelChoice } from '../app/session'
import { CommandButton } from '../panels/CommandButton'
import { Choice } from '../ui/Choice'
import { ZoomSlider } from './ZoomSlider'

const channelChoices: readonly { readonly value: ChannelChoice; readonly label: string }[] = [
  { value: 'both', label: 'Both' },
  { value: 'valence', label: 'Valence' },
  { value: 'arousal', label: 'Arousal' },
]

/** The timeline's bar: tools of the curves on the left, zoom on the right. */
export function TimelineTools(): React.JSX.Element {
  const editor = useEditor()
  const { run } = useCommands()
  const tool = useStore(editor.session, (session) => session.tool)
  const channels = useStore(editor.session, (session) => session.channels)
  const follow = useStore(editor.session, (session) => session.follow)
  return (
    <div className="timeline-tools" role="toolbar" aria-label="Timeline tools">
      <Choice
        label="Tool"
        value={tool}
        options={[
          { value: 'select', label: 'Select', hint: 'Select and drag points (V)' },
          { value: 'draw', label: 'Draw', hint: 'Draw the curve freely (D)' },
        ]}
        onChange={(value) => run(value === 'draw' ? 'curve.draw' : 'curve.select')}
      />
      <Choice
        label="Curves that range edits change"
        value={channels}
        options={channelChoices}
        onChange={(value) => editor.set({ channels: value })}
      />
      <span className="divider" />
      <CommandButton id="cuts.add" text="Cut" icon="plus" />
      <CommandButton id="curve.add" text="Point" icon="plus" />
      <CommandButton id="cues.split" text="Split cue" icon="split" />
      <CommandButton id="cues.silence" text="Silence" icon="silence" />
      <span className="divider" />
      <CommandButton id="curve.smooth" text="Smooth" icon="smooth" />
      <CommandButton id="curve.reset" text="Reset" icon="reset" />
      <span className="spring" />
      <button
        className="button quiet"
        aria-pressed={follow}
        onClick={() => run('view.follow')}
        title="Follow the playhead (Shift+F)"
      >
        Follow
      </button>
      <CommandButton id="view.zoomRange" text="Range" icon="range" />
      <CommandButton id="view.zoomFilm" text="Film" icon="film" />
      <ZoomSlider />
    </div>
  )
}
