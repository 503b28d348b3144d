import { staleSettings } from '../../../core/document/staleRanges'
import { useEditor } from '../app/editor'
import { useStore } from '../app/useStore'
import { staleOf } from '../timeline/staleOf'
import { CommandButton } from './CommandButton'
import { MusicSelection } from './MusicSelection'
import { RangeText } from './RangeText'
import { ScoreControls } from './ScoreControls'
import { TakesList } from './TakesList'

/** How the music is composed, and what of it stays. */
export function ScorePanel(): React.JSX.Element {
  const editor = useEditor()
  const writing = useStore(editor.session, (session) => session.writing !== null)
  const hasScore = useStore(editor.document, (document) => document?.composition !== undefined)
  return (
    <>
      <div className="panel-row wrap">
        {writing ? (
          <CommandButton id="score.cancel" text="Stop" icon="stop" kind="plain" />
        ) : (
          <CommandButton
            id="score.generate"
            text={hasScore ? 'Generate anew' : 'Generate'}
            icon="wand"
            kind="primary"
          />
        )}
        <CommandButton id="score.regenerate" text="Regenerate range" icon="range" />
        <CommandButton id="score.lockRange" text="Lock range" icon="lock" />
      </div>
      <StaleNote />
      <ScoreControls />
      {hasScore && <MusicSelection />}
      {hasScore && <TakesList />}
      <LocksList />
    </>
  )
}

/** What edits made stale since the score was composed. */
function StaleNote(): React.JSX.Element | null {
  const editor = useEditor()
  const document = useStore(editor.document, (value) => value)
  if (!document?.composition) return null
  const ranges = staleOf(document)
  const settings = staleSettings(document)
  if (ranges.length === 0 && settings.length === 0) return null
  return (
    <div className="stale" role="status">
      {ranges.length > 0 && (
        <>
          <strong>
            {ranges.length === 1 ? 'One range no longer follows' : `${ranges.length} ranges no longer follow`}{' '}
            the edits
          </strong>
          {ranges.slice(0, 4).map((range) => (
            <RangeText key={range.start} range={range} />
          ))}
          <CommandButton
            id="score.regenerateStale"
            text={ranges.length === 1 ? 'Regenerate it' : 'Regenerate them'}
            icon="reset"
            kind="plain"
          />
        </>
      )}
      {settings.length > 0 && (
        <p>Changed settings ({settings.map(settingName).join(', ')}) need the whole score anew.</p>
      )}
    </div>
  )
}

const settingNames: Readonly<Record<string, string>> = {
  minimumTempo: 'slowest tempo',
  maximumTempo: 'fastest tempo',
  solution: 'tempo solution',
}
const settingName = (name: string): string => settingNames[name] ?? name

function LocksList(): React.JSX.Element | null {
  const editor = useEditor()
  const locks = useStore(editor.document, (document) => document?.composition?.locks)
  const tracks = useStore(editor.document, (document) => document?.composition?.score.tracks)
  if (!locks?.length) return null
  const nameOf = (id: string): string => tracks?.find((track) => track.id === id)?.name ?? id
  return (
    <section aria-label="Locked ranges">
      <h2 className="part">Locked ranges</h2>
      {locks.map((lock, index) => (
        <div className="panel-row" key={`${lock.start} ${lock.end} ${lock.tracks?.join(' ') ?? ''}`}>
          <RangeText range={lock} />
          {lock.tracks && <small>{lock.tracks.map(nameOf).join(', ')}</small>}
          <span className="spring" />
          <UnlockButton index={index} />
        </div>
      ))}
    </section>
  )
}

function UnlockButton({ index }: { readonly index: number }): React.JSX.Element {
  const editor = useEditor()
  const unlock = (): void =>
    editor.edit('Unlock range', (document) => {
      const { composition } = document
      const locks = composition?.locks?.filter((_, place) => place !== index)
      return composition ? { ...document, composition: { ...composition, locks } } : document
    })
  return (
    <button className="button quiet" onClick={unlock}>
      Unlock
    </button>
  )
}
