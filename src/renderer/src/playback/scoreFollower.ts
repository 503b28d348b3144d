import { scoreMessages } from '../../../core/export/scoreMessages'
import { gainOf, silentTracks } from '../../../core/document/mixer'
import type { Score } from '../../../core/music/score'
import { createPlayer, filmTimeOf, type Player } from '../../../core/playback/player'
import { createScheduler } from '../../../core/playback/scheduler'
import type { Editor } from '../app/editor'
import { mixerOf } from '../app/mixerActions'
import { systemClock } from '../player/transport'
import { shownScore } from '../timeline/scene'
import type { Hearing } from './hearing'
import { createSynthOutput, type SynthOutput } from './synthOutput'

/** Seconds of music that are handed to the audio thread ahead of time. */
const lookAhead = 0.3
/** Milliseconds between two looks at the clock. */
const lookEvery = 80
/** Speeds at which music is heard; beyond them it would be noise. */
const audibleRates = [0.5, 2] as const

/** Seconds by which the output's delay may change before the music is laid anew; less is not noticed. */
const unnoticedDelay = 0.01

/** Music that follows the transport. */
export interface ScoreFollower extends Hearing {
  /** Stops the transport and every sound, now. */
  readonly panic: () => void
}

/** The music that is under way. */
interface Playing {
  /** Begins at a film time; nothing is heard at speeds that would be noise. */
  readonly begin: (time: number, rate: number) => void
  readonly stop: () => void
  /** Hands out what comes next. */
  readonly look: () => void
  /** Film time of the music that is heard at a time of `performance.now()`; null while none plays. */
  readonly heardAt: (milliseconds: number) => number | null
}

function createPlaying(editor: Editor, output: () => SynthOutput | null): Playing {
  let player: Player | null = null
  /** The output's delay that the run was reckoned with. */
  let delay = 0
  const stop = (): void => {
    player?.stop()
    player = null
  }
  const begin = (time: number, rate: number): void => {
    stop()
    const synth = output()
    const document = editor.document.get()
    const score: Score | null = shownScore(document, editor.session.get().take)
    const isAudible = rate >= audibleRates[0] && rate <= audibleRates[1]
    if (!synth || !score || !isAudible) return
    const silent = silentTracks(score, mixerOf(document))
    const scheduler = createScheduler(scoreMessages(score, (id) => silent.has(id)))
    player = createPlayer(scheduler, synth, { lookAhead })
    delay = synth.latency
    player.begin({ film: time, at: synth.now(), rate })
  }
  const look = (): void => {
    const synth = output()
    const run = player?.run()
    if (!run || !synth) return
    // Outputs tell their delay late, and another one is chosen while it plays.
    if (Math.abs(synth.latency - delay) > unnoticedDelay) return begin(editor.transport.time(), run.rate)
    player?.look()
  }
  const heardAt = (milliseconds: number): number | null => {
    const synth = output()
    const run = player?.run()
    return run && synth ? filmTimeOf({ ...run, at: run.at - delay }, synth.heardAt(milliseconds)) : null
  }
  return { look, stop, begin, heardAt }
}

/** Plays the shown score in time with the picture, from the moment that something is played first. */
export function followScore(editor: Editor): ScoreFollower {
  const { session, document, transport } = editor
  let output: SynthOutput | null = null
  let starting: Promise<SynthOutput> | null = null
  const playing = createPlaying(editor, () => output)
  const start = async (): Promise<SynthOutput> =>
    createSynthOutput((session.get().soundBank ?? (await editor.client.system.soundBank({}))).url)
  const wake = async (): Promise<void> => {
    starting ??= start()
    starting.catch(() => (starting = null))
    const synth = await starting
    output = synth
    applyMixer(editor, synth)
    if (!synth.isRunning()) await synth.resume()
    const { latency } = synth
    transport.useClock({ now: () => synth.now() - latency })
    if (session.get().playing) playing.begin(transport.time(), session.get().rate)
  }
  transport.join({
    play(time, rate) {
      if (output?.isRunning()) playing.begin(time, rate)
      else if (shownScore(document.get(), session.get().take)) editor.notices.guard(wake)
    },
    pause: playing.stop,
    seek: playing.stop,
  })
  setInterval(playing.look, lookEvery)
  watch(editor, () => output, playing.begin)
  session.subscribe(({ before, after }) => {
    if (before.soundBank === null || before.soundBank === after.soundBank) return
    // Another bank is another synthesizer: it is started when something is played next.
    playing.stop()
    output?.close()
    output = null
    starting = null
    transport.useClock(systemClock)
  })
  return {
    panic() {
      transport.pause()
      playing.stop()
    },
    peak: () => output?.peak() ?? 0,
    musicTimeAt: playing.heardAt,
  }
}

function applyMixer(editor: Editor, output: SynthOutput): void {
  output.setVolume(gainOf(mixerOf(editor.document.get()).musicLevel))
  editor.notices.guard(() => output.setOutput(editor.session.get().audioOutput))
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
    const [was, is] = [mixerOf(before), mixerOf(after)]
    if (is.musicLevel !== was.musicLevel) output()?.setVolume(gainOf(is.musicLevel))
    const isHeardOtherwise =
      before?.composition !== after?.composition || was.muted !== is.muted || was.solo !== is.solo
    if (isHeardOtherwise) again()
  })
  editor.session.subscribe(({ before, after }) => {
    const synth = output()
    if (synth && after.audioOutput !== before.audioOutput)
      editor.notices.guard(() => synth.setOutput(after.audioOutput))
    if (before.take !== after.take) again()
  })
}
