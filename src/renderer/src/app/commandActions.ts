import type { CommandId } from '../../../core/document/commands'
import { staleRanges } from '../../../core/document/staleRanges'
import { rationalToNumber } from '../../../core/time/rational'
import { nextCountIn, toggleClick, toggleDucking } from '../midi/playbackActions'
import { analyse } from './analysing'
import type { Composing } from './composing'
import { lockRange } from './composing'
import { addCueFromRange, silenceRange, splitCueAtPlayhead } from './cueActions'
import * as cuts from './cutActions'
import * as curve from './curveActions'
import { durationOf, type Editor } from './editor'
import type { Journal } from './journal'
import type { Projects } from './projects'
import { noSelection, type Session } from './session'
import type { Commands } from './useCommands'

/** What a command does, and whether it can be done now. */
interface Action {
  readonly run: () => void
  readonly can?: () => boolean
}

export interface ActionParts {
  readonly editor: Editor
  readonly projects: Projects
  readonly composing: Composing
  readonly journal: Journal
  readonly panic: () => void
}

/** Pixels that a key scrolls the tracks by: three of the lowest lanes. */
const trackPage = 45

type Actions<Group extends string> = Readonly<Record<Extract<CommandId, `${Group}.${string}`>, Action>>

const isOpen = ({ document }: Editor): boolean => document.get() !== null
const hasScore = ({ document }: Editor): boolean => document.get()?.composition !== undefined

function fileActions({ editor, projects, journal }: ActionParts): Actions<'file'> {
  const { guard } = editor.notices
  const hasFilm = (): boolean => typeof editor.session.get().project?.mediaId === 'string'
  return {
    'file.open': { run: () => guard(() => projects.openChosen()) },
    'file.openSample': { run: () => guard(() => projects.openSample()) },
    'file.save': { run: () => guard(() => projects.save()), can: () => isOpen(editor) },
    'file.saveAs': { run: () => guard(() => projects.save(true)), can: () => isOpen(editor) },
    'file.earlier': {
      run: () => guard(() => projects.openEarlier()),
      can: () => editor.session.get().project?.hasBackup === true,
    },
    'file.export': { run: () => editor.set({ exportShown: true }), can: () => isOpen(editor) },
    'file.import': { run: () => editor.set({ importShown: true }), can: () => isOpen(editor) },
    'file.analyse': { run: () => guard(() => analyse(editor, journal)), can: hasFilm },
  }
}

function editActions({ editor }: ActionParts): Actions<'edit'> {
  const selection = (): Session['selection'] => editor.session.get().selection
  return {
    'edit.undo': { run: () => editor.history.undo(), can: () => editor.history.state().undo !== null },
    'edit.redo': { run: () => editor.history.redo(), can: () => editor.history.state().redo !== null },
    'edit.delete': {
      run: () => {
        if (selection().points.length > 0) curve.deleteSelectedPoints(editor)
        else cuts.removeCuts(editor, selection().cuts)
      },
      can: () => selection().points.length > 0 || selection().cuts.length > 0,
    },
    'edit.selectAll': {
      run: () => {
        const document = editor.document.get()!
        if (editor.session.get().panel === 'emotion')
          editor.set({ selection: { ...noSelection, points: [...document.curve.points.keys()] } })
        else
          cuts.selectCuts(
            editor,
            document.transitions.map(({ id }) => id),
            false,
          )
      },
      can: () => isOpen(editor),
    },
    'edit.copy': { run: () => curve.copyCurve(editor), can: () => isOpen(editor) },
    'edit.paste': { run: () => curve.pasteCurve(editor), can: () => editor.session.get().clip !== null },
  }
}

