import type { Score } from '../../../core/music/score'
import { createScheduler, type Scheduler } from '../../../core/playback/scheduler'
import type { ScheduledMessage } from '../../../core/playback/scheduledMessage'
import type { Editor } from '../app/editor'
import { isSilent, shownScore } from '../timeline/scene'
import { scoreMessages } from './scoreMessages'
import { createSynthOutput, type SynthOutput } from './synthOutput'

/** Seconds of music that are handed to the audio thread ahead of time. */
const lookAhead = 0.3
/** Milliseconds between two looks at the clock. */
const lookEvery = 80
/** Speeds at which music is heard; beyond them it would be noise. */
const audibleRates = [0.5, 2] as const

/** Music that follows the transport. */
export interface ScoreFollower {
  /** Stops the transport and every sound, now. */
  panic(): void
}

interface Run {
  /** Film time at a time of the synthesizer's clock. */
  readonly film: number
  readonly clock: number
  readonly rate: number
  readonly scheduler: Scheduler
}

/** Plays the shown score in time with the picture, from the moment that something is played first. */
export function followScore(editor: Editor): ScoreFollower {
  const { session, document, transport } = editor
  let output: SynthOutput | null = null
  let starting: Promise<SynthOutput> | null = null
  let run: Run | null = null

  const shown = (): Score | null => shownScore(document.get(), session.get().take)
  const send = (messages: readonly ScheduledMessage[]): void => {
    if (!output || !run) return
    const { film, clock, rate } = run
    const events = messages.map(({ time, message }) => ({ time: clock + (time - film) / rate, message }))
    if (events.length > 0) output.play(events)
  }
  const look = (): void => {
    if (!run || !output) return
    send(run.scheduler.until(run.film + (output.now() - run.clock + lookAhead) * run.rate))
  }
  const stop = (): void => {
    run = null
    output?.silence()
  }
  const begin = (time: number, rate: number): void => {
    stop()
    const score = shown()
    const isAudible = rate >= audibleRates[0] && rate <= audibleRates[1]
    if (!output || !score || !isAudible) return
    const { mixer } = session.get()
    const scheduler = createScheduler(scoreMessages(score, (id) => isSilent(id, mixer)))
    // The clock of the transport is what is heard; what is sent now is heard a latency later.
    run = { film: time, clock: output.now() - output.latency, rate, scheduler }
    send(scheduler.start(time))
    look()
  }
  const start = async (): Promise<SynthOutput> => {
    const { url } = await editor.client.system.soundBank({})
    return createSynthOutput(url)
  }
  const wake = async (): Promise<void> => {
    starting ??= start()
    starting.catch(() => (starting = null))
    output = await starting
    applyMixer(editor, output)
    if (!output.isRunning()) await output.resume()
    const { latency, now } = output
    if (session.get().playing) {
      transport.useClock({ now: () => now() - latency })
      begin(transport.time(), session.get().rate)
    } else transport.useClock({ now: () => now() - latency })
  }
  transport.join({
    play(time, rate) {
      if (output?.isRunning()) begin(time, rate)
      else if (shown()) editor.notices.guard(wake)
    },
    pause: stop,
    seek: stop,
  })
  setInterval(look, lookEvery)
  watch(editor, () => output, begin)
  return {
    panic() {
      transport.pause()
      stop()
    },
  }
}

function applyMixer(editor: Editor, output: SynthOutput): void {
  const { mixer } = editor.session.get()
  output.setVolume(mixer.musicVolume)
  editor.notices.guard(() => output.setOutput(mixer.audioOutput))
}

/** Goes on with the new notes when the score, the take or what is muted changes while it plays. */
function watch(
  editor: Editor,
  output: () => SynthOutput | null,
  begin: (time: number, rate: number) => void,
): void {
  const again = (): void => {
    const { playing, rate } = editor.session.get()
    if (playing) begin(editor.transport.time(), rate)
  }
  editor.document.subscribe(({ before, after }) => {
    if (before?.composition !== after?.composition) again()
  })
  editor.session.subscribe(({ before, after }) => {
    const synth = output()
    const { mixer } = after
    if (synth && mixer.musicVolume !== before.mixer.musicVolume) synth.setVolume(mixer.musicVolume)
    if (synth && mixer.audioOutput !== before.mixer.audioOutput)
      editor.notices.guard(() => synth.setOutput(mixer.audioOutput))
    const isHeardOtherwise =
      before.take !== after.take || before.mixer.muted !== mixer.muted || before.mixer.solo !== mixer.solo
    if (isHeardOtherwise) again()
  })
}
