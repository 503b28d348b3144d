import { useState } from 'react'
import type { Application } from './app/application'
import { EditorContext } from './app/editor'
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

/** Picture and details above, the timeline below. */
function Workplace(): React.JSX.Element {
  const [upper, setUpper] = useState(Math.round(window.innerHeight * 0.38))
  const [side, setSide] = useState(430)
  return (
    <main className="workplace" style={{ gridTemplateRows: `${upper}px 5px minmax(0, 1fr)` }}>
      <div className="upper" style={{ gridTemplateColumns: `minmax(0, 1fr) 5px ${side}px` }}>
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
        min={180}
        max={window.innerHeight - 220}
        sign={1}
        onChange={setUpper}
      />
      <div className="lower">
        <Overview />
        <TimelineView />
      </div>
    </main>
  )
}
