import { useEffect, useState } from 'react'
import type { FileKind, Listing, TargetKind } from '../../../contract/files'
import { ask } from '../app/asking'
import { useEditor } from '../app/editor'
import type { FilePicker } from '../app/session'
import { useStore } from '../app/useStore'
import { Dialog } from '../ui/Dialog'
import { Icon } from '../ui/Icon'
import { sizeText } from '../ui/sizeText'

const kindsOf: Readonly<Record<FilePicker['purpose'], readonly FileKind[]>> = {
  open: ['video', 'project'],
  relink: ['video'],
  soundBank: ['soundBank'],
  cutList: ['cutList'],
  midi: ['midi'],
  program: ['program'],
  saveProject: ['project'],
  saveFolder: [],
}

/** What the dialog is for, before the folder's name. */
const titleOf: Readonly<Record<FilePicker['purpose'], string>> = {
  open: 'Open from',
  relink: 'The film, from',
  soundBank: 'Sound bank from',
  cutList: 'Cut list from',
  midi: 'MIDI file from',
  program: 'Program from',
  saveProject: 'Save in',
  saveFolder: 'Export to a folder in',
}

const emptyText: Readonly<Record<FilePicker['purpose'], string>> = {
  open: 'No films or projects here.',
  relink: 'No films here.',
  soundBank: 'No sound banks (SF2, SF3) here.',
  cutList: 'No cut lists here.',
  midi: 'No MIDI files here.',
  program: 'No programs here.',
  saveProject: 'No projects here yet.',
  saveFolder: 'No folders here yet; the files go into a new one.',
}

const targetOf: Readonly<Partial<Record<FilePicker['purpose'], TargetKind>>> = {
  saveProject: 'project',
  saveFolder: 'folder',
}

/** The page's own list of files, on hosts without a picker of the system. */
export function FilePickerDialog(): React.JSX.Element | null {
  const editor = useEditor()
  const picker = useStore(editor.session, (session) => session.picker)
  return picker && <PickerBody picker={picker} />
}

function PickerBody({ picker }: { readonly picker: FilePicker }): React.JSX.Element {
  const editor = useEditor()
  const [listing, setListing] = useState<Listing | null>(null)
  const target = targetOf[picker.purpose]
  const show = (folderId?: string): void => {
    const kinds = [...kindsOf[picker.purpose]]
    editor.notices.guard(async () =>
      setListing(await editor.client.files.list({ kinds, ...(folderId && { folderId }) })),
    )
  }
  useEffect(() => show(), [])
  return (
    <Dialog label={target ? 'Save' : 'Open'} onClose={() => picker.settle(null)}>
      <header className="dialog-head">
        <h2>
          {titleOf[picker.purpose]} {listing?.name ?? '…'}
        </h2>
        {listing?.parentId && (
          <button className="button quiet" onClick={() => show(listing.parentId!)}>
            Up
          </button>
        )}
      </header>
      <FileList listing={listing} picker={picker} onFolder={show} />
      <PickerActions picker={picker} listing={listing} />
    </Dialog>
  )
}

function PickerActions({ picker, listing }: Omit<FileListProps, 'onFolder'>): React.JSX.Element {
  const editor = useEditor()
  const [name, setName] = useState(picker.suggestedName)
  const target = targetOf[picker.purpose]
  const save = async (): Promise<void> => {
    if (!listing || !target || name.trim() === '') return
    const { folderId } = listing
    const chosen = await editor.client.files.nameTarget({ folderId, kind: target, name: name.trim() })
    const text = `“${chosen.name}” is already there.`
    if (chosen.exists && (await ask(editor, text, ['Replace it', 'Cancel'])) !== 'Replace it') return
    picker.settle({ targetId: chosen.targetId })
  }
  return (
    <form
      className="panel-row end"
      onSubmit={(event) => {
        event.preventDefault()
        editor.notices.guard(save)
      }}
    >
      {target && (
        <input
          type="text"
          className="boxed wide"
          aria-label="Name"
          value={name}
          autoFocus
          onChange={(event) => setName(event.target.value)}
        />
      )}
      <button type="button" className="button plain" onClick={() => picker.settle(null)}>
        Cancel
      </button>
      {target && (
        <button type="submit" className="button primary" disabled={!listing || name.trim() === ''}>
          Save
        </button>
      )}
    </form>
  )
}

interface FileListProps {
  readonly listing: Listing | null
  readonly picker: FilePicker
  readonly onFolder: (folderId: string) => void
}

function FileList({ listing, picker, onFolder }: FileListProps): React.JSX.Element {
  if (!listing) return <p className="muted">Reading the folder …</p>
  if (listing.entries.length === 0) return <p className="muted">{emptyText[picker.purpose]}</p>
  const isSaving = targetOf[picker.purpose] !== undefined
  return (
    <ul className="files">
      {listing.entries.map((entry) => (
        <li key={entry.name}>
          <button
            disabled={isSaving && entry.kind !== 'folder'}
            onClick={() => {
              if (entry.kind === 'folder') {
                if (entry.folderId) onFolder(entry.folderId)
              } else if (entry.fileId)
                picker.settle({
                  fileId: entry.fileId,
                  kind: entry.kind,
                  name: entry.name,
                  folder: listing.name,
                })
            }}
          >
            <Icon name={entry.kind === 'folder' ? 'folder' : entry.kind === 'video' ? 'film' : 'note'} />
            <span>{entry.name}</span>
            <small className="muted">{entry.kind === 'folder' ? '' : sizeText(entry.bytes)}</small>
          </button>
        </li>
      ))}
    </ul>
  )
}
