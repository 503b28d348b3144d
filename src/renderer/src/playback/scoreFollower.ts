import { scoreMessages } from '../../../core/export/scoreMessages'
import type { ScheduledMessage } from '../../../core/music/scheduledMessage'
import { clickMessages } from '../../../core/playback/click'
import type { PlaybackSettings } from '../../../contract/settings'
import { gainOf } from '../../../core/document/mixer'
import { createPlayer, filmTimeOf, type Player } from '../../../core/playback/player'
import { createScheduler } from '../../../core/playback/scheduler'
import type { Editor } from '../app/editor'
import { mixerOf } from '../app/mixerActions'
import { systemClock } from '../player/transport'
import { countInOf } from '../midi/countInOf'
import { clickPlaces, silentInPage } from '../midi/routing'
import { shownScore } from '../timeline/scene'
import { createDucking } from './ducking'
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
  readonly begin: (time: number, rate: number, lead?: number) => void
  readonly stop: () => void
  /** Hands out what comes next. */
  readonly look: () => void
  /** Film time of the music that is heard at a time of `performance.now()`; null while none plays. */
  readonly heardAt: (milliseconds: number) => number | null
}

function createPlaying(editor: Editor, output: () => SynthOutput | null): Playing {
  let players: readonly Player[] = []
  /** The output's delay that the run was reckoned with. */
  let delay = 0
  const stop = (): void => {
    for (const player of players) player.stop()
    players = []
  }
  const begin = (time: number, rate: number, lead = 0): void => {
    stop()
    const synth = output()
    const session = editor.session.get()
    const document = editor.document.get()
    const score = shownScore(document, session.take)
    const isAudible = rate >= audibleRates[0] && rate <= audibleRates[1]
    if (!synth || !score || !isAudible) return
    delay = synth.latency
    const run = { film: time, at: synth.now() + lead, rate }
    const play = (messages: readonly ScheduledMessage[], isChased: boolean): Player =>
      createPlayer(createScheduler(messages, isChased), synth, { lookAhead })
    const silent = silentInPage(score, document, session.playback)
    const music = play(
      scoreMessages(score, (id) => silent.has(id)),
      true,
    )
    music.begin(run)
    players = [music]
    if (!clickPlaces(session.playback).page) return
    const click = play(session.playback.click ? clickMessages(score) : [], false)
    const counted = lead > 0 ? countInOf(document, session, time).messages : []
    // Where the count-in is under way already, only what is left of it is heard.
    click.begin(
      run,
      counted.filter((event) => (event.time - time) / rate >= -lead - 0.001),
    )
    players = [music, click]
  }
  const look = (): void => {
    const synth = output()
    const run = players[0]?.run()
    if (!run || !synth) return
    // Outputs tell their delay late, and another one is chosen while it plays.
    if (Math.abs(synth.latency - delay) > unnoticedDelay)
      return begin(editor.transport.time(), run.rate, editor.transport.remainingLead())
    for (const player of players) player.look()
  }
  const heardAt = (milliseconds: number): number | null => {
    const synth = output()
    const run = players[0]?.run()
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
    if (!session.get().playing || transport.countInAgain()) return
    playing.begin(transport.time(), session.get().rate)
  }
  transport.join({
    play(time, rate, lead) {
      if (output?.isRunning()) playing.begin(time, rate, lead)
      else if (shownScore(document.get(), session.get().take)) editor.notices.guard(wake)
    },
    pause: playing.stop,
    seek: playing.stop,
  })
  const ducking = createDucking(editor)
  setInterval(() => {
    playing.look()
    // Where the music will be by the next look.
    if (session.get().playing) output?.setDucking(ducking(transport.time() + lookEvery / 1000))
  }, lookEvery)
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

/** Whether the page sounds other tracks or another click than before. */
const isRoutedOtherwise = (before: PlaybackSettings, after: PlaybackSettings): boolean =>
  before.port !== after.port ||
  before.trackPorts !== after.trackPorts ||
  before.click !== after.click ||
  before.clickOn !== after.clickOn

/** Goes on with the new notes when the score, the take or what is muted changes while it plays. */
function watch(
  editor: Editor,
  output: () => SynthOutput | null,
  begin: (time: number, rate: number, lead: number) => void,
): void {
  const again = (): void => {
    const { playing, rate } = editor.session.get()
    if (playing) begin(editor.transport.time(), rate, editor.transport.remainingLead())
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
    if (before.take !== after.take || isRoutedOtherwise(before.playback, after.playback)) again()
  })
}
