import type { OutputEvent, OutputMessage, PlaybackOutput } from './playbackOutput'

/** What is played, asked in ascending film time. A scheduler is one; the clocks that a DAW follows are another. */
export interface PlaybackSource {
  /** What is said first when playing begins at a film time in seconds. */
  readonly start: (film: number) => readonly OutputEvent[]
  /** What comes before a film time and was not handed out yet. */
  readonly until: (film: number) => readonly OutputEvent[]
  /** What is said when playing ends; `film`: where the film stands then, if that is known. */
  readonly end?: (film?: number) => readonly OutputMessage[]
}

/** How film time follows the output's clock: `film` is heard at `at`, both in seconds, `rate` film seconds a second. */
export interface Run {
  readonly film: number
  readonly at: number
  readonly rate: number
}

/** Plays a source on an output. It owns no timer: whoever has one calls `look` more often than `lookAhead`. */
export interface Player {
  /** Begins anew; `lead`: what is heard before, at film times before `run.film` (a count-in). */
  readonly begin: (run: Run, lead?: readonly OutputEvent[]) => void
  /** Goes on by another reading of the same clock, without a gap: what is laid out already stays. */
  readonly follow: (run: Run) => void
  /** Lays out what comes next. */
  readonly look: () => void
  readonly stop: (film?: number) => void
  /** Null while nothing plays. */
  readonly run: () => Run | null
}

export interface PlayerOptions {
  /** Seconds that are laid out ahead of time. */
  readonly lookAhead: number
  /** Film seconds after which nothing is played. */
  readonly end?: number | undefined
}

/** The film time that is heard at a time of the clock. */
export const filmTimeOf = ({ film, at, rate }: Run, clock: number): number => film + (clock - at) * rate

/** A player of one source on one output. */
export function createPlayer(
  source: PlaybackSource,
  output: PlaybackOutput,
  { lookAhead, end = Infinity }: PlayerOptions,
): Player {
  let current: Run | null = null
  const send = (events: readonly OutputEvent[]): void => {
    if (!current || events.length === 0) return
    const { film, at, rate } = current
    const begins = at - output.latency
    output.play(events.map(({ time, message }) => ({ time: begins + (time - film) / rate, message })))
  }
  const look = (): void => {
    if (!current) return
    const ahead = lookAhead + Math.max(0, output.latency)
    send(source.until(Math.min(end, filmTimeOf(current, output.now() + ahead))))
  }
  const stop = (film?: number): void => {
    const wasPlaying = current !== null
    current = null
    if (!wasPlaying && film === undefined) return
    output.silence()
    const ends = source.end?.(film) ?? []
    if (ends.length > 0) output.play(ends.map((message) => ({ time: output.now(), message })))
  }
  return {
    stop,
    look,
    run: () => current,
    begin(run, lead = []) {
      stop()
      current = run
      send([...lead, ...source.start(run.film)])
      look()
    },
    follow(run) {
      if (current) current = run
    },
  }
}