function viewActions({ editor }: ActionParts): Actions<'view'> {
  const { view } = editor
  const zoom = (factor: number): void => {
    const { start, pixelsPerSecond, width } = view.get()
    const x = (editor.transport.time() - start) * pixelsPerSecond
    view.zoom(factor, x >= 0 && x <= width ? x : width / 2)
  }
  // Too far is mended where the tracks' names are scrolled.
  const tracks = (pixels: number): Action => ({
    run: () => editor.set({ trackScroll: Math.max(0, editor.session.get().trackScroll + pixels) }),
    can: () => hasScore(editor),
  })
  const panel = (name: Session['panel']): Action => ({ run: () => editor.set({ panel: name }) })
  return {
    'view.zoomIn': { run: () => zoom(1.6) },
    'view.zoomOut': { run: () => zoom(1 / 1.6) },
    'view.zoomFilm': { run: () => view.fit(), can: () => isOpen(editor) },
    'view.zoomRange': {
      run: () => {
        const { start, end } = curve.workRange(editor)
        view.showRange(start, end)
      },
      can: () => isOpen(editor),
    },
    'view.tracksUp': tracks(-trackPage),
    'view.tracksDown': tracks(trackPage),
    'view.follow': { run: () => editor.set({ follow: !editor.session.get().follow }) },
    'view.cuts': panel('cuts'),
    'view.emotion': panel('emotion'),
    'view.cues': panel('cues'),
    'view.score': panel('score'),
    'view.mixer': panel('mixer'),
    'view.playback': panel('playback'),
    'view.tallDetails': {
      run: () => {
        const { layout } = editor.session.get()
        editor.set({ layout: { ...layout, tallDetails: !layout.tallDetails } })
      },
    },
  }
}

function transportActions({ editor, panic }: ActionParts): Actions<'transport'> {
  const { transport } = editor
  const can = (): boolean => isOpen(editor)
  const go = (time: () => number): Action => ({
    run: () => {
      transport.seek(time())
      editor.view.reveal(transport.time())
    },
    can,
  })
  const step = (frames: number): Action => ({
    run: () => {
      transport.step(frames)
      editor.view.reveal(transport.time())
    },
    can,
  })
  const markRange = (edge: 'start' | 'end'): Action => ({
    run: () => {
      const time = rationalToNumber(editor.grid().timeOf(editor.grid().frameAt(transport.time())))
      const range = editor.session.get().range ?? { start: 0, end: durationOf(editor.document.get()) }
      const next = { ...range, [edge]: time }
      if (next.end > next.start) return editor.set({ range: next })
      const length = durationOf(editor.document.get())
      editor.set({ range: edge === 'start' ? { start: time, end: length } : { start: 0, end: time } })
    },
    can,
  })
  return {
    'transport.play': { run: () => transport.toggle(), can },
    'transport.reverse': { run: () => transport.shuttle(-1), can },
    'transport.stop': { run: () => transport.pause(), can },
    'transport.forward': { run: () => transport.shuttle(1), can },
    'transport.frameBack': step(-1),
    'transport.frameForward': step(1),
    'transport.secondBack': go(() => transport.time() - 1),
    'transport.secondForward': go(() => transport.time() + 1),
    'transport.start': go(() => 0),
    'transport.end': go(() => durationOf(editor.document.get())),
    'transport.markIn': markRange('start'),
    'transport.markOut': markRange('end'),
    'transport.clearRange': {
      run: () => editor.set({ range: null }),
      can: () => editor.session.get().range !== null,
    },
    'transport.loop': { run: () => editor.set({ loop: !editor.session.get().loop }), can },
    'transport.click': { run: () => toggleClick(editor) },
    'transport.countIn': { run: () => nextCountIn(editor) },
    'transport.ducking': { run: () => toggleDucking(editor) },
    'transport.panic': { run: panic },
  }
}

