import { Failure } from '../../../core/base/failure'
import type { PlaybackOutput } from '../../../core/playback/playbackOutput'
import { synthProcessorName, type SynthAnswer, type SynthRequest } from './synthMessages'
import workletAddress from './synthWorklet?worker&url'

/** The synthesizer in the page. Times are in seconds of its own clock. */
export interface SynthOutput extends PlaybackOutput {
  /** Time of the clock whose sound leaves the output at a time of `performance.now()`, as the output itself reports it. */
  readonly heardAt: (milliseconds: number) => number
  /** Highest sample of what went out in the last 43 to 46 ms, 0 to 1. */
  readonly peak: () => number
  /** Factor of amplitude. */
  readonly setVolume: (gain: number) => void
  readonly setOutput: (deviceId: string | null) => Promise<void>
  /** False while the browser holds sound back; a click lets it go. */
  readonly isRunning: () => boolean
  readonly resume: () => Promise<void>
  readonly close: () => void
}

/** Samples that the level is taken of; a power of two. */
const levelWindow = 2048

/** Highest sample that passes through an analyser. */
function createPeak(analyser: AnalyserNode): () => number {
  const samples = new Float32Array(levelWindow)
  return () => {
    analyser.getFloatTimeDomainData(samples)
    return samples.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), 0)
  }
}

/** The context's time that is heard at a time of `performance.now()`; by the latency where the output does not say. */
function heardAt(context: AudioContext, milliseconds: number): number {
  const { contextTime = 0, performanceTime = 0 } = context.getOutputTimestamp()
  if (contextTime > 0) return contextTime + (milliseconds - performanceTime) / 1000
  return context.currentTime - latencyOf(context) + (milliseconds - performance.now()) / 1000
}

const latencyOf = (context: AudioContext): number => context.outputLatency || context.baseLatency || 0

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
  const analyser = new AnalyserNode(context, { fftSize: levelWindow })
  node.connect(volume).connect(limiter).connect(analyser).connect(context.destination)
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
      return latencyOf(context)
    },
    heardAt: (milliseconds) => heardAt(context, milliseconds),
    peak: createPeak(analyser),
    play: (events) =>
      say({
        kind: 'play',
        // Bytes for whole devices say nothing to a synthesizer.
        events: events.flatMap(({ time, message }) => (message.kind === 'system' ? [] : [{ time, message }])),
      }),
    silence: () => say({ kind: 'silence' }),
    setVolume: (gain) => volume.gain.setTargetAtTime(gain, context.currentTime, 0.02),
    async setOutput(deviceId) {
      const withSink = context as AudioContext & { setSinkId?: (id: string) => Promise<void> }
      await withSink.setSinkId?.(deviceId ?? '')
    },
    isRunning: () => context.state === 'running',
    resume: () => context.resume(),
    close: () => void context.close(),
  }
}
