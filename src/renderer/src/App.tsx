import { useSyncExternalStore } from 'react'
import type { Application } from './app/application'
import { EditorContext, useEditor } from './app/editor'
import { ProjectsContext } from './app/projectsContext'
import { CommandsContext } from './app/useCommands'
import { useStore } from './app/useStore'
import { PortListContext } from './midi/portList'
import { ImportDialog } from './exchange/ImportDialog'
import { ExportDialog } from './panels/ExportDialog'
import { FilePickerDialog } from './panels/FilePickerDialog'
import { KeysDialog } from './panels/KeysDialog'
import { MachineDialog } from './panels/MachineDialog'
import { AnalyseContext } from './panels/MixerPanel'
import { ComposingContext } from './panels/MoreTakes'
import { Notices } from './panels/Notices'
import { QuestionDialog } from './panels/QuestionDialog'
import { SidePanel } from './panels/SidePanel'
import { StartScreen } from './panels/StartScreen'
import { StatusBar } from './panels/StatusBar'
import { TopBar } from './panels/TopBar'
import { TransportBar } from './player/TransportBar'
import { VideoView } from './player/VideoView'
import { Overview } from './timeline/Overview'
import { TimelineView } from './timeline/TimelineView'
import { Splitter } from './ui/Splitter'

/** Puts the panes together, nothing else. */
export function App({ application }: { readonly application: Application }): React.JSX.Element {
  const { editor, commands, composing, projects, journal } = application
  const isOpen = useStore(editor.document, (document) => document !== null)
  return (
    <EditorContext value={editor}>
      <CommandsContext value={commands}>
        <ComposingContext value={composing}>
          <AnalyseContext value={application.analyseTrack}>
            <PortListContext value={application.ports}>
              <ProjectsContext value={projects}>
                <TopBar journal={journal} />
                {isOpen ? <Workplace /> : <StartScreen projects={projects} />}
                <StatusBar />
                <Notices />
                <KeysDialog />
                <MachineDialog />
                <ExportDialog />
                <ImportDialog />
                <FilePickerDialog />
                <QuestionDialog />
              </ProjectsContext>
            </PortListContext>
          </AnalyseContext>
        </ComposingContext>
      </CommandsContext>
    </EditorContext>
  )
}

/** Pixels of the window's height; follows it. */
const useWindowHeight = (): number =>
  useSyncExternalStore(
    (listener) => {
      window.addEventListener('resize', listener)
      return () => window.removeEventListener('resize', listener)
    },
    () => window.innerHeight,
  )

/** A size that the user sets and that is kept for the next time. */
function useKeptSize(name: string): readonly [number | undefined, (size: number) => void] {
  const editor = useEditor()
  const kept = useStore(editor.session, ({ layout }) => layout[name])
  const keep = (size: number): void =>
    editor.set({ layout: { ...editor.session.get().layout, [name]: size } })
  return [typeof kept === 'number' ? kept : undefined, keep]
}

/** Pixels of a timeline that shows all its lanes and a few tracks, with its bars and those of the window. */
const wholeTimeline = 485
/** What the user's own division leaves each half at least. Pixels. */
const leastPane = 180

/** Picture and details above, the timeline below. */
function Workplace(): React.JSX.Element {
  const height = useWindowHeight()
  const [share, keepShare] = useKeptSize('upperShare')
  const [side = 430, setSide] = useKeptSize('side')
  const usual = Math.max(leastPane, Math.min(height * 0.38, height - wholeTimeline))
  const upper = Math.round(share === undefined ? usual : share * height)
  return (
    <main
      className="workplace"
      style={{ gridTemplateRows: `minmax(0, ${upper}px) 5px minmax(${leastPane}px, 1fr)` }}
    >
      <div className="upper" style={{ gridTemplateColumns: `minmax(0, 1fr) 5px min(${side}px, 55%)` }}>
        <section className="viewer" aria-label="Film">
          <VideoView />
          <TransportBar />
        </section>
        <Splitter
          label="Width of the details"
          direction="vertical"
          value={side}
          min={300}
          max={720}
          sign={-1}
          onChange={setSide}
        />
        <SidePanel />
      </div>
      <Splitter
        label="Height of the picture"
        direction="horizontal"
        value={upper}
        min={leastPane}
        max={height - leastPane - 71}
        sign={1}
        onChange={(size) => keepShare(size / height)}
      />
      <div className="lower">
        <Overview />
        <TimelineView />
      </div>
    </main>
  )
}
