import { useEffect, useRef } from 'react'
import { durationOf, type Editor } from '../app/editor'
import type { Gesture, GesturePoint } from './gestures/gesture'
import { cursorAt, doublePress, startGesture, type GestureStart } from './gestures/startGesture'
import { laneAt } from './lanes'
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

/** Turns pointer and wheel into gestures, scroll and zoom. */
export function usePointer(editor: Editor, timeline: TimelineCanvas): void {
  const { overlay, scene, show } = timeline
  const parts = useRef({ scene, show })
  parts.current = { scene, show }
  useEffect(() => {
    const element = overlay.current
    if (!element) return
    let gesture: Gesture | null = null
    let lastPress = { at: -Infinity, x: 0, y: 0 }
    const startOf = (event: PointerEvent): GestureStart | null => {
      const drawn = parts.current.scene()
      const point = pointOf(editor, element, event)
      const lane = drawn && laneAt(drawn.lanes, point.y)
      if (!drawn || !lane) return null
      return { editor, scene: drawn, view: editor.view.get(), lane, point, show: parts.current.show }
    }
    const down = (event: PointerEvent): void => {
      const start = startOf(event)
      if (!start || event.button !== 0) return
      element.focus()
      const again =
        event.timeStamp - lastPress.at < doublePressTime &&
        Math.hypot(start.point.x - lastPress.x, start.point.y - lastPress.y) < 5
      lastPress = again
        ? { at: -Infinity, x: 0, y: 0 }
        : { at: event.timeStamp, x: start.point.x, y: start.point.y }
      if (again) return doublePress(start)
      element.setPointerCapture(event.pointerId)
      gesture = startGesture(start)
    }
    const move = (event: PointerEvent): void => {
      if (gesture) return gesture.move(pointOf(editor, element, event))
      const start = startOf(event)
      element.style.cursor = start ? cursorAt(start) : 'default'
    }
    const up = (event: PointerEvent): void => {
      gesture?.end(pointOf(editor, element, event))
      gesture = null
    }
    const cancel = (): void => {
      gesture?.cancel()
      gesture = null
    }
    const escape = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || !gesture) return
      event.stopPropagation()
      cancel()
    }
    const wheel = (event: WheelEvent): void => {
      const view = editor.view
      if (event.ctrlKey || event.metaKey || event.altKey) {
        event.preventDefault()
        const x = event.clientX - element.getBoundingClientRect().left
        return view.zoom(Math.exp(-event.deltaY * (event.deltaMode === 0 ? 0.0035 : 0.06)), x)
      }
      const pixels =
        Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.shiftKey ? event.deltaY : 0
      if (pixels === 0) return
      event.preventDefault()
      view.scrollBy(pixels)
    }
    element.addEventListener('pointerdown', down)
    element.addEventListener('pointermove', move)
    element.addEventListener('pointerup', up)
    element.addEventListener('pointercancel', cancel)
    element.addEventListener('wheel', wheel, { passive: false })
    window.addEventListener('keydown', escape, { capture: true })
    return () => {
      element.removeEventListener('pointerdown', down)
      element.removeEventListener('pointermove', move)
      element.removeEventListener('pointerup', up)
      element.removeEventListener('pointercancel', cancel)
      element.removeEventListener('wheel', wheel)
      window.removeEventListener('keydown', escape, { capture: true })
    }
  }, [editor, overlay])
}