function cutActions({ editor }: ActionParts): Actions<'cuts' | 'cues'> {
  const can = (): boolean => cuts.selectedCuts(editor).length > 0
  const hit = (mode: 'must' | 'soft' | 'off', label: string): Action => ({
    run: () => cuts.mark(editor, cuts.selectedCuts(editor), { hit: mode }, label),
    can,
  })
  const range = (): Session['range'] => editor.session.get().range
  const withRange = (work: (editor: Editor, range: NonNullable<Session['range']>) => void): Action => ({
    run: () => work(editor, range()!),
    can: () => isOpen(editor) && range() !== null,
  })
  return {
    'cuts.previous': { run: () => cuts.goToCut(editor, -1), can: () => isOpen(editor) },
    'cuts.next': { run: () => cuts.goToCut(editor, 1), can: () => isOpen(editor) },
    'cuts.add': { run: () => cuts.addCutAtPlayhead(editor), can: () => isOpen(editor) },
    'cuts.merge': { run: () => cuts.mergeSelected(editor), can: () => cuts.selectedCuts(editor).length > 1 },
    'cuts.rejectAndNext': { run: () => cuts.rejectAndNext(editor), can },
    'cuts.must': hit('must', 'Must hit'),
    'cuts.soft': hit('soft', 'Soft hit'),
    'cuts.off': hit('off', 'No hit'),
    'cuts.lock': { run: () => cuts.toggleLock(editor), can },
    'cuts.offsetEarlier': { run: () => cuts.nudgeOffsets(editor, -1), can },
    'cuts.offsetLater': { run: () => cuts.nudgeOffsets(editor, 1), can },
    'cuts.moveEarlier': { run: () => cuts.nudgeCuts(editor, -1), can },
    'cuts.moveLater': { run: () => cuts.nudgeCuts(editor, 1), can },
    'cues.add': withRange(addCueFromRange),
    'cues.silence': withRange(silenceRange),
    'cues.split': { run: () => splitCueAtPlayhead(editor), can: () => isOpen(editor) },
  }
}

function curveActions({ editor }: ActionParts): Actions<'curve'> {
  const can = (): boolean => isOpen(editor)
  return {
    'curve.add': { run: () => curve.addPointAtPlayhead(editor), can },
    'curve.draw': { run: () => editor.set({ tool: 'draw' }) },
    'curve.select': { run: () => editor.set({ tool: 'select' }) },
    'curve.raise': { run: () => curve.raise(editor, 0.05), can },
    'curve.lower': { run: () => curve.raise(editor, -0.05), can },
    'curve.smooth': { run: () => curve.smooth(editor), can },
    'curve.reset': { run: () => curve.resetCurve(editor, curve.workRange(editor)), can },
    'curve.both': { run: () => editor.set({ channels: 'both' }) },
  }
}

function scoreActions({ editor, composing }: ActionParts): Actions<'score' | 'help'> {
  const { guard } = editor.notices
  const isIdle = (): boolean => editor.session.get().writing === null
  const canCompose = (): boolean => (editor.document.get()?.curve.points.length ?? 0) > 0 && isIdle()
  const range = (): Session['range'] => editor.session.get().range
  return {
    'score.generate': { run: () => guard(() => composing.generate()), can: canCompose },
    'score.regenerate': {
      run: () => guard(() => composing.regenerate(range()!)),
      can: () => canCompose() && hasScore(editor) && range() !== null,
    },
    'score.regenerateStale': {
      run: () => guard(() => composing.regenerateStale()),
      can: () => canCompose() && hasScore(editor) && staleRanges(editor.document.get()!).length > 0,
    },
    'score.cancel': {
      run: () => composing.cancel(),
      can: () => editor.session.get().jobs.some(({ state }) => state === 'running'),
    },
    'score.lockRange': {
      run: () => lockRange(editor, range()!),
      can: () => hasScore(editor) && range() !== null,
    },
    'help.keys': { run: () => editor.set({ keysShown: !editor.session.get().keysShown }) },
    'help.machine': { run: () => editor.set({ machineShown: !editor.session.get().machineShown }) },
  }
}

/** Every command of the table with what it does; one that is missing does not compile. */
export function createCommands(parts: ActionParts): Commands {
  const { editor } = parts
  const actions: Readonly<Record<CommandId, Action>> = {
    ...fileActions(parts),
    ...editActions(parts),
    ...viewActions(parts),
    ...transportActions(parts),
    ...cutActions(parts),
    ...curveActions(parts),
    ...scoreActions(parts),
  }
  const canRun = (id: CommandId): boolean => actions[id].can?.() ?? true
  return {
    canRun,
    run(id) {
      if (canRun(id)) actions[id].run()
    },
    subscribe(listener) {
      const ends = [
        editor.document.subscribe(listener),
        editor.session.subscribe(listener),
        editor.history.subscribe(listener),
      ]
      return () => ends.forEach((end) => end())
    },
  }
}
