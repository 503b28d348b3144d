import { createStore, type Store } from '../../../core/document/store'
import type { FrameGrid } from '../../../core/timeline/frameGrid'
import { rationalToNumber } from '../../../core/time/rational'
import type { Session } from '../app/session'

/** Something that follows the transport: the picture, the synthesizer. */
export interface Follower {
  /** Begins to play from a film time, `lead` seconds from now: a count-in comes before it. */
  play(time: number, rate: number, lead: number): void
  pause(time: number): void
  seek(time: number): void
}

/** A clock in seconds that runs evenly: the sound card's where there is one. */
export interface Clock {
  now(): number
}

export interface Transport {
  /** Seconds from the first picture. */
  time(): number
  /** Hears every new time while it plays or is moved. */
  readonly position: Pick<Store<number>, 'get' | 'subscribe'>
  /** Plays, after a count-in where one is wished, or pauses. */
  toggle(): void
  /** Counts in again from where it stands, while it is still counted in; false otherwise. */
  countInAgain(): boolean
  /** Seconds until the count-in is over; 0 without one. */
  remainingLead(): number
  play(rate?: number): void
  pause(): void
  /** Jumps to a time; it stays inside the film. */
  seek(time: number): void
  /** Jumps to the beginning of the frame so many frames away. */
  step(frames: number): void
  /** J and L: first press plays that way, further ones double the speed up to 8. */
  shuttle(direction: -1 | 1): void
  /** Joins a follower; answers its leaving. */
  join(follower: Follower): () => void
  useClock(clock: Clock): void
  /** Called about once for every screen frame. */
  tick(): void
}

interface Options {
  readonly session: Store<Session>
  readonly set: (change: Partial<Session>) => void
  readonly duration: () => number
  readonly grid: () => FrameGrid
  /** Seconds of the count-in before a film time; none by default. */
  readonly leadOf?: (time: number) => number
}

/** The clock while nothing sounds. */
export const systemClock: Clock = { now: () => performance.now() / 1000 }
const fastest = 8

/** Film time and clock time at which playing began. */
interface Origin {
  readonly film: number
  readonly clock: number
}

/** The parts of a transport that its calls share. */
function createMotion({ session, set, duration }: Options) {
  const position = createStore(0)
  const followers = new Set<Follower>()
  let clock = systemClock
  let origin: Origin = { film: 0, clock: 0 }
  const inside = (time: number): number => Math.max(0, Math.min(duration(), time))
  const move = (time: number): void => position.edit('', () => inside(time))
  const remainingLead = (): number => (session.get().playing ? Math.max(0, origin.clock - clock.now()) : 0)
  // The film stands while it is counted in.
  const running = (): number => origin.film + Math.max(0, clock.now() - origin.clock) * session.get().rate
  const time = (): number => (session.get().playing ? inside(running()) : position.get())
  return {
    position,
    followers,
    move,
    running,
    time,
    remainingLead,
    start: (from: number, rate: number, lead = 0): void => {
      origin = { film: inside(from), clock: clock.now() + lead }
      move(from)
      set({ playing: true, rate })
      followers.forEach((follower) => follower.play(origin.film, rate, lead))
    },
    pause: (): void => {
      const at = time()
      set({ playing: false, rate: 1 })
      move(at)
      followers.forEach((follower) => follower.pause(at))
    },
    useClock: (other: Clock): void => {
      const at = time()
      const lead = remainingLead()
      clock = other
      origin = { film: at, clock: clock.now() + lead }
    },
  }
}

export function createTransport(options: Options): Transport {
  const { session, duration, grid, leadOf = () => 0 } = options
  const motion = createMotion(options)
  const { position, followers, move, running, time, start, pause, useClock, remainingLead } = motion
  const seek = (to: number): void => {
    const { playing, rate } = session.get()
    if (playing) return start(to, rate)
    move(to)
    followers.forEach((follower) => follower.seek(position.get()))
  }
  const play = (rate = 1, isCountedIn = false): void => {
    const { range, loop } = session.get()
    const now = time()
    const atEnd = rate > 0 && now >= duration() - 0.01
    const outsideLoop = loop && range !== null && (now < range.start || now >= range.end)
    const from = outsideLoop ? range.start : atEnd ? 0 : now
    start(from, rate, isCountedIn ? leadOf(from) : 0)
  }
  return {
    time,
    position,
    play: (rate) => play(rate),
    remainingLead,
    countInAgain() {
      if (remainingLead() === 0) return false
      start(time(), 1, leadOf(time()))
      return true
    },
    pause,
    seek,
    useClock,
    toggle: () => (session.get().playing ? pause() : play(1, true)),
    step(frames) {
      if (session.get().playing) pause()
      const frame = grid().frameAt(time()) + frames
      seek(rationalToNumber(grid().timeOf(Math.max(0, Math.min(grid().count - 1, frame)))))
    },
    shuttle(direction) {
      const { playing, rate } = session.get()
      const same = playing && Math.sign(rate) === direction
      play(same ? direction * Math.min(fastest, Math.abs(rate) * 2) : direction)
    },
    join(follower) {
      followers.add(follower)
      return () => void followers.delete(follower)
    },
    tick() {
      const { playing, rate, loop, range } = session.get()
      if (!playing) return
      const now = running()
      if (loop && range && rate > 0 && now >= range.end) start(range.start, rate)
      else if (now >= duration() || now < 0) pause()
      else move(now)
    },
  }
}
