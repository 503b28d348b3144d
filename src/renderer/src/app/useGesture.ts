import { useEffect, useRef } from 'react'
import type { Gesture } from '../../../core/document/history'
import { useEditor } from './editor'

/** What a slider or pad tells when it is taken and let go: what lies between is one step of the history. */
export interface HeldControl {
  readonly onStart: () => void
  readonly onEnd: () => void
}

/** `settled`: what still belongs to the step after the control was let go, such as an answer of the host. */
export function useGesture(label: string, settled?: () => Promise<void>): HeldControl {
  const editor = useEditor()
  const gesture = useRef<Gesture | null>(null)
  const end = (): void => {
    const ended = gesture.current
    gesture.current = null
    if (ended && settled) void settled().finally(() => ended.end())
    else ended?.end()
  }
  // A panel that goes away under the pointer leaves no step open.
  useEffect(() => () => gesture.current?.end(), [])
  return {
    onStart: () => (gesture.current = editor.history.begin(label)),
    onEnd: end,
  }
}
