import { createStore } from '../../../../src/core/document/store'
import { rational } from '../../../../src/core/time/rational'
import { createFrameGrid } from '../../../../src/core/timeline/frameGrid'
import { emptySession, type Session } from '../../../../src/renderer/src/app/session'
import { createTransport } from '../../../../src/renderer/src/player/transport'

/** A transport over a minute of film at 25 frames a second. */
export function testTransport(change: Partial<Session> = {}) {
  const session = createStore<Session>({ ...emptySession, ...change })
  const grid = createFrameGrid(rational(25), rational(60))
  const transport = createTransport({
    session,
    set: (next) => session.edit('', (value) => ({ ...value, ...next })),
    duration: () => 60,
    grid: () => grid,
  })
  return { session, transport }
}
