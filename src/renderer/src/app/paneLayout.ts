import type { Settings } from '../../../contract/settings'

/** How the window is divided: what a user sets once for all films. */
export interface PaneLayout extends Readonly<Settings['layout']> {
  /** Height of the picture as a share of the window's; 0: what leaves the timeline its lanes. */
  readonly pictureShare: number
  /** Width of the details, CSS pixels. */
  readonly detailsWidth: number
  /** Whether the details reach down beside the timeline (long lists), or the timeline has the window's whole width. */
  readonly tallDetails: boolean
}

export const defaultLayout: PaneLayout = { pictureShare: 0, detailsWidth: 400, tallDetails: true }

/** What a settings file says of the panes; members that are missing or of another type keep their default. */
export function paneLayoutOf(saved: Settings['layout']): PaneLayout {
  const taken = Object.entries(defaultLayout).filter(([name, value]) => typeof saved[name] !== typeof value)
  return { ...defaultLayout, ...saved, ...Object.fromEntries(taken) }
}
