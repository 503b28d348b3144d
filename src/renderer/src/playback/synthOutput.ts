import { Failure } from '../../../core/base/failure'
import type { ChannelMessage } from '../../../core/music/channelMessage'
import { synthProcessorName, type SynthAnswer, type SynthRequest } from './synthMessages'
import workletAddress from './synthWorklet?worker&url'

/** The synthesizer in the page. Times are in seconds of its own clock. */
export interface SynthOutput {
  readonly now: () => number
  /** Seconds between a time of the clock and its sound. */
  readonly latency: number
  readonly play: (events: readonly { readonly time: number; readonly message: ChannelMessage }[]) => void
  readonly silence: () => void
  readonly setVolume: (percent: number) => void
  readonly setOutput: (deviceId: string | null) => Promise<void>
  /** False while the browser holds sound back; a click lets it go. */
  readonly isRunning: () => boolean
  readonly resume: () => Promise<void>
  readonly close: () => void
}

/** Starts the audio thread with a sound bank. Throws Failure `sound-bank-missing`. */
export async function createSynthOutput(bankAddress: string): Promise<SynthOutput> {
  const context = new AudioContext({ latencyHint: 'interactive' })
  await context.audioWorklet.addModule(workletAddress)
  const node = new AudioWorkletNode(context, synthProcessorName, {
    numberOfInputs: 0,
    outputChannelCount: [2],
  })
  const volume = new GainNode(context)
  // A loud tutti is held below full scale instead of being clipped.
  const limiter = new DynamicsCompressorNode(context, {
    threshold: -3,
    knee: 3,
    ratio: 20,
    attack: 0.002,
    release: 0.1,
  })
  node.connect(volume).connect(limiter).connect(context.destination)
  const say = (request: SynthRequest, transfer: Transferable[] = []): void =>
    node.port.postMessage(request, transfer)
  const response = await fetch(bankAddress)
  if (!response.ok) throw new Failure('sound-bank-missing', { path: bankAddress })
  const bytes = await response.arrayBuffer()
  await new Promise<void>((resolve, reject) => {
    node.port.onmessage = ({ data }: MessageEvent<SynthAnswer>) =>
      data.kind === 'ready' ? resolve() : reject(new Failure('sound-bank-missing', { path: data.reason }))
    say({ kind: 'bank', bytes }, [bytes])
  })
  return {
    now: () => context.currentTime,
    get latency() {
      return context.outputLatency || context.baseLatency || 0
    },
    play: (events) => say({ kind: 'play', events }),
    silence: () => say({ kind: 'silence' }),
    setVolume: (percent) => volume.gain.setTargetAtTime(percent / 100, context.currentTime, 0.02),
    async setOutput(deviceId) {
      const withSink = context as AudioContext & { setSinkId?: (id: string) => Promise<void> }
      await withSink.setSinkId?.(deviceId ?? '')
    },
    isRunning: () => context.state === 'running',
    resume: () => context.resume(),
    close: () => void context.close(),
  }
}
