import { useEffect, useRef, useState, type RefObject } from 'react'
import { defaultDetection } from '../app/cutActions'
import type { Editor } from '../app/editor'
import { drawScene, noPreview, type Preview } from './drawScene'
import { lanesHeight, type Lane } from './lanes'
import { palette } from './layers/palette'
import { timeToX } from './layers/transforms'
import { createPictureStore } from './pictures'
import { createSceneMaker, type Scene } from './scene'

/** What the timeline's component and its pointer handling share. */
export interface TimelineCanvas {
  readonly frame: RefObject<HTMLDivElement | null>
  readonly canvas: RefObject<HTMLCanvasElement | null>
  readonly overlay: RefObject<HTMLCanvasElement | null>
  /** The scene that was drawn last. */
  scene(): Scene | null
  show(preview: Preview): void
  readonly lanes: readonly Lane[]
  readonly height: number
}

/** Fits a canvas to its size on the screen; answers a context in CSS pixels. */
function fittedContext(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D | null {
  const scale = window.devicePixelRatio || 1
  const [wide, high] = [Math.round(width * scale), Math.round(height * scale)]
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide
    canvas.height = high
    canvas.style.width = `${width}px`
    canvas.style.height = `${height}px`
  }
  const context = canvas.getContext('2d')
  context?.setTransform(scale, 0, 0, scale, 0, 0)
  return context
}

function drawPlayhead(canvas: HTMLCanvasElement, editor: Editor, height: number): void {
  const view = editor.view.get()
  const context = fittedContext(canvas, view.width, height)
  if (!context) return
  context.clearRect(0, 0, view.width, height)
  const x = Math.round(timeToX(view, editor.transport.time()))
  context.fillStyle = palette.playhead
  context.fillRect(x, 0, 1, height)
  context.beginPath()
  context.moveTo(x - 5, 0)
  context.lineTo(x + 6, 0)
  context.lineTo(x + 6, 6)
  context.lineTo(x + 0.5, 12)
  context.lineTo(x - 5, 6)
  context.fill()
}

/** Draws at most once per screen frame, when something that is shown has changed. */
export function useTimelineCanvas(editor: Editor): TimelineCanvas {
  const frame = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const overlay = useRef<HTMLCanvasElement>(null)
  const drawn = useRef<Scene | null>(null)
  const preview = useRef<Preview>(noPreview)
  const invalidate = useRef<() => void>(() => undefined)
  const [layout, setLayout] = useState<{ lanes: readonly Lane[]; height: number }>({ lanes: [], height: 0 })

  useEffect(() => {
    const sceneOf = createSceneMaker()
    const pictures = createPictureStore()
    let [dirty, request, visible] = [true, 0, 0]
    const touch = (): void => {
      dirty = true
    }
    invalidate.current = touch
    const draw = (): void => {
      const document = editor.document.get()
      if (!document || !canvas.current) return
      const session = editor.session.get()
      pictures.use(session.source, touch)
      const scene = sceneOf(document, session, visible)
      const height = Math.max(visible, lanesHeight(scene.lanes))
      const context = fittedContext(canvas.current, editor.view.get().width, height)
      if (!context) return
      const threshold = (document.detection ?? defaultDetection).threshold
      drawScene(
        context,
        scene,
        { view: editor.view.get(), preview: preview.current, pictureAt: pictures.at, threshold },
        height,
      )
      drawn.current = scene
      setLayout((before) =>
        isSameLayout(before, scene.lanes, height) ? before : { lanes: scene.lanes, height },
      )
    }
    const loop = (): void => {
      request = requestAnimationFrame(loop)
      editor.transport.tick()
      follow(editor)
      if (dirty) {
        dirty = false
        draw()
      }
      if (overlay.current && drawn.current)
        drawPlayhead(overlay.current, editor, Math.max(visible, lanesHeight(drawn.current.lanes)))
    }
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return
      visible = entry.contentRect.height
      editor.view.resize(entry.contentRect.width)
      touch()
    })
    if (frame.current) observer.observe(frame.current)
    const ends = [
      editor.document.subscribe(touch),
      editor.session.subscribe(touch),
      editor.view.subscribe(touch),
    ]
    loop()
    return () => {
      cancelAnimationFrame(request)
      observer.disconnect()
      ends.forEach((end) => end())
    }
  }, [editor])

  return {
    frame,
    canvas,
    overlay,
    scene: () => drawn.current,
    show(next) {
      preview.current = next
      invalidate.current()
    },
    ...layout,
  }
}

const isSameLayout = (
  before: { lanes: readonly Lane[]; height: number },
  lanes: readonly Lane[],
  height: number,
): boolean =>
  before.height === height &&
  before.lanes.length === lanes.length &&
  before.lanes.every((lane, index) => {
    const other = lanes[index]!
    return (
      lane.label === other.label &&
      lane.top === other.top &&
      lane.height === other.height &&
      lane.trackId === other.trackId
    )
  })

/** Pages on when the playhead leaves the view while it plays. */
function follow(editor: Editor): void {
  const { playing, follow: isOn } = editor.session.get()
  if (playing && isOn) editor.view.reveal(editor.transport.time(), 0.04)
}
