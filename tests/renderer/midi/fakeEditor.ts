import { createStore } from '../../../src/core/document/store'
import type { HitpointDocument } from '../../../src/core/document/document'
import { emptySession, type Session } from '../../../src/renderer/src/app/session'
import type { Editor } from '../../../src/renderer/src/app/editor'
import type { MidiPortList } from '../../../src/contract/midi'
import { createTransport } from '../../../src/renderer/src/player/transport'
import { countInOf } from '../../../src/renderer/src/midi/countInOf'
import { createFrameGrid } from '../../../src/core/timeline/frameGrid'
import { rational } from '../../../src/core/time/rational'
import { exampleDocument } from '../../fixtures/exampleDocument'

/** What the page asked of the ports. */
export type Asked = readonly [member: string, input: Record<string, unknown>]

/** An editor over a minute of film whose host keeps what is asked of its ports. */
export function editorWithPorts(change: Partial<Session['playback']> = {}) {
  const session = createStore<Session>({
    ...emptySession,
    playback: { ...emptySession.playback, ...change },
  })
  const document = createStore<HitpointDocument | null>({
    ...exampleDocument,
    media: {
      ...exampleDocument.media,
      info: { ...exampleDocument.media.info, duration: rational(60) },
    },
  })
  const set = (next: Partial<Session>): void => session.edit('', (value) => ({ ...value, ...next }))
  const asked: Asked[] = []
  const failures: unknown[] = []
  const ports = { list: { inputs: [], outputs: ['Synth', 'DAW'], problem: null } as MidiPortList }
  const listeners: {
    ports?: (list: MidiPortList) => void
    playback?: (event: { state: 'lost' | 'crashed'; output?: string }) => void
  } = {}
  const ask =
    (member: string) =>
    (input: Record<string, unknown>): Promise<null> => {
      asked.push([member, input])
      return Promise.resolve(null)
    }
  const midi = {
    ports: () => Promise.resolve(ports.list),
    clock: () => Promise.resolve({ milliseconds: performance.now() + 5000 }),
    ...{ load: ask('load'), play: ask('play'), follow: ask('follow'), stop: ask('stop') },
    onPorts: (listener: (list: MidiPortList) => void) => (listeners.ports = listener),
    onPlayback: (listener: NonNullable<typeof listeners.playback>) => (listeners.playback = listener),
  }
  const grid = createFrameGrid(rational(25), rational(60))
  /** The sound card's: it runs so many seconds a second of the page's. */
  const clock = { rate: 1 }
  const transport = createTransport({
    ...{ session, set, duration: () => 60, grid: () => grid },
    leadOf: (time) => countInOf(document.get(), session.get(), time).length,
  })
  const began = performance.now()
  transport.useClock({ now: () => 100 + ((performance.now() - began) / 1000) * clock.rate })
  const notices = {
    failed: (error: unknown) => void failures.push(error),
    guard: (work: () => Promise<unknown>) => void work().catch((error: unknown) => failures.push(error)),
  }
  const editor = { session, document, set, transport, notices, client: { midi } } as unknown as Editor
  return { editor, session, document, transport, clock, asked, failures, ports, listeners }
}
