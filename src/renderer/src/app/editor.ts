import { createContext, useContext } from 'react'
import type { HitpointClient } from '../../../contract/index'
import { createHistory, type History } from '../../../core/document/history'
import type { HitpointDocument } from '../../../core/document/document'
import { createStore, type Store } from '../../../core/document/store'
import { rational } from '../../../core/time/rational'
import { createFrameGrid, createTimedFrameGrid, type FrameGrid } from '../../../core/timeline/frameGrid'
import { createNotices, type Notices } from './notices'
import { emptySession, type Session } from './session'
import { countInOf } from '../midi/countInOf'
import { createTimelineView, type TimelineViewStore } from '../timeline/timelineView'
import { createTransport, type Transport } from '../player/transport'

/** Everything that the page's parts share. Made once; owns what it starts. */
export interface Editor {
  readonly client: HitpointClient
  /** Null while nothing is open. */
  readonly document: Store<HitpointDocument | null>
  readonly history: History
  readonly session: Store<Session>
  readonly view: TimelineViewStore
  readonly transport: Transport
  readonly notices: Notices
  /** Edits the open document; without one nothing happens. */
  edit(label: string, change: (document: HitpointDocument) => HitpointDocument): void
  /** Changes members of the session. */
  set(change: Partial<Session>): void
  /** The pictures of the open film. */
  grid(): FrameGrid
}

export function createEditor(client: HitpointClient): Editor {
  const document = createStore<HitpointDocument | null>(null)
  const session = createStore<Session>(emptySession)
  const set = (change: Partial<Session>): void => session.edit('', (value) => ({ ...value, ...change }))
  const grid = createGridOf(document, session)
  const notices = createNotices(client, session)
  return {
    client,
    document,
    session,
    notices,
    grid,
    set,
    history: createHistory(document),
    view: createTimelineView(() => durationOf(document.get())),
    transport: createTransport({
      ...{ session, set, grid },
      duration: () => durationOf(document.get()),
      leadOf: (time) => countInOf(document.get(), session.get(), time).length,
    }),
    edit: (label, change) => document.edit(label, (value) => value && change(value)),
  }
}

/** Seconds of the film; 0 while nothing is open. */
export const durationOf = (document: HitpointDocument | null): number =>
  document ? document.media.info.duration.numerator / document.media.info.duration.denominator : 0

/** Remembers the grid while film and measured times stay the same. */
function createGridOf(document: Store<HitpointDocument | null>, session: Store<Session>): () => FrameGrid {
  let grid: FrameGrid = createFrameGrid(rational(25), rational(1))
  let [info, scores]: [unknown, unknown] = [null, null]
  return () => {
    const media = document.get()?.media.info
    const measured = session.get().scores
    if (!media || (media === info && measured === scores)) return grid
    ;[info, scores] = [media, measured]
    const times = measured && media.variableFrameRate ? measured.times : null
    grid = times
      ? createTimedFrameGrid(
          media.frameRate,
          Array.from(times, (time) => rational(Math.round(time * 1e6), 1_000_000)),
        )
      : createFrameGrid(media.frameRate, media.duration)
    return grid
  }
}

export const EditorContext = createContext<Editor | null>(null)

/** The editor that the page was made with. */
export function useEditor(): Editor {
  const editor = useContext(EditorContext)
  if (!editor) throw new Error('there is no EditorContext around this component')
  return editor
}
