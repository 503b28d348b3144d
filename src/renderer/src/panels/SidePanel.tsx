import { useEditor } from '../app/editor'
import type { PanelName } from '../app/session'
import { useStore } from '../app/useStore'
import { CuesPanel } from './CuesPanel'
import { CutsPanel } from './CutsPanel'
import { EmotionPanel } from './EmotionPanel'
import { PlaybackPanel } from '../midi/PlaybackPanel'
import { MixerPanel } from './MixerPanel'
import { ScorePanel } from './ScorePanel'

const tabs: readonly { readonly name: PanelName; readonly label: string }[] = [
  { name: 'cuts', label: 'Cuts' },
  { name: 'emotion', label: 'Emotion' },
  { name: 'cues', label: 'Cues' },
  { name: 'score', label: 'Score' },
  { name: 'mixer', label: 'Mixer' },
  { name: 'playback', label: 'Playback' },
]

const panels = {
  cuts: CutsPanel,
  emotion: EmotionPanel,
  cues: CuesPanel,
  score: ScorePanel,
  mixer: MixerPanel,
  playback: PlaybackPanel,
}

/** What can be said in numbers and words about the film, by subject. */
export function SidePanel(): React.JSX.Element {
  const editor = useEditor()
  const panel = useStore(editor.session, (session) => session.panel)
  const Shown = panels[panel]
  const move = (step: number): void => {
    const place = tabs.findIndex(({ name }) => name === panel)
    const next = tabs[(place + step + tabs.length) % tabs.length]!
    editor.set({ panel: next.name })
    document.getElementById(`tab-${next.name}`)?.focus()
  }
  return (
    <section className="side" aria-label="Details">
      <div className="tabs" role="tablist" aria-label="Subjects">
        {tabs.map(({ name, label }, index) => (
          <button
            key={name}
            id={`tab-${name}`}
            role="tab"
            aria-selected={name === panel}
            aria-controls="side-panel"
            tabIndex={name === panel ? 0 : -1}
            title={`${label} (${index + 1})`}
            onClick={() => editor.set({ panel: name })}
            onKeyDown={(event) => {
              const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
              if (step === undefined) return
              event.preventDefault()
              event.stopPropagation()
              move(step)
            }}
          >
            {label}
          </button>
        ))}
      </div>
      <div className="panel" id="side-panel" role="tabpanel" aria-labelledby={`tab-${panel}`} tabIndex={-1}>
        <Shown />
      </div>
    </section>
  )
}
