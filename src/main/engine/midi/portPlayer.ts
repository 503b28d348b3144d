import { channelBytes } from '../../../core/playback/channelBytes'
import { machineControl } from '../../../core/playback/machineControl'
import { clockStop, createMidiClock, type MidiClock } from '../../../core/playback/midiClock'
import { fullFrame, quarterFrames } from '../../../core/playback/midiTimecode'
import { createScheduler } from '../../../core/playback/scheduler'
import { createSoundingNotes } from '../../../core/playback/soundingNotes'
import type { TimedBytes } from '../../../core/playback/timedBytes'
import { createTempoMap } from '../../../core/time/tempoMap'
import type { MidiOutput } from './midiSystem'
import type { PlaybackPlan, PortPart, SyncSettings } from './protocol'

/** Seconds of music that are laid out ahead of time, and milliseconds between two looks. */
const lookAhead = 0.12
const lookEvery = 40

/** One output as it is played: what is said at once, and what comes next. */
interface Voice {
  readonly output: MidiOutput
  readonly latency: number
  readonly begin: (film: number) => readonly (readonly number[])[]
  readonly until: (film: number) => readonly TimedBytes[]
  readonly end: (film: number | undefined) => readonly (readonly number[])[]
}

/** Plays a plan on open outputs, in time. */
export interface PortPlayer {
  readonly play: (film: number, at: number, rate: number) => void
  /** Silences every output; a film time is told to what follows. */
  readonly stop: (film?: number) => void
}

function partVoice(part: PortPart, output: MidiOutput): Voice {
  const sounding = createSoundingNotes()
  const scheduler = createScheduler(part.messages)
  const heard: MidiOutput = {
    send(bytes) {
      sounding.heard(bytes)
      output.send(bytes)
    },
    close: output.close,
  }
  return {
    output: heard,
    latency: part.latency,
    begin: (film) => scheduler.start(film).map(({ message }) => channelBytes(message)),
    until: (film) =>
      scheduler.until(film).map(({ time, message }) => ({ time, bytes: channelBytes(message) })),
    end: () => sounding.panic(),
  }
}

function syncVoice(
  { latency, tempo, timecode, machineControl: control }: SyncSettings,
  output: MidiOutput,
): Voice {
  const tempoMap = tempo && createTempoMap(tempo)
  let clock: MidiClock | undefined
  let from = 0
  return {
    output,
    latency,
    begin(film) {
      from = film
      clock = tempoMap && createMidiClock(tempoMap, film)
      return [
        ...(control ? [machineControl.locate(control, film), machineControl.play] : []),
        ...(timecode ? [fullFrame(timecode, film)] : []),
        ...(clock?.opening ?? []),
      ]
    },
    until(film) {
      const messages = [
        ...(clock?.between(from, film) ?? []),
        ...(timecode ? quarterFrames(timecode, from, film) : []),
      ]
      from = Math.max(from, film)
      return messages.sort((a, b) => a.time - b.time)
    },
    end: (film) => [
      ...(clock ? [clockStop] : []),
      ...(control ? [machineControl.stop] : []),
      ...(control && film !== undefined ? [machineControl.locate(control, film)] : []),
      ...(timecode && film !== undefined ? [fullFrame(timecode, film)] : []),
    ],
  }
}

interface Due {
  /** Milliseconds of the system's clock. */
  readonly at: number
  readonly voice: Voice
  readonly bytes: readonly number[]
}

/** The voices of a plan; `outputs` has every output that it names. */
function voicesOf({ parts, sync }: PlaybackPlan, outputs: ReadonlyMap<string, MidiOutput>): readonly Voice[] {
  const outputOf = (name: string): MidiOutput => outputs.get(name)!
  return [
    ...parts.map((part) => partVoice(part, outputOf(part.output))),
    ...(sync ? [syncVoice(sync, outputOf(sync.output))] : []),
  ]
}

/** A player of a loaded plan. `now`: milliseconds of the system's clock, with fractions. */
export function createPortPlayer(
  plan: PlaybackPlan,
  outputs: ReadonlyMap<string, MidiOutput>,
  now: () => number,
  onEnd: () => void,
): PortPlayer {
  const voices = voicesOf(plan, outputs)
  let run: { readonly film: number; readonly at: number; readonly rate: number } | null = null
  let queue: Due[] = []
  let looking: ReturnType<typeof setInterval> | undefined
  let waking: ReturnType<typeof setTimeout> | undefined

  const sendDue = (): void => {
    clearTimeout(waking)
    while (queue[0] && queue[0].at <= now()) {
      const { voice, bytes } = queue.shift()!
      voice.output.send(bytes)
    }
    if (queue[0]) waking = setTimeout(sendDue, Math.max(0, queue[0].at - now()))
  }
  const look = (): void => {
    if (!run) return
    const { film, at, rate } = run
    const played = film + ((now() - at) / 1000) * rate
    for (const voice of voices) {
      const dueOf = (time: number): number => at + ((time - film) / rate - voice.latency) * 1000
      const upTo = Math.min(played + (lookAhead + Math.max(0, voice.latency)) * rate, plan.end)
      for (const { time, bytes } of voice.until(upTo)) queue.push({ at: dueOf(time), voice, bytes })
    }
    queue.sort((a, b) => a.at - b.at)
    sendDue()
    if (played < plan.end) return
    stop()
    onEnd()
  }
  const stop = (film?: number): void => {
    clearInterval(looking)
    clearTimeout(waking)
    const wasPlaying = run !== null
    run = null
    queue = []
    for (const { output, end } of voices)
      if (wasPlaying || film !== undefined) for (const bytes of end(film)) output.send(bytes)
  }
  return {
    stop,
    play(film, at, rate) {
      stop()
      run = { film, at, rate }
      for (const { output, begin } of voices) for (const bytes of begin(film)) output.send(bytes)
      look()
      looking = setInterval(look, lookEvery)
    },
  }
}
