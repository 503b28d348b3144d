import { SoundBankLoader, SpessaSynthProcessor } from 'spessasynth_core'
import type { ChannelMessage } from '../../../core/music/channelMessage'
import { createLimiter } from '../../../core/playback/limiter'
import {
  limiterLookAhead,
  limiterProcessorName,
  synthProcessorName,
  type SynthAnswer,
  type SynthRequest,
} from './synthMessages'

/** Runs in the audio thread: the synthesizer of spessasynth_core, played from a queue of timed messages. */

/** The parts of the audio thread's scope that TypeScript's DOM library does not know. */
declare const sampleRate: number
declare const currentTime: number
declare class AudioWorkletProcessor {
  readonly port: MessagePort
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void

interface Timed {
  readonly time: number
  readonly message: ChannelMessage
}

const quantum = 128

function play(synthesizer: SpessaSynthProcessor, message: ChannelMessage): void {
  if (message.kind === 'program') synthesizer.programChange(message.channel, message.program)
  else if (message.kind === 'control')
    synthesizer.processMessage([0xb0 | message.channel, message.controller, message.value])
  else if (message.kind === 'noteOn') synthesizer.noteOn(message.channel, message.pitch, message.velocity)
  else synthesizer.noteOff(message.channel, message.pitch)
}

class SynthWorklet extends AudioWorkletProcessor {
  private readonly synthesizer = new SpessaSynthProcessor(sampleRate, {
    maxBufferSize: quantum,
    eventsEnabled: false,
  })
  private queue: Timed[] = []
  private isReady = false

  constructor() {
    super()
    this.port.onmessage = ({ data }: MessageEvent<SynthRequest>) => this.hear(data)
  }

  private answer(answer: SynthAnswer): void {
    this.port.postMessage(answer)
  }

  private hear(request: SynthRequest): void {
    if (request.kind === 'bank') void this.load(request.bytes)
    else if (request.kind === 'play') {
      this.queue.push(...request.events)
      this.queue.sort((a, b) => a.time - b.time)
    } else {
      this.queue = []
      this.silence()
    }
  }

  private silence(): void {
    for (let channel = 0; channel < 16; channel++)
      // All sound off, pedal up, all notes off.
      for (const controller of [120, 64, 123])
        this.synthesizer.processMessage([0xb0 | channel, controller, 0])
  }

  private async load(bytes: ArrayBuffer): Promise<void> {
    try {
      await this.synthesizer.processorInitialized
      this.synthesizer.soundBankManager.addSoundBank(SoundBankLoader.fromArrayBuffer(bytes), 'main')
      this.isReady = true
      this.answer({ kind: 'ready' })
    } catch (error) {
      this.answer({ kind: 'failed', reason: error instanceof Error ? error.message : 'it cannot be read' })
    }
  }

  process(_inputs: unknown, outputs: Float32Array[][]): boolean {
    const [left, right] = outputs[0] ?? []
    if (!left || !right || !this.isReady) return true
    const end = currentTime + left.length / sampleRate
    let due = 0
    while (due < this.queue.length && this.queue[due]!.time < end)
      play(this.synthesizer, this.queue[due++]!.message)
    if (due > 0) this.queue = this.queue.slice(due)
    this.synthesizer.process(left, right, 0, left.length)
    return true
  }
}

/** -1 dBFS, as in exported files. */
const ceiling = 10 ** (-1 / 20)
const releaseSeconds = 0.1

/** Holds the music at {@link ceiling} (docs/spec/ducking.md, K3). */
class LimiterWorklet extends AudioWorkletProcessor {
  private readonly limiter = createLimiter({
    ceiling,
    lookAheadSamples: limiterLookAhead,
    release: 1 / (releaseSeconds * sampleRate),
  })

  process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const [left, right] = outputs[0] ?? []
    if (!left || !right) return true
    // Without input what is still delayed comes out before silence.
    const [inLeft, inRight = inLeft] = inputs[0] ?? []
    if (inLeft) left.set(inLeft)
    if (inRight) right.set(inRight)
    this.limiter.process(left, right)
    return true
  }
}

registerProcessor(synthProcessorName, SynthWorklet)
registerProcessor(limiterProcessorName, LimiterWorklet)
