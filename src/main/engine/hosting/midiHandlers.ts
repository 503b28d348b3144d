import { isFailure } from '../../../core/base/failure'
import type { Emitter, Handlers } from '../../../contract/define'
import type { MidiPortList, midiService } from '../../../contract/midi'
import { systemMilliseconds } from '../midi/systemClock'
import type { HostingParts } from './parts'
import type { PageEvent, PagePorts } from './sharedPorts'

const noPorts = { inputs: [], outputs: [] }

/** The ports, or why there are none; never throws. */
async function listPorts(ports: PagePorts, report: (error: unknown) => void): Promise<MidiPortList> {
  try {
    const { inputs, outputs } = await ports.list()
    return { inputs: [...inputs], outputs: [...outputs], problem: null }
  } catch (error) {
    if (isFailure(error)) return { ...noPorts, problem: { code: error.code, context: error.context } }
    report(error)
    return { ...noPorts, problem: { code: 'midi-unavailable', context: {} } }
  }
}

/** Tells a page what the ports tell: hot-plug, a lost port, a crash, the end, another page that plays. */
export const tellOfPorts =
  (emit: Emitter<typeof midiService>) =>
  (event: PageEvent): void => {
    if (event.kind === 'ports') {
      const { inputs, outputs } = event.ports
      emit('onPorts', { inputs: [...inputs], outputs: [...outputs], problem: null })
    } else if (event.kind === 'lost') emit('onPlayback', { state: 'lost', output: event.output })
    else emit('onPlayback', { state: event.kind })
  }

/** Answers for the system's MIDI ports. */
export function createMidiHandlers({ ports, report }: HostingParts): Handlers<typeof midiService> {
  const done = async (work: Promise<unknown>): Promise<null> => {
    await work
    return null
  }
  return {
    ports: () => listPorts(ports, report),
    clock: () => Promise.resolve({ milliseconds: systemMilliseconds() }),
    load: ({ plan }) => done(ports.load(plan)),
    play: ({ film, ...options }) => done(ports.play(film, options)),
    follow: ({ film, at, rate }) => done(ports.follow(film, at, rate)),
    stop: ({ film }) => done(ports.stop(film)),
  }
}
