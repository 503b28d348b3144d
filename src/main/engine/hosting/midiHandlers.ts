import { isFailure } from '../../../core/base/failure'
import type { PlaybackPlan } from '../../../core/playback/playbackPlan'
import type { Handlers } from '../../../contract/define'
import type { HitpointEmitters } from '../../../contract/index'
import type { MidiPortList, midiService } from '../../../contract/midi'
import type { MidiPorts } from '../midi/portsHost'
import { systemMilliseconds } from '../midi/systemClock'
import type { HostingParts } from './parts'

const noPorts = { inputs: [], outputs: [] }
const nothingToPlay: PlaybackPlan = { parts: [], end: 0 }

/** The ports, or why there are none; never throws. */
async function listPorts(midi: MidiPorts, report: (error: unknown) => void): Promise<MidiPortList> {
  try {
    const { inputs, outputs } = await midi.list()
    return { inputs: [...inputs], outputs: [...outputs], problem: null }
  } catch (error) {
    if (isFailure(error)) return { ...noPorts, problem: { code: error.code, context: error.context } }
    report(error)
    return { ...noPorts, problem: { code: 'midi-unavailable', context: {} } }
  }
}

/** Tells pages what the ports tell: hot-plug, a lost port, a crash, the end. */
export function tellOfPorts(midi: MidiPorts, emit: HitpointEmitters): void {
  midi.onEvent((event) => {
    if (event.kind === 'ports') {
      const { inputs, outputs } = event.ports
      emit.midi('onPorts', { inputs: [...inputs], outputs: [...outputs], problem: null })
    } else if (event.kind === 'lost') emit.midi('onPlayback', { state: 'lost', output: event.output })
    else emit.midi('onPlayback', { state: event.kind })
  })
}

/** Silences and closes what is open, when the page that plays is gone. */
export async function silencePorts(midi: MidiPorts, emit: HitpointEmitters): Promise<void> {
  if (!midi.isLoaded()) return
  await midi.load(nothingToPlay).catch(() => undefined)
  emit.midi('onPlayback', { state: 'silenced' })
}

/** Answers for the system's MIDI ports. */
export function createMidiHandlers({ midi, report }: HostingParts): Handlers<typeof midiService> {
  const done = async (work: Promise<unknown>): Promise<null> => {
    await work
    return null
  }
  return {
    ports: () => listPorts(midi, report),
    clock: () => Promise.resolve({ milliseconds: systemMilliseconds() }),
    load: ({ plan }) => done(midi.load(plan)),
    play: ({ film, ...options }) => done(midi.play(film, options)),
    follow: ({ film, at, rate }) => done(midi.follow(film, at, rate)),
    stop: ({ film }) => done(midi.stop(film)),
  }
}
