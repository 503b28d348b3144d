import type { HitpointDocument } from '../../../core/document/document'
import { densityBounds, type CompositionControls } from '../../../core/music/controls'
import type { Family } from '../../../core/music/families'
import { findPreset } from '../../../core/music/presets'
import { defaultGuidance, strongestGuidance } from '../../../core/music/sampling'
import { useEditor } from '../app/editor'
import { useGesture } from '../app/useGesture'
import { useStore } from '../app/useStore'
import { Slider } from '../ui/Slider'

const noControls: CompositionControls = {}

/** A document whose next composition is made with other controls; what is as usual is left out. */
function withControls(document: HitpointDocument, change: CompositionControls): HitpointDocument {
  const all = Object.entries({ ...document.controls, ...change })
  return { ...document, controls: Object.fromEntries(all.filter(([, value]) => value !== undefined)) }
}

/** What the next score is composed with beside its settings: emotion strength, density, grid, families. */
export function ComposerControls({ preset }: { readonly preset: string }): React.JSX.Element {
  const editor = useEditor()
  const controls = useStore(editor.document, (document) => document?.controls ?? noControls)
  const set = (label: string, change: CompositionControls): void =>
    editor.edit(label, (document) => withControls(document, change))
  const { emotionStrength = defaultGuidance, density = 1, quantised = false } = controls
  return (
    <>
      <div className="sliders">
        <Slider
          label="Emotion strength"
          min={1}
          max={strongestGuidance}
          step={0.1}
          value={emotionStrength}
          text={emotionStrength.toFixed(1)}
          onChange={(value) => set('Emotion strength', { emotionStrength: value })}
          {...useGesture('Emotion strength')}
        />
        <Slider
          label="Density"
          min={densityBounds[0]}
          max={2}
          step={0.05}
          value={density}
          text={`${Math.round(density * 100)} %`}
          onChange={(value) => set('Density', { density: value })}
          {...useGesture('Density')}
        />
      </div>
      <label className="check">
        <input
          type="checkbox"
          checked={quantised}
          onChange={(event) => set('Exactly on the grid', { quantised: event.target.checked || undefined })}
        />
        Exactly on the grid
      </label>
      <FamilyChoice
        preset={preset}
        without={controls.without ?? noFamilies}
        onChange={(without) => set('Families', { without: without.length > 0 ? without : undefined })}
      />
    </>
  )
}

const noFamilies: readonly Family[] = []

interface FamilyChoiceProps {
  readonly preset: string
  readonly without: readonly Family[]
  readonly onChange: (without: readonly Family[]) => void
}

/** Which instrument families of the preset play. */
function FamilyChoice({ preset, without, onChange }: FamilyChoiceProps): React.JSX.Element | null {
  const found = findPreset(preset)
  if (!found || found.families.length < 2) return null
  const toggle = (family: Family): void =>
    onChange(without.includes(family) ? without.filter((each) => each !== family) : [...without, family])
  return (
    <div className="field" role="group" aria-label="Families that play">
      <span>Families</span>
      <span className="inline">
        {found.families.map((family) => (
          <label key={family} className="check">
            <input type="checkbox" checked={!without.includes(family)} onChange={() => toggle(family)} />
            {family}
          </label>
        ))}
      </span>
    </div>
  )
}
