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

/** Pixels of a timeline that shows all its lanes and a few tracks, with its bars and those of the window. */
const wholeTimeline = 485
/** What the user's own division leaves each half at least. Pixels. */
const leastPane = 180

/** Picture above, the timeline below; the details right of both, or of the picture alone. */
function Workplace(): React.JSX.Element {
  const editor = useEditor()
  const layout = useStore(editor.session, (session) => session.layout)
  const change = (changed: { readonly [Name in 'pictureShare' | 'detailsWidth']?: number }): void =>
    editor.set({ layout: { ...layout, ...changed } })
  const height = useWindowHeight()
  const usual = Math.max(leastPane, Math.min(height * 0.38, height - wholeTimeline))
  const picture = Math.round(layout.pictureShare === 0 ? usual : layout.pictureShare * height)
  return (
    <main
      className={layout.tallDetails ? 'workplace tall' : 'workplace'}
      style={{
        gridTemplateRows: `minmax(0, ${picture}px) 5px minmax(${leastPane}px, 1fr)`,
        gridTemplateColumns: `minmax(0, 1fr) 5px min(${layout.detailsWidth}px, 55%)`,
      }}
    >
      <section className="viewer" aria-label="Film">
        <VideoView />
        <TransportBar />
      </section>
      <Splitter
        label="Width of the details"
        direction="vertical"
        value={layout.detailsWidth}
        min={300}
        max={720}
        sign={-1}
        onChange={(detailsWidth) => change({ detailsWidth })}
      />
      <SidePanel />
      <Splitter
        label="Height of the picture"
        direction="horizontal"
        value={picture}
        min={leastPane}
        max={height - leastPane - 71}
        sign={1}
        onChange={(size) => change({ pictureShare: size / height })}
      />
      <div className="lower">
        <Overview />
        <TimelineView />
      </div>
    </main>
  )
}
