import {
  moveCueEdge,
  deleteCue,
  joinCues,
  numberCues,
  playedCues,
  renameCue,
  type CueEdge,
} from '../../../core/document/editCues'
import type { Cue } from '../../../core/document/document'
import { rationalToNumber } from '../../../core/time/rational'
import { parseTimecode, timecodeToFrames } from '../../../core/time/timecode'
import { editCues } from '../app/cueActions'
import { useEditor } from '../app/editor'
import { useStore } from '../app/useStore'
import { timecodeOf, type FilmTimecode } from '../timeline/layers/ruler'
import { remember } from '../timeline/remember'
import { filmTimecode } from '../timeline/sceneItems'
import { CellInput } from '../ui/CellInput'
import { Icon } from '../ui/Icon'
import { CommandButton } from './CommandButton'

const cuesOf = remember(playedCues)

/** Where there is music: each cue with its music-in and music-out. Between them is silence. */
export function CuesPanel(): React.JSX.Element {
  const editor = useEditor()
  const document = useStore(editor.document, (value) => value)
  const cues = document ? cuesOf(document) : []
  return (
    <>
      <div className="panel-row wrap">
        <CommandButton id="cues.add" text="Cue from range" icon="plus" />
        <CommandButton id="cues.split" text="Split here" icon="split" />
        <CommandButton id="cues.silence" text="Silence range" icon="silence" />
        <button className="button quiet" onClick={() => editCues(editor, 'Number cues', numberCues)}>
          Number
        </button>
      </div>
      <div className="table-frame">
        <table className="cues" aria-label="Cues">
          <thead>
            <tr>
              <th>Name</th>
              <th>Music in</th>
              <th>Music out</th>
              <th>Length</th>
              <th>
                <span className="unseen">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {cues.map((cue, index) => (
              <CueRow
                key={cue.id}
                cue={cue}
                timecode={filmTimecode(document!)}
                isLast={index === cues.length - 1}
                isOnly={cues.length === 1}
              />
            ))}
          </tbody>
        </table>
      </div>
      <p className="hint">
        Drag the ends of a cue in the timeline, or type a time code. One cue over the whole film is the
        beginning.
      </p>
    </>
  )
}

interface CueRowProps {
  readonly cue: Cue
  readonly timecode: FilmTimecode
  readonly isLast: boolean
  readonly isOnly: boolean
}

function CueRow({ cue, timecode, isLast, isOnly }: CueRowProps): React.JSX.Element {
  const editor = useEditor()
  const selected = useStore(editor.session, ({ selection }) => selection.cue === cue.id)
  const [start, end] = [rationalToNumber(cue.musicIn), rationalToNumber(cue.musicOut)]
  const move = (edge: CueEdge) => (text: string) => {
    const typed = parseTimecode(text)
    const document = editor.document.get()
    if (!typed || !document) return false
    const frame =
      timecodeToFrames({ ...typed, dropFrame: timecode.dropFrame }, timecode.frameRate) - timecode.firstFrame
    const to = editor.grid().timeOf(Math.max(0, frame))
    editCues(editor, edge === 'musicIn' ? 'Move music in' : 'Move music out', (cues) =>
      moveCueEdge(cues, cue.id, edge, to, document.media.info.duration),
    )
    return true
  }
  const rename = (name: string): boolean => {
    editCues(editor, 'Rename cue', (cues) => renameCue(cues, cue.id, name))
    return name.trim() !== ''
  }
  const edge = (which: CueEdge, time: number): React.JSX.Element => (
    <CellInput
      label={`${which === 'musicIn' ? 'Music in' : 'Music out'} of ${cue.name}`}
      value={timecodeOf(
        timecode,
        Math.round(time * (timecode.frameRate.numerator / timecode.frameRate.denominator)),
      )}
      onCommit={move(which)}
      className="timecode-cell"
    />
  )
  return (
    <tr
      aria-selected={selected}
      onClick={() => editor.set({ selection: { ...editor.session.get().selection, cue: cue.id } })}
    >
      <td>
        <CellInput label={`Name of ${cue.name}`} value={cue.name} onCommit={rename} />
      </td>
      <td>{edge('musicIn', start)}</td>
      <td>{edge('musicOut', end)}</td>
      <td className="number">{(end - start).toFixed(1)} s</td>
      <td className="row-actions">
        <CueActions cue={cue} isLast={isLast} isOnly={isOnly} />
      </td>
    </tr>
  )
}

function CueActions({ cue, isLast, isOnly }: Omit<CueRowProps, 'timecode'>): React.JSX.Element {
  const editor = useEditor()
  const join = (): void => editCues(editor, 'Join cues', (cues) => joinCues(cues, cue.id))
  const remove = (): void => editCues(editor, 'Delete cue', (cues) => deleteCue(cues, cue.id))
  return (
    <>
      {!isLast && (
        <button className="button quiet" title="Join with the next cue" onClick={join}>
          Join
        </button>
      )}
      <button
        className="button quiet icon-only"
        aria-label={`Delete ${cue.name}`}
        disabled={isOnly}
        onClick={remove}
      >
        <Icon name="close" size={11} />
      </button>
    </>
  )
}
