import { mustHitsOf } from '../../../core/music/plan'
import { shownScore } from '../timeline/scene'
import { keepTake } from '../app/composing'
import { useEditor } from '../app/editor'
import { useStore } from '../app/useStore'
import { MoreTakes } from './MoreTakes'

/** The takes side by side: show and hear one, keep the best. */
export function TakesList(): React.JSX.Element | null {
  const editor = useEditor()
  const document = useStore(editor.document, (value) => value)
  const shown = useStore(editor.session, (session) => session.take)
  const { composition, settings } = document ?? {}
  if (!document || !composition || !settings) return null
  const seeds = [settings.seed, ...(composition.takes ?? []).map(({ seed }) => seed)]
  const kept = mustHitsOf(composition.plan)
  return (
    <section aria-label="Takes">
      <h2 className="part">Takes</h2>
      <ul className="takes">
        {seeds.map((seed, take) => {
          const score = shownScore(document, take)!
          const notes = score.tracks.reduce((sum, track) => sum + track.notes.length, 0)
          return (
            <li key={seed} className={take === shown ? 'shown' : ''}>
              <button aria-pressed={take === shown} onClick={() => editor.set({ take })}>
                <strong>{take === 0 ? 'Score' : `Take ${take + 1}`}</strong>
                <small>
                  seed {seed} · {notes} notes ·{' '}
                  {score.tracks.filter(({ notes: own }) => own.length > 0).length} parts
                </small>
              </button>
              {take > 0 && (
                <button className="button quiet" onClick={() => keepTake(editor, take)}>
                  Keep
                </button>
              )}
            </li>
          )
        })}
      </ul>
      <div className="panel-row wrap">
        <MoreTakes />
      </div>
      <p className="muted">
        {kept.filter((hit) => hit.kept).length} of {kept.length} must-hits on their chord · written by{' '}
        {composition.model.name} {composition.model.version}
      </p>
    </section>
  )
}
