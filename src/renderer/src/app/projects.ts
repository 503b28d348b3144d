import type { OpenProject } from '../../../contract/project'
import { decodeDocument } from '../../../core/document/decodeDocument'
import { analyse, readAnalysed } from './analysing'
import { ask, chooseFile } from './asking'
import type { Editor } from './editor'
import { showFilm, changeFilm } from './film'
import type { Journal } from './journal'
import { createOnePage, type OnePage } from './onePage'
import { createSaving, type Saving } from './saving'
import { noSelection } from './session'

/** Opening, saving and closing of projects. */
export interface Projects {
  openChosen(): Promise<void>
  openSample(): Promise<void>
  openFile(fileId: string): Promise<void>
  recover(recoveryId: string): Promise<void>
  discardRecovery(recoveryId: string): Promise<void>
  /** Goes on with what this host has open, or shows what earlier runs left behind. */
  resume(): Promise<void>
  /** True when it was saved. */
  save(as?: boolean): Promise<boolean>
  /** Puts the version before the last save in the place of the document: an edit, so it can be undone. */
  openEarlier(): Promise<void>
  relink(): Promise<void>
  /** Asks about unsaved changes; true when the project may be left. */
  mayLeave(): Promise<boolean>
}

interface Parts {
  readonly editor: Editor
  readonly journal: Journal
  readonly pages: OnePage
}

function show({ editor, journal, pages }: Parts, opened: OpenProject): void {
  void pages.claim(opened.projectId)
  const { document: stored, ...project } = opened
  editor.transport.pause()
  editor.set({
    project,
    facts: null,
    source: null,
    analysis: null,
    waveform: null,
    scores: null,
    scenes: null,
    writing: null,
    range: null,
    trackScroll: 0,
    take: 0,
    selection: noSelection,
  })
  const document = decodeDocument(stored)
  editor.document.open(document)
  journal.opened(project.projectId, opened.unsaved, opened.revision)
  editor.view.fit()
  editor.transport.seek(0)
  const { mediaId, mediaProblem } = project
  if (mediaId === null) return
  showFilm(editor, mediaId)
  const isAnalysed = document.detectedCurve.points.length > 0
  if (!isAnalysed) editor.notices.guard(() => analyse(editor, journal))
  else void readAnalysed(editor, mediaId).catch(() => undefined)
  if (mediaProblem === 'changed')
    editor.notices.say(
      'The video is not the one that the project was made from. Analyse it again (More, Analyse the film): your own cuts and the edited curve are kept.',
    )
}

async function mayLeave(editor: Editor, journal: Journal, save: Saving): Promise<boolean> {
  const { project, capabilities } = editor.session.get()
  if (!project || !journal.isUnsaved()) return true
  const question = `“${project.name}” has unsaved changes.`
  const answer = capabilities?.closeQuestion
    ? await editor.client.system.askUnsaved({ name: project.name })
    : await ask(editor, question, ['Save', 'Discard', 'Cancel'])
  if (answer === 'save' || answer === 'Save') return save()
  return answer === 'discard' || answer === 'Discard'
}

async function relink(editor: Editor, journal: Journal): Promise<void> {
  const { project } = editor.session.get()
  const file = project && (await chooseFile(editor, 'relink', ['video']))
  if (!project || !file) return
  const { projectId } = project
  const first = await editor.client.project.relink({ projectId, fileId: file.fileId })
  const isOther = first.match === 'different'
  if (isOther) {
    const text = `“${file.name}” is another video than the one that this project was made from.`
    if ((await ask(editor, text, ['Use it and analyse again', 'Cancel'])) !== 'Use it and analyse again')
      return
  }
  const { mediaId } = isOther
    ? await editor.client.project.relink({ projectId, fileId: file.fileId, accept: true })
    : first
  changeFilm(editor, mediaId)
  if (isOther && mediaId !== null) await analyse(editor, journal)
}

/** Goes on with a project, asking first where another page works on it. */
async function goOn(parts: Parts, open: OpenProject): Promise<boolean> {
  const { editor, pages } = parts
  const { projectId, name } = open
  if (await pages.claim(projectId)) {
    show(parts, open)
    return true
  }
  const text = `“${name}” is open in another page of this Hitpoint. Only one page can work on it.`
  if ((await ask(editor, text, ['Work on it here', 'Open something else'])) !== 'Work on it here')
    return false
  await pages.takeOver(projectId)
  const latest = await editor.client.project.resume({ projectId })
  if (latest) show(parts, latest)
  return latest !== null
}

async function resume(parts: Parts): Promise<void> {
  const { editor } = parts
  const open = await editor.client.project.resume({})
  if (open && (await goOn(parts, open))) return
  const [opened] = await editor.client.files.takeOpened({})
  if (opened && (await goOn(parts, await editor.client.project.open({ fileId: opened.fileId })))) return
  editor.set({ recoveries: await editor.client.project.recoveries({}) })
}

/** Another page takes the project over: everything is written, and this page shows nothing of it any more. */
async function yieldProject(
  editor: Editor,
  journal: Journal,
  again: (projectId: string) => void,
): Promise<void> {
  const { project } = editor.session.get()
  if (!project) return
  editor.transport.pause()
  await journal.still(() => Promise.resolve())
  journal.left()
  editor.document.open(null)
  editor.set({ project: null, source: null, selection: noSelection })
  const text = `“${project.name}” is now worked on in another page; your edits went along.`
  void ask(editor, text, ['Close it here', 'Work on it here again']).then((answer) => {
    if (answer === 'Work on it here again') again(project.projectId)
  })
}

export function createProjects(editor: Editor, journal: Journal): Projects {
  const { client } = editor
  const again = (projectId: string): void =>
    editor.notices.guard(async () => {
      const open = await client.project.resume({ projectId })
      if (open) await goOn(parts, open)
    })
  const pages = createOnePage(() => yieldProject(editor, journal, again))
  const parts: Parts = { editor, journal, pages }
  const save = createSaving(editor, journal)
  const openWith = async (open: () => Promise<OpenProject>): Promise<void> => {
    if (!(await mayLeave(editor, journal, save))) return
    const before = editor.session.get().project?.projectId
    const opened = await open()
    if (before === undefined || opened.projectId !== before) {
      const isShown = await goOn(parts, opened)
      if (isShown && before !== undefined) await client.project.close({ projectId: before })
      return
    }
    // The file that is open already is read anew: what was unsaved has been saved or given up.
    await client.project.close({ projectId: before })
    show(parts, await open())
  }
  const forget = (recoveryId: string): void =>
    editor.set({
      recoveries: editor.session.get().recoveries.filter((each) => each.recoveryId !== recoveryId),
    })
  const openFile = (fileId: string): Promise<void> => openWith(() => client.project.open({ fileId }))
  return {
    openFile,
    async openChosen() {
      const file = await chooseFile(editor, 'open', ['video', 'project'])
      if (file) await openFile(file.fileId)
    },
    openSample: async () => openFile((await client.files.sample({})).fileId),
    async recover(recoveryId) {
      await openWith(() => client.project.recover({ recoveryId }))
      forget(recoveryId)
    },
    async discardRecovery(recoveryId) {
      await client.project.discardRecovery({ recoveryId })
      forget(recoveryId)
    },
    resume: () => resume(parts),
    save,
    async openEarlier() {
      const { project } = editor.session.get()
      if (!project) return
      const { document } = await client.project.openBackup({ projectId: project.projectId })
      editor.edit('Open the earlier version', () => decodeDocument(document))
    },
    relink: () => relink(editor, journal),
    mayLeave: () => mayLeave(editor, journal, save),
  }
}
