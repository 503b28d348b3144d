import type { Composition } from '../../../core/document/document'
import { changeChord, changeNote } from '../../../core/document/editScore'
import type { ChordQuality, ChordSymbol, Note } from '../../../core/music/score'
import { seconds, ticks } from '../../../core/time/units'
import { useEditor, type Editor } from '../app/editor'
import { useStore } from '../app/useStore'
import { chordName, pitchNames, tempoMapOf } from '../timeline/sceneItems'
import { CellInput } from '../ui/CellInput'

const qualityNames: Readonly<Record<ChordQuality, string>> = {
  major: 'major',
  minor: 'minor',
  diminished: 'diminished',
  augmented: 'augmented',
  suspended: 'suspended',
  dominantSeventh: 'seventh',
  majorSeventh: 'major seventh',
  minorSeventh: 'minor seventh',
  diminishedSeventh: 'diminished seventh',
}

const edit = (editor: Editor, label: string, change: (composition: Composition) => Composition): void =>
  editor.edit(label, (document) => {
    const { composition } = document
    const changed = composition && change(composition)
    return changed === composition ? document : { ...document, composition: changed }
  })

/** The chord or note that was clicked in the timeline; a change of it is a lock. */
export function MusicSelection(): React.JSX.Element | null {
  const editor = useEditor()
  const { chord, note } = useStore(editor.session, (session) => session.selection)
  const score = useStore(editor.document, (document) => document?.composition?.score)
  const chosenChord = chord === null ? undefined : score?.chords[chord]
  const track = score?.tracks.find(({ id }) => id === note?.trackId)
  const chosenNote = note && track?.notes[note.index]
  if (chosenChord) return <ChordFields chord={chosenChord} index={chord!} />
  if (chosenNote && track)
    return <NoteFields note={chosenNote} name={track.name} trackId={track.id} index={note.index} />
  return (
    <p className="hint">Click a chord or a note in the timeline to change it; what you change is locked.</p>
  )
}

function ChordFields({
  chord,
  index,
}: {
  readonly chord: ChordSymbol
  readonly index: number
}): React.JSX.Element {
  const editor = useEditor()
  const change = (members: Parameters<typeof changeChord>[2]): void =>
    edit(editor, 'Change chord', (composition) => changeChord(composition, index, members))
  const pitchSelect = (label: string, value: number, take: (value: number) => void): React.JSX.Element => (
    <select aria-label={label} value={value} onChange={(event) => take(Number(event.target.value))}>
      {pitchNames.map((name, pitch) => (
        <option key={name} value={pitch}>
          {name}
        </option>
      ))}
    </select>
  )
  return (
    <div className="field" role="group" aria-label="Chord">
      <span>Chord {chordName(chord)}</span>
      <span className="inline">
        {pitchSelect('Root', chord.root, (root) => change({ root }))}
        <select
          aria-label="Quality"
          value={chord.quality}
          onChange={(event) => change({ quality: event.target.value as ChordQuality })}
        >
          {Object.entries(qualityNames).map(([quality, name]) => (
            <option key={quality} value={quality}>
              {name}
            </option>
          ))}
        </select>
        over
        {pitchSelect('Bass', chord.bass, (bass) => change({ bass }))}
      </span>
    </div>
  )
}

/** A key's name with its octave, C4 = 60. */
const noteName = (pitch: number): string => `${pitchNames[pitch % 12]}${Math.floor(pitch / 12) - 1}`

interface NoteFieldsProps {
  readonly note: Note
  readonly name: string
  readonly trackId: string
  readonly index: number
}

function NoteFields({ note, name, trackId, index }: NoteFieldsProps): React.JSX.Element {
  const editor = useEditor()
  const tempo = tempoMapOf(editor.document.get()!.composition!.score.tempo)
  const end = tempo.secondsAt(ticks(note.start + note.duration))
  const change = (label: string, members: Partial<Note> | null): boolean => {
    edit(editor, label, (composition) => changeNote(composition, trackId, index, members))
    return true
  }
  const number = (take: (value: number) => Partial<Note>) => (text: string) => {
    const value = Number(text)
    return text.trim() !== '' && Number.isFinite(value) && change('Change note', take(value))
  }
  const startAt = (time: number): Partial<Note> => ({
    start: ticks(Math.round(tempo.ticksAt(seconds(time)))),
  })
  const endAt = (time: number): Partial<Note> => ({
    duration: ticks(Math.round(tempo.ticksAt(seconds(time))) - note.start),
  })
  return (
    <div className="field" role="group" aria-label="Note">
      <span>
        {name} {noteName(note.pitch)}
      </span>
      <span className="inline">
        key
        <CellInput
          label="Key of the note"
          value={String(note.pitch)}
          onCommit={number((pitch) => ({ pitch }))}
          className="boxed number"
        />
        from
        <CellInput
          label="Start of the note in seconds"
          value={tempo.secondsAt(note.start).toFixed(3)}
          onCommit={number(startAt)}
          className="boxed number"
        />
        to
        <CellInput
          label="End of the note in seconds"
          value={end.toFixed(3)}
          onCommit={number(endAt)}
          className="boxed number"
        />
        velocity
        <CellInput
          label="Velocity of the note"
          value={String(note.velocity)}
          onCommit={number((velocity) => ({ velocity }))}
          className="boxed number"
        />
        <button className="button quiet" onClick={() => change('Delete note', null)}>
          Delete
        </button>
      </span>
    </div>
  )
}
