import { createContext } from 'react'
import type { HitpointClient } from '../../../contract/index'
import type { MidiPortList } from '../../../contract/midi'
import { createStore, type Store } from '../../../core/document/store'

/** The system's ports as the host tells them. */
export interface PortList {
  /** Null until they were asked for. */
  readonly known: Pick<Store<MidiPortList | null>, 'get' | 'subscribe'>
  /** Asks anew; also starts the host's listening for devices that come and go. */
  readonly read: () => Promise<void>
}

/** Keeps the list as ports come and go. */
export function createPortList(client: HitpointClient): PortList {
  const known = createStore<MidiPortList | null>(null)
  const take = (ports: MidiPortList): void => known.edit('', () => ports)
  client.midi.onPorts(take)
  return { known, read: async () => take(await client.midi.ports({})) }
}

export const PortListContext = createContext<PortList | null>(null)
