import { Failure } from '../../../core/base/failure'
import type { PlaybackPlan } from '../../../core/playback/playbackPlan'
import type { Editor } from '../app/editor'
import { mixerOf } from '../app/mixerActions'
import { countInOf } from './countInOf'
import { hostClockOffset } from './hostClock'
import { createPortList, type PortList } from './portList'
import { clickPlaces, planOf } from './routing'

/** Speeds at which music is sent. */
const playableRates = [0.5, 2] as const
/** Milliseconds between two readings of the transport's clock while it plays, and readings for one correction. */
const readEvery = 100
const readings = 10
/** Seconds that the ports may be off before they are corrected, and before they begin anew. */
const unnoticed = 0.002
const tooFar = 0.1
/** Milliseconds in which further changes of score or ports go along. */
const calm = 250

/** The chosen MIDI ports, following the transport. */
export interface PortFollower {
  readonly list: PortList
  /** Silences every port that is open, whatever plays. */
  readonly panic: () => void
}

/** How the host was told that film time follows its clock: `film` seconds at `at` milliseconds. */
interface Told {
  readonly film: number
  readonly at: number
  readonly rate: number
}

/** What the host has loaded and how it is brought there. */
function createLoading(editor: Editor) {
  const { client } = editor
  let loaded: PlaybackPlan | null = null
  /** The parts that the last plan was made of, to see whether another must be. */
  let made: readonly unknown[] = []
  let loading: Promise<boolean> | null = null
  const partsOf = (): readonly unknown[] => {
    const { take, playback } = editor.session.get()
    const document = editor.document.get()
    const { muted, solo } = mixerOf(document)
    return [document?.composition, document?.media, take, muted, solo, playback]
  }
  const isCurrent = (): boolean => made.length > 0 && partsOf().every((part, index) => part === made[index])
  const load = async (): Promise<boolean> => {
    made = partsOf()
    const before = loaded
    loaded = planOf(editor.document.get(), editor.session.get())
    if (loaded ?? before) await client.midi.load({ plan: loaded ?? { parts: [], end: 0 } })
    return loaded !== null
  }
  return {
    isCurrent,
    isLoaded: (): boolean => loaded !== null,
    /** The host holds nothing any more. */
    forget: (): void => void (loading = null),
    /** Opens what is to be played, or closes what is open; false where there is nothing to play. */
    load(): Promise<boolean> {
      if (loading && isCurrent()) return loading
      const mine = load()
      loading = mine
      mine.catch(() => {
        loaded = null
        if (loading === mine) loading = null
      })
      return mine
    },
  }
}

type Loading = ReturnType<typeof createLoading>

/** Playing on the ports: begun, corrected and stopped; what a later call overtakes is dropped. */
function createPortPlaying(editor: Editor, loading: Loading) {
  const { client, transport, session } = editor
  let turn = 0
  let offset = 0
  let told: Told | null = null
  let drifts: number[] = []
  /** Where the transport stands and when, by the host's clock. A count-in ends later. */
  const reading = (): { film: number; at: number } => ({
    film: transport.time(),
    at: performance.now() + offset + transport.remainingLead() * 1000,
  })
  const leadAt = (film: number, at: number, rate: number) => {
    if (transport.remainingLead() === 0 || !clickPlaces(session.get().playback).port) return []
    const soonest = performance.now() + offset
    const { messages } = countInOf(editor.document.get(), session.get(), film)
    return messages.filter(({ time }) => at + ((time - film) / rate) * 1000 >= soonest)
  }
  const begin = async (rate: number): Promise<void> => {
    const mine = ++turn
    told = null
    if (!(await loading.load()) || mine !== turn) return
    offset = await hostClockOffset(client)
    if (mine !== turn || !session.get().playing) return
    const { film, at } = reading()
    told = { film, at, rate }
    drifts = []
    await client.midi.play({ film, at, rate, lead: leadAt(film, at, rate) })
  }
  const stop = async (film: number): Promise<void> => {
    turn++
    told = null
    if (loading.isLoaded()) await client.midi.stop({ film })
  }
  const correct = async (): Promise<void> => {
    if (!told || transport.remainingLead() > 0) return
    const now = reading()
    drifts.push(now.film - (told.film + ((now.at - told.at) / 1000) * told.rate))
    if (drifts.length < readings) return
    // The sound card's clock goes on in steps: the middle of many readings is what it means.
    const drift = drifts.sort((a, b) => a - b)[drifts.length >> 1]!
    drifts = []
    if (Math.abs(drift) > tooFar) return begin(told.rate)
    if (Math.abs(drift) > unnoticed) {
      told = { ...told, film: told.film + drift }
      await client.midi.follow(told)
    }
    const mine = turn
    const measured = await hostClockOffset(client)
    if (mine === turn) offset = measured
  }
  return { begin, stop, correct }
}

/** Loads anew, a little later, when score, mixer or ports change, and goes on with the new notes while it plays. */
function watchChanges(editor: Editor, loading: Loading, again: () => Promise<unknown>): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const look = (): void => {
    if (loading.isCurrent()) return
    clearTimeout(timer)
    // Playing may have begun meanwhile and have loaded it.
    timer = setTimeout(() => !loading.isCurrent() && editor.notices.guard(again), calm)
  }
  editor.document.subscribe(look)
  editor.session.subscribe(look)
}

/** Plays the shown score on the chosen ports, by the transport's clock (docs/spec/midi-ports.md, M10). */
export function followPorts(editor: Editor): PortFollower {
  const { client, transport, session, notices } = editor
  const list = createPortList(client)
  const loading = createLoading(editor)
  const playing = createPortPlaying(editor, loading)
  const begin = (rate: number): void => {
    const isPlayable = rate >= playableRates[0] && rate <= playableRates[1]
    notices.guard(() => (isPlayable ? playing.begin(rate) : playing.stop(transport.time())))
  }
  const stop = (film: number): void => notices.guard(() => playing.stop(film))
  let seeking: ReturnType<typeof setTimeout> | undefined
  transport.join({
    play: (_time, rate) => begin(rate),
    pause: stop,
    // A playhead that is dragged is told of where it comes to rest.
    seek() {
      clearTimeout(seeking)
      seeking = setTimeout(() => !session.get().playing && stop(transport.time()), calm)
    },
  })
  setInterval(() => session.get().playing && notices.guard(playing.correct), readEvery)
  watchChanges(editor, loading, async () => {
    // A port that is not there is told when something is played; until then the panel says so.
    if (session.get().playing) begin(session.get().rate)
    else await loading.load().catch(() => undefined)
  })
  client.midi.onPlayback(({ state, output }) => {
    if (state === 'ended') return
    if (loading.isLoaded() && session.get().playing) transport.pause()
    loading.forget()
    if (state === 'lost') notices.failed(new Failure('midi-port-missing', { name: output ?? '' }))
    if (state === 'crashed') notices.failed(new Failure('midi-crashed'))
  })
  window.addEventListener('pagehide', () => void playing.stop(transport.time()).catch(() => undefined))
  return { list, panic: () => stop(transport.time()) }
}
