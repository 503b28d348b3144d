import { setImmediate as nextTurn } from 'node:timers/promises'
import { SpessaSynthProcessor } from 'spessasynth_core'
import { throwIfCancelled, type Cancellation } from '../../../core/base/cancellation'
import type { MidiEvent } from '../../../core/export/midiEvents'
import { trackEvents } from '../../../core/export/trackEvents'
import type { Score } from '../../../core/music/score'
import { createTempoMap } from '../../../core/time/tempoMap'
import { ticks } from '../../../core/time/units'
import { broadcastExtension, type BroadcastFacts } from './broadcastWave'
import { ixmlContent } from './ixml'
import { createLimiter } from '../../../core/playback/limiter'
import { createLoudnessMeter } from './loudnessMeter'
import { loadSoundBank } from './soundBank'
import { encodePcm24, wavHeader, type ToldChunks } from './wavFormat'

export interface RenderOptions {
  /** Length of the file, in seconds, rounded to a whole sample. */
  readonly durationSeconds: number
  /** Seconds of the score's sound before the file begins, 0 when absent; below 0: silence before the score. */
  readonly skippedSeconds?: number | undefined
  /** Path of an SF2, SF3 or DLS file; the bundled General MIDI bank by default. */
  readonly soundBankPath?: string | undefined
  readonly sampleRate?: number | undefined
  /** Factor on every sample, before the limiter. */
  readonly gain?: number | undefined
  /** A further factor at each second of the file, before the limiter too. */
  readonly gainAt?: ((time: number) => number) | undefined
  /** The limiter also holds peaks between samples. */
  readonly truePeak?: boolean | undefined
  /** For a `bext` chunk, and an `iXML` chunk where it has production facts. */
  readonly broadcast?: BroadcastFacts | undefined
  /** Called with 0..1 about once for every second of sound. */
  readonly onProgress?: ((share: number) => void) | undefined
  readonly cancellation?: Cancellation | undefined
}

/** The synthesizer's quantum; events take effect at the nearest one, within 1.4 ms at 48 kHz. */
const quantum = 128
/** -1 dBFS, the usual margin for peaks between samples. */
const ceiling = 10 ** (-1 / 20)
const fadeSeconds = 0.02

interface TimedEvent {
  readonly quantum: number
  readonly event: MidiEvent
}

/** All parts' channel messages in the order of play, with the quantum that each takes effect in; `delay` in seconds. */
function schedule(score: Score, sampleRate: number, delay: number): readonly TimedEvent[] {
  const tempoMap = createTempoMap(score.tempo)
  return score.tracks
    .flatMap((track) => trackEvents(track, score.endTick))
    .map((event) => ({
      event,
      quantum: Math.round(((delay + tempoMap.secondsAt(ticks(event.tick))) * sampleRate) / quantum),
    }))
    .sort((a, b) => a.event.tick - b.event.tick)
}

function play(synthesizer: SpessaSynthProcessor, event: MidiEvent): void {
  if (event.kind === 'program') synthesizer.programChange(event.channel, event.program)
  // The numbers are MIDI's own; the package names a few of them and types the parameter so.
  else if (event.kind === 'control')
    synthesizer.processMessage([0xb0 | event.channel, event.controller, event.value])
  else if (event.kind === 'noteOn') synthesizer.noteOn(event.channel, event.pitch, event.velocity)
  else if (event.kind === 'noteOff') synthesizer.noteOff(event.channel, event.pitch)
}

/** Lets the last samples fall to zero, so that a tail cut by the end of the picture does not click. */
function fadeOut(
  left: Float32Array,
  right: Float32Array,
  firstSample: number,
  frames: number,
  fade: number,
): void {
  for (let index = 0; index < left.length; index++) {
    const remaining = frames - 1 - (firstSample + index)
    if (remaining >= fade) continue
    const gain = Math.max(0, remaining / fade)
    left[index]! *= gain
    right[index]! *= gain
  }
}

/** Sound of a stretch; overwritten by the next one. */
interface SoundBlock {
  readonly left: Float32Array
  readonly right: Float32Array
  readonly start: number
  readonly count: number
}

const amplify = (samples: Float32Array, gain: number): void => {
  if (gain !== 1) for (let index = 0; index < samples.length; index++) samples[index]! *= gain
}

/** Follows a gain that changes, from quantum to quantum of a block that begins at a sample of the file. */
function ride({ left, right, start }: Omit<SoundBlock, 'count'>, gainAt: (sample: number) => number): void {
  for (let offset = 0, from = gainAt(start); offset < left.length; offset += quantum) {
    const to = gainAt(start + offset + quantum)
    for (let index = 0; (from !== 1 || to !== 1) && index < quantum; index++) {
      const gain = from + ((to - from) * index) / quantum
      left[offset + index]! *= gain
      right[offset + index]! *= gain
    }
    from = to
  }
}

