import { Failure, isFailure } from '../../../core/base/failure'
import type { MidiOutput, MidiSystem } from './midiSystem'
import { createPortPlayer, type PortPlayer } from './portPlayer'
import { systemMilliseconds } from './systemClock'
import type { PlaybackPlan } from '../../../core/playback/playbackPlan'
import type { PortEvent, PortHostMessage, PortList, PortProcessMessage, PortRequest } from './protocol'

/** What the process talks to its host by. */
export interface PortChannel {
  readonly send: (message: PortProcessMessage) => void
  readonly onMessage: (listener: (message: PortHostMessage) => void) => void
  /** Hears that the host is gone or that the process is told to end. */
  readonly onGone: (listener: () => void) => void
}

/** Opens every output that a plan names, or none of them. */
async function openOutputs(
  system: MidiSystem,
  { parts, sync }: PlaybackPlan,
): Promise<Map<string, MidiOutput>> {
  const opened = new Map<string, MidiOutput>()
  try {
    for (const name of [...parts.map(({ output }) => output), ...(sync ? [sync.output] : [])])
      if (!opened.has(name)) opened.set(name, await system.open(name))
  } catch (error) {
    for (const output of opened.values()) output.close()
    throw error
  }
  return opened
}

/** The loaded plan with what plays it. */
interface Loaded {
  readonly player: PortPlayer
  readonly outputs: ReadonlyMap<string, MidiOutput>
}

/** The ports of this machine with the plan that is loaded for them. */
interface Desk {
  readonly system: () => Promise<MidiSystem>
  readonly load: (plan: PlaybackPlan) => Promise<void>
  readonly loaded: () => Loaded | null
  readonly unload: () => void
}

function createDesk(open: () => Promise<MidiSystem>, tell: (event: PortEvent) => void): Desk {
  let system: Promise<MidiSystem> | undefined
  let loaded: Loaded | null = null
  const unload = (): void => {
    loaded?.player.stop()
    for (const output of loaded?.outputs.values() ?? []) output.close()
    loaded = null
  }
  const watch = (opened: MidiSystem): MidiSystem => {
    opened.onChange(() => {
      const ports = opened.list()
      tell({ kind: 'ports', ports })
      const lost = [...(loaded?.outputs.keys() ?? [])].find((name) => !ports.outputs.includes(name))
      if (lost === undefined) return
      // What is left of the outputs is silenced: half a score is no score.
      unload()
      tell({ kind: 'lost', output: lost })
    })
    return opened
  }
  const midi = (): Promise<MidiSystem> => {
    system ??= open().then(watch)
    system.catch(() => (system = undefined))
    return system
  }
  return {
    system: midi,
    unload,
    loaded: () => loaded,
    async load(plan) {
      unload()
      const outputs = await openOutputs(await midi(), plan)
      loaded = {
        outputs,
        player: createPortPlayer(plan, outputs, systemMilliseconds, () => tell({ kind: 'ended' })),
      }
    },
  }
}

async function answer(desk: Desk, request: PortRequest): Promise<PortList | null> {
  switch (request.kind) {
    case 'list':
      return (await desk.system()).list()
    case 'load':
      await desk.load(request.plan)
      return null
    case 'play': {
      const loaded = desk.loaded()
      if (!loaded) throw new Failure('wrong-use', { reason: 'nothing is loaded to play' })
      loaded.player.play(request, request.lead)
      return null
    }
    case 'follow':
      desk.loaded()?.player.follow(request)
      return null
    case 'stop':
      desk.loaded()?.player.stop(request.film)
      return null
  }
}

/** Answers a host's requests with the ports of this machine (docs/spec/midi-ports.md). */
export function servePorts(channel: PortChannel, open: () => Promise<MidiSystem>, exit: () => void): void {
  const desk = createDesk(open, (event) => channel.send({ kind: 'event', event }))
  const quit = (): void => {
    desk.unload()
    exit()
  }
  channel.onGone(quit)
  channel.onMessage((message) => {
    if (message.kind === 'quit') return quit()
    const { id, request } = message
    answer(desk, request).then(
      (value) => channel.send({ kind: 'done', id, value }),
      (error: unknown) => {
        const failure = isFailure(error) ? error : new Failure('internal', { reason: String(error) })
        channel.send({ kind: 'failed', id, code: failure.code, context: failure.context })
      },
    )
  })
}
