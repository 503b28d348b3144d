import type { ScheduledMessage } from '../../../core/music/scheduledMessage'
import type { PlaybackPlan } from '../../../core/playback/playbackPlan'
import { createPlayer, filmTimeOf, type Player, type Run } from '../../../core/playback/player'
import { createScheduler } from '../../../core/playback/scheduler'
import { createSyncSource } from '../../../core/playback/syncSource'
import type { MidiOutput } from './midiSystem'
import { createPortOutput } from './portOutput'
import type { FilmClock } from './protocol'
import { createTimedQueue } from './timedQueue'

/** Seconds of music that are laid out ahead of time, and milliseconds between two looks. */
const lookAhead = 0.12
const lookEvery = 40

/** Plays a plan on open outputs, in time. */
export interface PortPlayer {
  /** `lead`: a count-in, at film times before `film`, on the parts that are clicks. */
  readonly play: (clock: FilmClock, lead?: readonly ScheduledMessage[]) => void
  readonly follow: (clock: FilmClock) => void
  /** Silences every output; a film time is told to what follows. */
  readonly stop: (film?: number) => void
}

/** One player for what a DAW follows, one for each part; `outputs` has every output that the plan names. */
function playersOf(
  { parts, sync, end }: PlaybackPlan,
  outputs: ReadonlyMap<string, MidiOutput>,
  now: () => number,
): readonly { readonly player: Player; readonly isClick: boolean }[] {
  const queue = createTimedQueue(now)
  const output = (name: string, latency: number, rings: boolean) =>
    createPortOutput(outputs.get(name)!, { queue, now, latency, rings })
  const options = { lookAhead, end }
  return [
    ...(sync
      ? [createPlayer(createSyncSource(sync), output(sync.output, sync.latency, false), options)]
      : []
    ).map((player) => ({ player, isClick: false })),
    ...parts.map(({ output: name, latency, messages, isClick = false }) => ({
      isClick,
      player: createPlayer(createScheduler(messages, !isClick), output(name, latency, true), options),
    })),
  ]
}

/** A player of a loaded plan. `now`: milliseconds of the system's clock, with fractions. */
export function createPortPlayer(
  plan: PlaybackPlan,
  outputs: ReadonlyMap<string, MidiOutput>,
  now: () => number,
  onEnd: () => void,
): PortPlayer {
  const players = playersOf(plan, outputs, now)
  let run: Run | null = null
  let looking: ReturnType<typeof setInterval> | undefined
  const runOf = ({ film, at, rate }: FilmClock): Run => ({ film, at: at / 1000, rate })

  const endIfOver = (): void => {
    if (!run || filmTimeOf(run, now() / 1000) < plan.end) return
    stop()
    onEnd()
  }
  const look = (): void => {
    for (const { player } of players) player.look()
    endIfOver()
  }
  const stop = (film?: number): void => {
    clearInterval(looking)
    run = null
    for (const { player } of players) player.stop(film)
  }
  return {
    stop,
    play(clock, lead = []) {
      stop()
      run = runOf(clock)
      for (const { player, isClick } of players) player.begin(run, isClick ? lead : [])
      endIfOver()
      looking = run ? setInterval(look, lookEvery) : undefined
    },
    follow(clock) {
      if (!run) return
      run = runOf(clock)
      for (const { player } of players) player.follow(run)
    },
  }
}