interface FileFrames {
  readonly sampleRate: number
  /** Samples of the file. */
  readonly frames: number
  /** Samples that are made before the file's first one. */
  readonly before: number
}

async function* renderBlocks(
  score: Score,
  options: RenderOptions & FileFrames,
): AsyncGenerator<SoundBlock, void, undefined> {
  const { frames, before, sampleRate, gain = 1, gainAt, truePeak, onProgress, cancellation } = options
  throwIfCancelled(cancellation)
  const soundBank = await loadSoundBank(options.soundBankPath)
  const synthesizer = new SpessaSynthProcessor(sampleRate, { maxBufferSize: quantum, eventsEnabled: false })
  await synthesizer.processorInitialized
  synthesizer.soundBankManager.addSoundBank(soundBank, 'main')
  try {
    const release = 1 / (0.1 * sampleRate)
    const limiter = createLimiter({ ceiling, lookAheadSamples: quantum * 2, release, truePeak })
    const delay = Math.max(0, -(options.skippedSeconds ?? 0))
    const blockQuanta = Math.max(1, Math.round(sampleRate / quantum))
    const left = new Float32Array(blockQuanta * quantum)
    const right = new Float32Array(blockQuanta * quantum)
    const fillBlock = playInto(synthesizer, schedule(score, sampleRate, delay), left, right)
    // The first samples out of the limiter are its delay, not sound.
    for (let rendered = -limiter.delay - before; rendered < frames; rendered += left.length) {
      fillBlock()
      amplify(left, gain)
      amplify(right, gain)
      if (gainAt)
        ride({ left, right, start: rendered + limiter.delay }, (sample) => gainAt(sample / sampleRate))
      limiter.process(left, right)
      fadeOut(left, right, rendered, frames, Math.min(Math.round(fadeSeconds * sampleRate), frames))
      const start = Math.max(0, -rendered)
      const count = Math.min(left.length, frames - rendered) - start
      if (count > 0) yield { left, right, start, count }
      onProgress?.(Math.max(0, Math.min(1, (before + rendered + left.length) / (before + frames))))
      await nextTurn()
      throwIfCancelled(cancellation)
    }
  } finally {
    synthesizer.destroySynthProcessor()
  }
}

const withFrames = (options: RenderOptions) => {
  const { durationSeconds, skippedSeconds = 0, sampleRate = 48_000 } = options
  const before = Math.round(Math.max(0, skippedSeconds) * sampleRate)
  return { ...options, sampleRate, before, frames: Math.round(durationSeconds * sampleRate) }
}

function toldChunks(facts: BroadcastFacts | undefined, sampleRate: number): ToldChunks | undefined {
  if (!facts) return undefined
  const { production, timeReference } = facts
  return {
    bext: broadcastExtension(facts),
    iXML: production && ixmlContent(production, timeReference, sampleRate),
  }
}

/**
 * Plays a score offline into a 48 kHz, 24-bit stereo WAV file of the asked length to the sample, handed out as a
 * header and blocks of about a second: memory does not grow with the film. The same score gives the same bytes.
 * Loudness is the score's own unless there is a gain; a look-ahead limiter holds peaks at -1 dBFS.
 * Throws Failure `sound-bank-missing`, or `cancelled` between blocks.
 */
export async function* renderWav(
  score: Score,
  options: RenderOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const whole = withFrames(options)
  let isFirst = true
  for await (const { left, right, start, count } of renderBlocks(score, whole)) {
    if (isFirst) {
      yield wavHeader(whole.frames, whole.sampleRate, toldChunks(options.broadcast, whole.sampleRate))
    }
    isFirst = false
    yield encodePcm24(left, right, start, count)
  }
}

/** Integrated loudness of what {@link renderWav} would write, in LUFS (ITU-R BS.1770-4); -70 for silence. */
export async function measureLoudness(score: Score, options: RenderOptions): Promise<number> {
  const whole = withFrames(options)
  const meter = createLoudnessMeter(whole.sampleRate)
  for await (const { left, right, start, count } of renderBlocks(score, whole))
    meter.push(left, right, start, count)
  return meter.integrated()
}

/** Returns a function that fills the two arrays with the next stretch of sound. */
function playInto(
  synthesizer: SpessaSynthProcessor,
  events: readonly TimedEvent[],
  left: Float32Array,
  right: Float32Array,
): () => void {
  let next = 0
  let now = 0
  return () => {
    left.fill(0)
    right.fill(0)
    for (let offset = 0; offset < left.length; offset += quantum) {
      for (; next < events.length && events[next]!.quantum <= now; next++)
        play(synthesizer, events[next]!.event)
      synthesizer.process(left, right, offset, quantum)
      now++
    }
  }
}
