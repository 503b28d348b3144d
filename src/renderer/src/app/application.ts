import type { HitpointClient } from '../../../contract/index'
import { commandIds, type CommandId } from '../../../core/document/commands'
import { exposeHearing } from '../playback/hearing'
import { followScore } from '../playback/scoreFollower'
import { followPorts } from '../midi/portFollower'
import type { PortList } from '../midi/portList'
import { analyse } from './analysing'
import { createCommands } from './commandActions'
import { createComposing, type Composing } from './composing'
import { createEditor, type Editor } from './editor'
import { keep, tellCommandStates } from './hostState'
import { importDropped } from '../exchange/importing'
import { createJournal, type Journal } from './journal'
import { paneLayoutOf } from './paneLayout'
import { createProjects, type Projects } from './projects'
import { answerKeys } from './shortcuts'
import type { Commands } from './useCommands'

/** The page's parts, wired. */
export interface Application {
  readonly editor: Editor
  readonly commands: Commands
  readonly composing: Composing
  readonly projects: Projects
  readonly journal: Journal
  readonly ports: PortList
  readonly analyseTrack: (audioTrack: number) => void
}

/** Keeps the list of running work as the host tells it. */
function followJobs(editor: Editor): void {
  editor.client.jobs.onJob((job) => {
    const others = editor.session.get().jobs.filter(({ jobId }) => jobId !== job.jobId)
    editor.set({ jobs: job.state === 'running' ? [...others, job] : others })
  })
}

/** Takes over what the user set once for all films. */
async function readSettings(editor: Editor): Promise<void> {
  const [capabilities, settings] = await Promise.all([
    editor.client.system.capabilities({}),
    editor.client.system.settings({}),
  ])
  const { keyBindings, audioOutput, playback, layout } = settings
  editor.set({ capabilities, keyBindings, audioOutput, playback, layout: paneLayoutOf(layout) })
}

/** Tells the host the window's name and whether there is something to be saved; asks before the page is left. */
function followWindow(editor: Editor, journal: Journal, projects: Projects): void {
  const tell = (): void => {
    const { project } = editor.session.get()
    void editor.client.system
      .setWindow({ name: project?.name ?? null, unsaved: project !== null && journal.isUnsaved() })
      .catch(() => undefined)
    document.title = project ? `${journal.isUnsaved() ? '• ' : ''}${project.name} – Hitpoint` : 'Hitpoint'
  }
  let named: string | undefined
  editor.session.subscribe(({ after }) => {
    if (after.project?.name === named) return
    named = after.project?.name
    tell()
  })
  journal.unsaved.subscribe(tell)
  window.addEventListener('beforeunload', (event) => {
    if (journal.isUnsaved() && editor.session.get().capabilities?.closeQuestion !== true)
      event.preventDefault()
  })
  editor.client.system.onCloseRequested(() =>
    editor.notices.guard(async () => {
      if (await projects.mayLeave()) await editor.client.system.closeWindow({})
    }),
  )
}

/** Opens what is dropped on the window, where the host can. */
function acceptDrops(editor: Editor, projects: Projects, composing: Composing): void {
  window.addEventListener('dragover', (event) => event.preventDefault())
  window.addEventListener('drop', (event) => {
    event.preventDefault()
    const files = [...(event.dataTransfer?.files ?? [])]
    const bridge = window.hitpointBridge
    if (files.length === 0) return
    if (!bridge) return editor.notices.say('Files cannot be dropped on this page; use “Open”.')
    editor.notices.guard(async () => {
      const [file] = await bridge.adopt(files)
      if (file?.kind === 'cutList' || file?.kind === 'midi') await importDropped(editor, composing, file)
      else if (file) await projects.openFile(file.fileId)
    })
  })
}

const isCommand = (id: string): id is CommandId => (commandIds as readonly string[]).includes(id)

/** Makes the page's parts and lets them listen to each other and to the host. */
export function createApplication(client: HitpointClient): Application {
  const editor = createEditor(client)
  const journal = createJournal(editor)
  const projects = createProjects(editor, journal)
  const composing = createComposing(editor)
  const hearing = followScore(editor)
  const ports = followPorts(editor)
  const panic = (): void => {
    hearing.panic()
    ports.panic()
  }
  exposeHearing(hearing)
  const commands = createCommands({ editor, projects, composing, journal, panic })
  followJobs(editor)
  followWindow(editor, journal, projects)
  acceptDrops(editor, projects, composing)
  answerKeys(editor, commands)
  tellCommandStates(editor, commands)
  keep(editor, 'audioOutput')
  keep(editor, 'playback')
  keep(editor, 'layout')
  client.system.onCommand(({ commandId }) => isCommand(commandId) && commands.run(commandId))
  client.files.onOpened(() =>
    editor.notices.guard(async () => {
      const [file] = await client.files.takeOpened({})
      if (file) await projects.openFile(file.fileId)
    }),
  )
  editor.notices.guard(async () => {
    await readSettings(editor)
    await projects.resume()
  })
  const analyseTrack = (audioTrack: number): void =>
    editor.notices.guard(() => analyse(editor, journal, audioTrack))
  return { editor, commands, composing, projects, journal, analyseTrack, ports: ports.list }
}
