import { presets } from '../../../core/music/presets'
import type { HitSetting, ScoreSettings } from '../../../core/document/document'
import { nextSeed } from '../app/composing'
import { useEditor } from '../app/editor'
import { useStore } from '../app/useStore'
import { CellInput } from '../ui/CellInput'
import { ComposerControls } from './ComposerControls'
import { TempoSolutions } from './TempoSolutions'

/** Settings of the score and controls of the composer. */
export function ScoreControls(): React.JSX.Element | null {
  const editor = useEditor()
  const settings = useStore(editor.document, (document) => document?.settings)
  if (!settings) return null
  return (
    <section className="controls" aria-label="Settings of the score">
      <PresetField settings={settings} />
      <TempoFields settings={settings} />
      <MetreAndKey settings={settings} />
      <HitsAndSeed settings={settings} />
      <TempoSolutions settings={settings} />
      <ComposerControls preset={settings.preset} />
    </section>
  )
}

interface SettingsProps {
  readonly settings: ScoreSettings
}

function useSettings(): (label: string, change: Partial<ScoreSettings>) => void {
  const editor = useEditor()
  return (label, change) =>
    editor.edit(label, (document) => ({ ...document, settings: { ...document.settings, ...change } }))
}

function PresetField({ settings }: SettingsProps): React.JSX.Element {
  const change = useSettings()
  return (
    <label className="field">
      <span>Instruments</span>
      <select
        value={settings.preset}
        onChange={(event) => change('Instruments', { preset: event.target.value })}
      >
        {presets.map(({ name, title }) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
    </label>
  )
}

const tonics = ['C', 'D♭', 'D', 'E♭', 'E', 'F', 'G♭', 'G', 'A♭', 'A', 'B♭', 'B']
const metres = ['4/4', '3/4', '2/4', '6/8', '5/4'] as const

function TempoFields({ settings }: SettingsProps): React.JSX.Element {
  const change = useSettings()
  const { minimumTempo, maximumTempo } = settings
  const tempo = (member: 'minimumTempo' | 'maximumTempo') => (text: string) => {
    const value = Number(text)
    const [low, high] = member === 'minimumTempo' ? [value, maximumTempo] : [minimumTempo, value]
    if (!(low >= 30 && high <= 300 && low <= high)) return false
    change('Tempo', { [member]: value })
    return true
  }
  return (
    <>
      <div className="field">
        <span>Tempo</span>
        <span className="inline">
          <CellInput
            label="Slowest tempo"
            value={String(minimumTempo)}
            onCommit={tempo('minimumTempo')}
            className="boxed number"
          />
          to
          <CellInput
            label="Fastest tempo"
            value={String(maximumTempo)}
            onCommit={tempo('maximumTempo')}
            className="boxed number"
          />
          BPM
        </span>
      </div>
    </>
  )
}

function MetreAndKey({ settings }: SettingsProps): React.JSX.Element {
  const change = useSettings()
  const { metre, key } = settings
  return (
    <div className="field">
      <span>Metre and key</span>
      <span className="inline">
        <select
          aria-label="Metre"
          value={`${metre.numerator}/${metre.denominator}`}
          onChange={(event) => {
            const [numerator, denominator] = event.target.value.split('/').map(Number)
            change('Metre', { metre: { numerator: numerator!, denominator: denominator! } })
          }}
        >
          {metres.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        <select
          aria-label="Key"
          value={key === 'automatic' ? 'automatic' : `${key.tonic} ${key.mode}`}
          onChange={(event) => change('Key', { key: keyOf(event.target.value) })}
        >
          <option value="automatic">Key by mood</option>
          {(['major', 'minor'] as const).flatMap((mode) =>
            tonics.map((name, tonic) => (
              <option key={`${name} ${mode}`} value={`${tonic} ${mode}`}>
                {name} {mode}
              </option>
            )),
          )}
        </select>
      </span>
    </div>
  )
}

function keyOf(text: string): ScoreSettings['key'] {
  const [tonic, mode] = text.split(' ')
  return mode === 'major' || mode === 'minor' ? { tonic: Number(tonic), mode } : 'automatic'
}

const hitTexts: Readonly<Record<HitSetting, string>> = {
  auto: 'Hard cuts must, others soft',
  all: 'All cuts must',
  none: 'None unless marked',
}

function HitsAndSeed({ settings }: SettingsProps): React.JSX.Element {
  const editor = useEditor()
  const change = useSettings()
  return (
    <>
      <label className="field">
        <span>Hits</span>
        <select
          value={settings.hits}
          onChange={(event) => change('Hits', { hits: event.target.value as HitSetting })}
        >
          {(Object.keys(hitTexts) as HitSetting[]).map((name) => (
            <option key={name} value={name}>
              {hitTexts[name]}
            </option>
          ))}
        </select>
      </label>
      <div className="field">
        <span>Seed</span>
        <span className="inline">
          <CellInput
            label="Seed"
            value={String(settings.seed)}
            className="boxed number"
            onCommit={(text) => {
              const seed = Number(text)
              if (!Number.isInteger(seed) || seed < 0 || seed > 2 ** 31) return false
              change('Seed', { seed })
              return true
            }}
          />
          <button className="button quiet" onClick={() => nextSeed(editor)}>
            Another
          </button>
        </span>
      </div>
    </>
  )
}
