import { useMemo } from 'react'
import { hitKinds, type HitKind, type HitMode } from '../../../core/timeline/transition'
import { createDetection } from '../app/analysing'
import { defaultDetection, mark } from '../app/cutActions'
import { useEditor } from '../app/editor'
import { useGesture } from '../app/useGesture'
import { useStore } from '../app/useStore'
import { Choice } from '../ui/Choice'
import { Slider } from '../ui/Slider'
import { CommandButton } from './CommandButton'
import { CutTable } from './CutTable'

/** Thresholds, the list of cuts, and what the music owes the selected ones. */
export function CutsPanel(): React.JSX.Element {
  const editor = useEditor()
  const count = useStore(editor.document, (document) => document?.transitions.length ?? 0)
  const rejected = useStore(editor.document, (document) => document?.detection?.rejected.length ?? 0)
  return (
    <>
      <DetectionSliders />
      <div className="panel-row">
        <span className="muted">
          {count} {count === 1 ? 'cut' : 'cuts'}
          {rejected > 0 && `, ${rejected} rejected`}
        </span>
        <span className="spring" />
        <CommandButton id="cuts.previous" icon="previous" />
        <CommandButton id="cuts.next" icon="next" />
        <CommandButton id="cuts.rejectAndNext" text="False, next" icon="close" />
        <CommandButton id="cuts.merge" text="Merge" />
      </div>
      <CutTable />
      <CutMarks />
    </>
  )
}

/** Threshold and shortest shot over the stored scores; hand-made cuts stay. */
function DetectionSliders(): React.JSX.Element {
  const editor = useEditor()
  const { threshold, minimumShot } = useStore(
    editor.document,
    (document) => document?.detection ?? defaultDetection,
  )
  const detection = useMemo(() => createDetection(editor), [editor])
  // The host's last answer belongs to the same step.
  const byThreshold = useGesture('Threshold', detection.settled)
  const byShot = useGesture('Shortest shot', detection.settled)
  return (
    <div className="sliders">
      <Slider
        label="Threshold"
        hint="How likely a cut must be; less finds more. Your own cuts stay."
        value={threshold}
        min={0.05}
        max={0.99}
        step={0.01}
        text={`${Math.round(threshold * 100)} %`}
        {...byThreshold}
        onChange={(value) => detection.follow('Threshold', { threshold: value, minimumShot })}
      />
      <Slider
        label="Shortest shot"
        hint="Of two cuts with a shorter shot between them the surer stays."
        value={minimumShot}
        min={0}
        max={3}
        step={0.05}
        text={`${minimumShot.toFixed(2)} s`}
        {...byShot}
        onChange={(value) => detection.follow('Shortest shot', { threshold, minimumShot: value })}
      />
    </div>
  )
}

const modes: readonly { readonly value: HitMode | 'auto'; readonly label: string; readonly hint: string }[] =
  [
    { value: 'auto', label: 'Auto', hint: 'As the project’s hit setting says' },
    { value: 'must', label: 'Must', hint: 'A chord exactly on it (Q)' },
    { value: 'soft', label: 'Soft', hint: 'A tendency (W)' },
    { value: 'off', label: 'Off', hint: 'Nothing (E)' },
  ]

const kindLabels: Readonly<Record<HitKind, string>> = {
  chord: 'Chord',
  accent: 'Accent',
  stop: 'Stop',
  swell: 'Swell into it',
}

/** What the music does at the selected cuts. */
function CutMarks(): React.JSX.Element | null {
  const editor = useEditor()
  const ids = useStore(editor.session, ({ selection }) => selection.cuts)
  const transitions = useStore(editor.document, (document) => document?.transitions)
  const cuts = (transitions ?? []).filter(({ id }) => ids.includes(id))
  const [first] = cuts
  if (!first) return <p className="hint">Select a cut to say what the music does there.</p>
  const shared = <T,>(pick: (cut: (typeof cuts)[number]) => T): T | undefined =>
    cuts.every((cut) => pick(cut) === pick(first)) ? pick(first) : undefined
  return (
    <div className="marks" role="group" aria-label="Hit of the selected cuts">
      <div className="panel-row">
        <strong>{cuts.length === 1 ? `Frame ${first.frame}` : `${cuts.length} cuts`}</strong>
        <span className="spring" />
        <CommandButton id="cuts.lock" icon={cuts.every((cut) => cut.locked) ? 'unlock' : 'lock'} />
        <CommandButton id="edit.delete" text="Delete" />
      </div>
      <Choice
        label="What the music owes the cut"
        value={cuts.every((cut) => cut.hit === first.hit) ? (first.hit ?? 'auto') : null}
        options={modes}
        onChange={(mode) => mark(editor, ids, { hit: mode === 'auto' ? undefined : mode }, 'Hit')}
      />
      <Choice
        label="Kind of hit"
        value={shared((cut) => cut.hitKind ?? 'chord') ?? null}
        options={hitKinds.map((value) => ({ value, label: kindLabels[value] }))}
        onChange={(kind) =>
          mark(editor, ids, { hitKind: kind === 'chord' ? undefined : kind }, 'Kind of hit')
        }
      />
      <div className="panel-row">
        <span className="muted">Offset</span>
        <CommandButton id="cuts.offsetEarlier" icon="frameBack" />
        <span className="number">{offsetText(shared((cut) => cut.hitOffset ?? 0))}</span>
        <CommandButton id="cuts.offsetLater" icon="frameForward" />
        <span className="spring" />
        <label className="check">
          <input
            type="checkbox"
            checked={shared((cut) => cut.hitDownbeat) === 'require'}
            onChange={(event) =>
              mark(editor, ids, { hitDownbeat: event.target.checked ? 'require' : undefined }, 'Bar line')
            }
          />
          On a bar line
        </label>
      </div>
    </div>
  )
}

function offsetText(offset: number | undefined): string {
  if (offset === undefined) return 'differs'
  return `${offset > 0 ? '+' : ''}${offset} ${Math.abs(offset) === 1 ? 'frame' : 'frames'}`
}
