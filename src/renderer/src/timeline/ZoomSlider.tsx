import { durationOf, useEditor } from '../app/editor'
import { useStore } from '../app/useStore'
import { fitScale, maximumPixelsPerSecond } from './timelineView'

/** Zoom from the whole film to single frames, in even steps of doubling. */
export function ZoomSlider(): React.JSX.Element {
  const editor = useEditor()
  const view = useStore(editor.view, (value) => value)
  const least = Math.log2(fitScale(view.width, durationOf(editor.document.get())))
  const most = Math.log2(maximumPixelsPerSecond)
  const value = Math.log2(view.pixelsPerSecond)
  const zoomTo = (level: number): void => {
    const { start, pixelsPerSecond, width } = editor.view.get()
    const playhead = (editor.transport.time() - start) * pixelsPerSecond
    const anchor = playhead >= 0 && playhead <= width ? playhead : width / 2
    editor.view.zoom(2 ** level / pixelsPerSecond, anchor)
  }
  return (
    <input
      className="zoom"
      type="range"
      aria-label="Zoom"
      title="Zoom (Ctrl and wheel, + and -)"
      min={least}
      max={most}
      step={0.01}
      value={value}
      onChange={(event) => zoomTo(Number(event.target.value))}
    />
  )
}
