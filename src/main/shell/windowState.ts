import type { Rectangle } from 'electron'
import { createJsonFile } from '../engine/files/jsonFile'
import type { ShellWindow } from './electronCalls'

export interface WindowState {
  readonly bounds: Rectangle
  readonly maximized: boolean
  readonly fullScreen: boolean
}

export const smallestWindow = { width: 960, height: 600 } as const
const usualWindow = { width: 1440, height: 900 } as const
/** Pixels of the title bar that must be on a screen, so that the window can be moved. */
const reachable = 48

function isRectangle(value: unknown): value is Rectangle {
  if (typeof value !== 'object' || value === null) return false
  const { x, y, width, height } = value as Record<string, unknown>
  return [x, y, width, height].every((side) => typeof side === 'number' && Number.isFinite(side))
}

const isReachable = ({ x, y, width }: Rectangle, screen: Rectangle): boolean =>
  x + width - reachable > screen.x &&
  x + reachable < screen.x + screen.width &&
  y >= screen.y - 1 &&
  y + reachable < screen.y + screen.height

/** The usual size in the middle of a screen, as far as it fits. */
function usualBounds(screen: Rectangle | undefined): Rectangle {
  if (!screen) return { x: 0, y: 0, ...usualWindow }
  const width = Math.min(usualWindow.width, screen.width)
  const height = Math.min(usualWindow.height, screen.height)
  return {
    x: screen.x + Math.round((screen.width - width) / 2),
    y: screen.y + Math.round((screen.height - height) / 2),
    width,
    height,
  }
}

const atLeastSmallest = ({ x, y, width, height }: Rectangle): Rectangle => ({
  x: Math.round(x),
  y: Math.round(y),
  width: Math.max(smallestWindow.width, Math.round(width)),
  height: Math.max(smallestWindow.height, Math.round(height)),
})

/** Where the window was last, if that still is on a screen. */
export function readWindowState(stored: unknown, screens: readonly Rectangle[]): WindowState {
  const { bounds, maximized, fullScreen } = (
    typeof stored === 'object' && stored !== null ? stored : {}
  ) as Partial<Record<keyof WindowState, unknown>>
  const wanted = isRectangle(bounds) ? atLeastSmallest(bounds) : null
  const fits = wanted !== null && screens.some((screen) => isReachable(wanted, screen))
  return {
    bounds: fits ? wanted : usualBounds(screens[0]),
    maximized: maximized === true,
    fullScreen: fullScreen === true,
  }
}

/** Milliseconds of rest after which a moved window is remembered. */
const restBeforeWrite = 500

/** Remembers where a window is in the file at `path`. */
export function rememberWindow(window: ShellWindow, path: string): void {
  const file = createJsonFile(path)
  let timer: ReturnType<typeof setTimeout> | undefined
  const write = (): void => {
    if (window.isDestroyed()) return
    const state: WindowState = {
      bounds: window.getNormalBounds(),
      maximized: window.isMaximized(),
      fullScreen: window.isFullScreen(),
    }
    file.write(state).catch(() => undefined)
  }
  const later = (): void => {
    clearTimeout(timer)
    timer = setTimeout(write, restBeforeWrite)
  }
  for (const event of ['resize', 'move', 'maximize', 'unmaximize'] as const) window.on(event, later)
  window.on('close', () => {
    clearTimeout(timer)
    write()
  })
}
