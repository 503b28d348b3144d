import { useEffect, type RefObject } from 'react'

/** Scrolls a table of rows of one height until a row is in sight, whenever it is another one; -1: none. */
export function useRowInSight(frame: RefObject<HTMLElement | null>, place: number, rowHeight: number): void {
  useEffect(() => {
    const element = frame.current
    if (!element || place < 0) return
    const top = place * rowHeight
    if (top < element.scrollTop || top + rowHeight * 2 > element.scrollTop + element.clientHeight)
      element.scrollTop = top - element.clientHeight / 3
  }, [place])
}
