import type { OpenProject } from '../../../contract/project'
import { decodeDocument } from '../../../core/document/decodeDocument'
import { encodeDocument } from '../../../core/document/encodeDocument'
import { analyse, readScores } from './analysing'
import { ask, chooseFile, chooseTarget } from './asking'
import type { Editor } from './editor'
import { showFilm } from './film'
import type { Journal } from './journal'
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
  relink(): Promise<void>
  /** Asks about unsaved changes; true when the project may be left. */
  mayLeave(): Promise<boolean>
}

function show(editor: Editor, journal: Journal, opened: OpenProject): void {
  const { document: stored, ...project } = opened
  editor.transport.pause()
  editor.set({
    project,
    facts: null,
    source: null,
    analysis: null,
    waveform: null,
    scores: null,
    writing: null,
    range: null,
    take: 0,
    selection: noSelection,
  })
  const document = decodeDocument(stored)
  editor.document.open(document)
  editor.set({ controls: document.composition?.controls ?? {} })
  journal.opened(project.projectId, opened.unsaved)
  editor.view.fit()
  editor.transport.seek(0)
  const { mediaId, mediaProblem } = project
  if (mediaId === null) return
  showFilm(editor, mediaId)
  const isNew = document.transitions.length === 0 && document.curve.points.length === 0
  if (isNew) editor.notices.guard(() => analyse(editor, journal))
  else void readScores(editor, mediaId).catch(() => undefined)
  if (mediaProblem === 'changed')
    editor.notices.say(
      'The video is not the one that the project was made from. Analyse it again (File menu): your own cuts and the edited curve are kept.',
    )
}

async function save(editor: Editor, journal: Journal, as: boolean): Promise<boolean> {
  const { project } = editor.session.get()
  const document = editor.document.get()
  if (!project || !document) return false
  const needsName = as || !project.hasFile
  const targetId = needsName ? await chooseTarget(editor, 'project', project.name) : undefined
  if (targetId === null) return false
  const saved = await editor.client.project.save({
    projectId: project.projectId,
    document: encodeDocument(document),
    ...(targetId !== undefined && { targetId }),
  })
  const { name, hasFile, hasBackup } = saved
  editor.set({ project: { ...project, name, hasFile, hasBackup } })
  journal.saved(document)
  return true
}

async function mayLeave(editor: Editor, journal: Journal): Promise<boolean> {
  const { project, capabilities } = editor.session.get()
  if (!project || !journal.isUnsaved()) return true
  const question = `“${project.name}” has unsaved changes.`
  const answer = capabilities?.closeQuestion
    ? await editor.client.system.askUnsaved({ name: project.name })
    : await ask(editor, question, ['Save', 'Discard', 'Cancel'])
  if (answer === 'save' || answer === 'Save') return save(editor, journal, false)
  return answer === 'discard' || answer === 'Discard'
}

/** Lets go of the project that is open. */
async function leave(editor: Editor): Promise<void> {
  const { project } = editor.session.get()
  if (project) await editor.client.project.close({ projectId: project.projectId })
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
  editor.set({ project: { ...project, mediaId, mediaProblem: null } })
  if (mediaId === null) return
  showFilm(editor, mediaId)
  if (isOther) await analyse(editor, journal)
}

async function resume(editor: Editor, journal: Journal): Promise<void> {
  const open = await editor.client.project.resume({})
  if (open) return show(editor, journal, open)
  const [opened] = await editor.client.files.takeOpened({})
  if (opened) return show(editor, journal, await editor.client.project.open({ fileId: opened.fileId }))
  editor.set({ recoveries: await editor.client.project.recoveries({}) })
}

export function createProjects(editor: Editor, journal: Journal): Projects {
  const { client } = editor
  const openWith = async (open: () => Promise<OpenProject>): Promise<void> => {
    if (!(await mayLeave(editor, journal))) return
    const opened = await open()
    await leave(editor)
    show(editor, journal, opened)
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
    resume: () => resume(editor, journal),
    save: (as = false) => save(editor, journal, as),
    relink: () => relink(editor, journal),
    mayLeave: () => mayLeave(editor, journal),
  }
}
