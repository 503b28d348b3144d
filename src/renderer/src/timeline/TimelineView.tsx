import { useEditor } from '../app/editor'
import { LaneHeads } from './LaneHeads'
import { TimelineTools } from './TimelineTools'
import { usePointer } from './usePointer'
import { useTimelineCanvas } from './useTimelineCanvas'

/** The film along one time axis: picture, sound, cuts, cues, curves and music. */
export function TimelineView(): React.JSX.Element {
  const editor = useEditor()
  const timeline = useTimelineCanvas(editor)
  usePointer(editor, timeline)
  return (
    <section className="timeline" aria-label="Timeline">
      <TimelineTools />
      <div className="timeline-body">
        <div className="lane-heads" style={{ height: timeline.height }}>
          <LaneHeads layout={timeline.layout} />
        </div>
        <div className="timeline-frame" ref={timeline.frame}>
          <canvas ref={timeline.canvas} aria-hidden="true" />
          <canvas
            ref={timeline.overlay}
            className="timeline-overlay"
            tabIndex={0}
            role="application"
            aria-label="Timeline drawing. Its cuts, points and cues are also in the tables of the side panel; press ? for the keys."
          />
        </div>
      </div>
    </section>
  )
}
