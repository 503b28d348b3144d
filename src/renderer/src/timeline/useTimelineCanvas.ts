import { useEffect, useRef, useState, type RefObject } from 'react'
import { defaultDetection } from '../app/cutActions'
import type { Editor } from '../app/editor'
import { drawScene, noPreview, type Preview } from './drawScene'
import { lanesHeight, layLanes, type LaneLayout } from './lanes'
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
  readonly scene: () => Scene | null
  readonly show: (preview: Preview) => void
  readonly layout: LaneLayout
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

interface Layout {
  readonly layout: LaneLayout
  readonly height: number
}

interface Painter {
  /** The scene that was drawn last. */
  readonly scene: () => Scene | null
  /** Draws again at the next screen frame. */
  readonly touch: () => void
  readonly show: (preview: Preview) => void
  /** The frame became so many pixels high. */
  readonly resize: (height: number) => void
  readonly stop: () => void
}

interface Surfaces {
  readonly frame: HTMLElement
  readonly canvas: HTMLCanvasElement
  readonly overlay: HTMLCanvasElement
}

/** Draws at most once per screen frame, when something that is shown has changed; the playhead always. */
function startPainting(editor: Editor, surfaces: Surfaces, onLayout: (layout: Layout) => void): Painter {
  const sceneOf = createSceneMaker()
  const pictures = createPictureStore()
  let [preview, scene]: [Preview, Scene | null] = [noPreview, null]
  let [dirty, request, visible] = [true, 0, surfaces.frame.clientHeight]
  const touch = (): void => {
    dirty = true
  }
  const height = (): number => Math.max(visible, scene ? lanesHeight(scene.layout) : 0)
  const draw = (): void => {
    const document = editor.document.get()
    if (!document) return
    const session = editor.session.get()
    pictures.use(session.source, touch)
    scene = sceneOf(document, session, visible)
    const view = editor.view.get()
    const context = fittedContext(surfaces.canvas, view.width, height())
    const { threshold } = document.detection ?? defaultDetection
    if (context) drawScene(context, scene, { view, preview, pictureAt: pictures.at, threshold }, height())
    onLayout({ layout: scene.layout, height: height() })
  }
  const loop = (): void => {
    request = requestAnimationFrame(loop)
    editor.transport.tick()
    follow(editor)
    if (dirty) {
      dirty = false
      draw()
    }
    if (scene) drawPlayhead(surfaces.overlay, editor, height())
  }
  loop()
  return {
    touch,
    // What is there now, even where a busy machine has not painted it yet: a pointer finds what an edit just made.
    scene() {
      const document = editor.document.get()
      if (document) scene = sceneOf(document, editor.session.get(), visible)
      return scene
    },
    show(next) {
      preview = next
      touch()
    },
    stop: () => cancelAnimationFrame(request),
    resize: (height) => {
      visible = height
      touch()
    },
  }
}

/** Owns the timeline's drawing while its elements are there. */
export function useTimelineCanvas(editor: Editor): TimelineCanvas {
  const frame = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const overlay = useRef<HTMLCanvasElement>(null)
  const painter = useRef<Painter | null>(null)
  const [layout, setLayout] = useState<Layout>(noLayout)
  useEffect(() => {
    if (!frame.current || !canvas.current || !overlay.current) return
    const surfaces = { frame: frame.current, canvas: canvas.current, overlay: overlay.current }
    const started = startPainting(editor, surfaces, (next) =>
      setLayout((before) => (isSameLayout(before, next) ? before : next)),
    )
    painter.current = started
    const { touch } = started
    const observer = new ResizeObserver(([entry]) => {
      // The frame is as high as its lanes; what can be seen of it is the height of the body around it.
      started.resize(surfaces.frame.parentElement?.clientHeight ?? 0)
      if (entry) editor.view.resize(surfaces.frame.clientWidth)
    })
    observer.observe(surfaces.frame)
    if (surfaces.frame.parentElement) observer.observe(surfaces.frame.parentElement)
    const ends = [
      editor.document.subscribe(touch),
      editor.session.subscribe(touch),
      editor.view.subscribe(touch),
    ]
    return () => {
      started.stop()
      observer.disconnect()
      ends.forEach((end) => end())
    }
  }, [editor])
  return {
    frame,
    canvas,
    overlay,
    scene: () => painter.current?.scene() ?? null,
    show: (next) => painter.current?.show(next),
    ...layout,
  }
}

const noLayout: Layout = { layout: { ...layLanes({ hasScore: false, tracks: [] }, 0), lanes: [] }, height: 0 }

/** Whether the names of the lanes stand in the same places; how far the tracks are scrolled is their element's. */
function isSameLayout(before: Layout, next: Layout): boolean {
  const [known, now] = [before.layout, next.layout]
  const shift = now.tracks.scroll - known.tracks.scroll
  return (
    before.height === next.height &&
    known.lanes.length === now.lanes.length &&
    known.tracks.top === now.tracks.top &&
    known.tracks.height === now.tracks.height &&
    known.lanes.every((lane, index) => {
      const other = now.lanes[index]!
      return (
        lane.label === other.label &&
        lane.top === other.top + (lane.kind === 'track' ? shift : 0) &&
        lane.height === other.height &&
        lane.trackId === other.trackId
      )
    })
  )
}

/** Pages on when the playhead leaves the view while it plays. */
function follow(editor: Editor): void {
  const { playing, follow: isOn } = editor.session.get()
  if (playing && isOn) editor.view.reveal(editor.transport.time(), 0.04)
}
