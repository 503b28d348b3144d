import type { OpenedFile } from '../../../contract/files'
import { decodeDocument } from '../../../core/document/decodeDocument'
import type { HitpointDocument } from '../../../core/document/document'
import { encodeDocument } from '../../../core/document/encodeDocument'
import { keepTake, type Composing } from '../app/composing'
import type { Editor } from '../app/editor'
import { changeFilm } from '../app/film'

/** What the user wants of a cut list beside its file. */
export interface CutWishes {
  /** A list of the cut that the project has. */
  readonly oldFile?: OpenedFile | undefined
  /** The film in its new cut; the project's film from then on. */
  readonly video?: OpenedFile | undefined
  /** Compose anew around what is locked. */
  readonly composes: boolean
}

interface Open {
  readonly projectId: string
  readonly document: HitpointDocument
}

function openIn(editor: Editor): Open | null {
  const document = editor.document.get()
  const project = editor.session.get().project
  return document && project && { document, projectId: project.projectId }
}

/** False where another project was opened or something was edited meanwhile: what was read is not its any more. */
const isStill = (editor: Editor, { document, projectId }: Open): boolean =>
  editor.document.get() === document && editor.session.get().project?.projectId === projectId

const lostScore = 'The score was taken out, because the time of the film is another: generate one, or undo.'

/** Makes a file the film of the open project. Answers with what to know of it. */
async function takeFilm(editor: Editor, { fileId, name }: OpenedFile): Promise<string> {
  const { project } = editor.session.get()
  if (!project) return ''
  const { projectId } = project
  const { mediaId } = await editor.client.project.relink({ projectId, fileId, accept: true })
  changeFilm(editor, mediaId)
  return `The film is “${name}” now; undo takes cuts and curve back, not the film`
}

/** Takes a new cut list into the open project, as one step of the history. Answers with what became of it; throws its failure. */
export async function importCuts(
  editor: Editor,
  composing: Composing,
  file: OpenedFile,
  { oldFile, video, composes }: CutWishes,
): Promise<readonly string[]> {
  const open = openIn(editor)
  if (!open) return []
  const {
    document,
    lines: told,
    around,
  } = await editor.client.importing.cuts({
    projectId: open.projectId,
    document: encodeDocument(open.document),
    fileId: file.fileId,
    ...(oldFile && { oldFileId: oldFile.fileId }),
    ...(video && { videoFileId: video.fileId }),
  })
  if (!isStill(editor, open)) return []
  const lines = video ? [...told, await takeFilm(editor, video)] : told
  const taken = decodeDocument(document)
  const label = 'Import cuts'
  const losesScore = open.document.composition !== undefined && taken.composition === undefined
  editor.set({ take: 0, range: null })
  if (!composes || !losesScore) {
    editor.edit(label, () => taken)
    return losesScore ? [...lines, lostScore] : lines
  }
  const step = editor.history.begin(label)
  try {
    editor.edit(label, () => (around ? decodeDocument(around) : taken))
    await composing.generate()
  } catch (error) {
    editor.edit(label, () => taken)
    throw error
  } finally {
    step.end()
  }
  return lines
}

/** Takes an edited MIDI file into the shown score, as one step of the history. Answers with what became of it; throws its failure. */
export async function importMidi(
  editor: Editor,
  file: OpenedFile,
  preRollBars: number,
): Promise<readonly string[]> {
  const { take } = editor.session.get()
  const step = editor.history.begin('Import MIDI')
  try {
    // The file is one of the take that is shown.
    if (take > 0) keepTake(editor, take)
    const open = openIn(editor)
    if (!open) return []
    const { document, lines } = await editor.client.importing.midi({
      projectId: open.projectId,
      document: encodeDocument(open.document),
      fileId: file.fileId,
      preRollBars,
    })
    if (!isStill(editor, open)) return []
    editor.edit('Import MIDI', () => decodeDocument(document))
    step.end()
    return lines
  } catch (error) {
    step.cancel()
    editor.set({ take })
    throw error
  }
}

/** What was dropped on the window, with the choices of an untouched dialog. */
export async function importDropped(editor: Editor, composing: Composing, file: OpenedFile): Promise<void> {
  if (!openIn(editor)) return editor.notices.say('Open the project first that this file belongs to.')
  const lines =
    file.kind === 'midi'
      ? await importMidi(editor, file, 0)
      : await importCuts(editor, composing, file, { composes: false })
  editor.notices.say(lines.join('. '))
}
