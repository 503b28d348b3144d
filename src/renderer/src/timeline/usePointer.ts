import { useEffect, useRef } from 'react'
import { durationOf, type Editor } from '../app/editor'
import type { Gesture, GesturePoint } from './gestures/gesture'
import { cursorAt, doublePress, startGesture, type GestureStart } from './gestures/startGesture'
import { laneAt, type LaneLayout } from './lanes'
import { xToTime } from './layers/transforms'
import type { TimelineCanvas } from './useTimelineCanvas'

/** Milliseconds between two presses of a double press. */
const doublePressTime = 350

function pointOf(editor: Editor, canvas: HTMLElement, event: PointerEvent): GesturePoint {
  const box = canvas.getBoundingClientRect()
  const [x, y] = [event.clientX - box.left, event.clientY - box.top]
  const time = Math.max(0, Math.min(durationOf(editor.document.get()), xToTime(editor.view.get(), x)))
  return { x, y, time, free: event.altKey, extend: event.shiftKey || event.ctrlKey || event.metaKey }
}

/** The gesture under way, and the press before it. */
interface PointerState {
  gesture: Gesture | null
  lastPress: { readonly at: number; readonly x: number; readonly y: number }
}

type Parts = Pick<TimelineCanvas, 'scene' | 'show'>
type StartOf = (event: PointerEvent) => GestureStart | null

function pointerListeners(editor: Editor, element: HTMLElement, startOf: StartOf) {
  const state: PointerState = { gesture: null, lastPress: { at: -Infinity, x: 0, y: 0 } }
  const isAgain = (event: PointerEvent, { x, y }: GesturePoint): boolean =>
    event.timeStamp - state.lastPress.at < doublePressTime &&
    Math.hypot(x - state.lastPress.x, y - state.lastPress.y) < 5
  const cancel = (): void => {
    state.gesture?.cancel()
    state.gesture = null
  }
  return {
    pointerdown: (event: PointerEvent): void => {
      const start = startOf(event)
      if (!start || event.button !== 0) return
      element.focus()
      const { x, y } = start.point
      const again = isAgain(event, start.point)
      state.lastPress = { at: again ? -Infinity : event.timeStamp, x, y }
      if (again) return doublePress(start)
      element.setPointerCapture(event.pointerId)
      state.gesture = startGesture(start)
    },
    pointermove: (event: PointerEvent): void => {
      if (state.gesture) return state.gesture.move(pointOf(editor, element, event))
      const start = startOf(event)
      element.style.cursor = start ? cursorAt(start) : 'default'
    },
    pointerup: (event: PointerEvent): void => {
      state.gesture?.end(pointOf(editor, element, event))
      state.gesture = null
    },
    pointercancel: cancel,
    keydown: (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || !state.gesture) return
      event.stopPropagation()
      cancel()
    },
  }
}

/** Zoom factor of a turn of the wheel: by pixels on trackpads, by lines on wheels. */
const zoomFactor = ({ deltaY, deltaMode }: WheelEvent): number =>
  Math.exp(-deltaY * (deltaMode === 0 ? 0.0035 : 0.06))

/** Scrolls the tracks under the pointer; answers whether they could go on in that direction. */
function scrollTracks(editor: Editor, layout: LaneLayout, y: number, pixels: number): boolean {
  const { top, height, contentHeight, scroll } = layout.tracks
  const next = Math.max(0, Math.min(contentHeight - height, scroll + pixels))
  if (y < top || next === scroll) return false
  editor.set({ trackScroll: next })
  return true
}

/**
 * Ctrl, Cmd, Alt or a pinch zooms about the pointer; sideways, or with Shift, the film is scrolled; over the tracks an
 * upright turn scrolls these.
 */
function turnWheel(
  editor: Editor,
  element: HTMLElement,
  layout: LaneLayout | undefined,
  event: WheelEvent,
): void {
  const { view } = editor
  if (event.ctrlKey || event.metaKey || event.altKey) {
    event.preventDefault()
    return view.zoom(zoomFactor(event), event.clientX - element.getBoundingClientRect().left)
  }
  const isSideways = Math.abs(event.deltaX) > Math.abs(event.deltaY)
  const pixels = isSideways ? event.deltaX : event.shiftKey ? event.deltaY : 0
  if (pixels !== 0) {
    event.preventDefault()
    return view.scrollBy(pixels)
  }
  const y = event.clientY - element.getBoundingClientRect().top
  const lines = event.deltaMode === 0 ? event.deltaY : event.deltaY * 15
  if (layout && scrollTracks(editor, layout, y, lines)) event.preventDefault()
}

/** Turns pointer and wheel into gestures, scroll and zoom. */
export function usePointer(editor: Editor, { overlay, scene, show }: TimelineCanvas): void {
  const parts = useRef<Parts>({ scene, show })
  parts.current = { scene, show }
  useEffect(() => {
    const element = overlay.current
    if (!element) return
    const { keydown, ...pointer } = pointerListeners(editor, element, (event) => {
      const drawn = parts.current.scene()
      const point = pointOf(editor, element, event)
      const lane = drawn && laneAt(drawn.layout, point.y)
      if (!drawn || !lane) return null
      return { editor, scene: drawn, view: editor.view.get(), lane, point, show: parts.current.show }
    })
    const wheel = (event: WheelEvent): void =>
      turnWheel(editor, element, parts.current.scene()?.layout, event)
    const listeners = Object.entries(pointer) as [keyof typeof pointer, (event: PointerEvent) => void][]
    for (const [name, listener] of listeners) element.addEventListener(name, listener)
    element.addEventListener('wheel', wheel, { passive: false })
    window.addEventListener('keydown', keydown, { capture: true })
    return () => {
      for (const [name, listener] of listeners) element.removeEventListener(name, listener)
      element.removeEventListener('wheel', wheel)
      window.removeEventListener('keydown', keydown, { capture: true })
    }
  }, [editor, overlay])
}
