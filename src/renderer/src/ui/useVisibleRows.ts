import { useEffect, useState, type RefObject } from 'react'

export interface VisibleRows {
  readonly first: number
  /** Exclusive. */
  readonly last: number
  /** Pixels of the rows before and after, which are not there. */
  readonly before: number
  readonly after: number
}

/** Rows beyond the edges that are there as well, so that scrolling shows no gap. */
const margin = 6

/** Which rows of a long table are in sight of its scrolling frame; only they need to exist. */
export function useVisibleRows(
  frame: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
): VisibleRows {
  const [window, setWindow] = useState({ top: 0, height: 600 })
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const read = (): void => {
      const [top, height] = [Math.floor(element.scrollTop / rowHeight) * rowHeight, element.clientHeight]
      setWindow((before) => (before.top === top && before.height === height ? before : { top, height }))
    }
    read()
    element.addEventListener('scroll', read, { passive: true })
    const observer = new ResizeObserver(read)
    observer.observe(element)
    return () => {
      element.removeEventListener('scroll', read)
      observer.disconnect()
    }
  }, [frame, rowHeight])
  const first = Math.max(0, Math.min(count, Math.floor(window.top / rowHeight) - margin))
  const last = Math.min(count, Math.ceil((window.top + window.height) / rowHeight) + margin)
  return {
    first,
    last: Math.max(first, last),
    before: first * rowHeight,
    after: (count - Math.max(first, last)) * rowHeight,
  }
}
