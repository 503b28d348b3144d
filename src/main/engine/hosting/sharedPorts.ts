import { Failure } from '../../../core/base/failure'
import type { PlaybackPlan } from '../../../core/playback/playbackPlan'
import type { HostEvent, MidiPorts } from '../midi/portsHost'

/** What a page hears of the ports; `silenced`: another page plays on them now. */
export type PageEvent = HostEvent | { readonly kind: 'silenced' }

/** The system's MIDI ports as one of several pages has them. */
export interface PagePorts extends Omit<MidiPorts, 'isLoaded' | 'onEvent' | 'close'> {
  /** Opens what the plan names; while another page plays, that waits until this one does. */
  load(plan: PlaybackPlan): Promise<void>
  /** The page is gone: its ports are silenced and closed. */
  leave(): Promise<void>
}

export interface SharedPorts {
  /** The ports for one more page. `tell` hears what concerns it, until it leaves. */
  join(tell: (event: PageEvent) => void): PagePorts
}

interface Member {
  readonly tell: (event: PageEvent) => void
  plan: PlaybackPlan | null
  /** Counts stops: what was to begin before one does not. */
  stops: number
}

const nothingToPlay: PlaybackPlan = { parts: [], end: 0 }

/** Who holds the ports and who plays on them; loading and beginning are one page's at a time. */
class Desk {
  readonly members = new Set<Member>()
  holder: Member | null = null
  playing: Member | null = null
  private last: Promise<unknown> = Promise.resolve()

  constructor(readonly midi: MidiPorts) {
    midi.onEvent((event) => this.hear(event))
  }

  inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const mine = this.last.then(work, work)
    this.last = mine.catch(() => undefined)
    return mine
  }

  async hold(member: Member, plan: PlaybackPlan): Promise<void> {
    const before = this.playing
    this.holder = null
    this.playing = null
    if (before && before !== member) before.tell({ kind: 'silenced' })
    await this.midi.load(plan)
    this.holder = member
  }

  private hear(event: HostEvent): void {
    const { holder, playing } = this
    if (event.kind !== 'ports') this.playing = null
    if (event.kind === 'lost' || event.kind === 'crashed') this.holder = null
    if (event.kind === 'ended') playing?.tell(event)
    else if (event.kind === 'lost') holder?.tell(event)
    else for (const { tell } of this.members) tell(event)
  }
}

function pageOf(desk: Desk, member: Member): PagePorts {
  const { midi } = desk
  return {
    list() {
      desk.members.add(member)
      return midi.list()
    },
    load(plan) {
      desk.members.add(member)
      return desk.inTurn(async () => {
        member.plan = null
        if (!desk.playing || desk.playing === member) await desk.hold(member, plan)
        member.plan = plan
      })
    },
    play(film, options) {
      const { stops } = member
      return desk.inTurn(async () => {
        if (!member.plan) throw new Failure('wrong-use', { reason: 'nothing is loaded to play' })
        if (stops !== member.stops) return
        if (desk.holder !== member) await desk.hold(member, member.plan)
        if (stops !== member.stops) return
        desk.playing = member
        await midi.play(film, options)
      })
    },
    async follow(film, at, rate) {
      if (desk.playing === member) await midi.follow(film, at, rate)
    },
    // At once, whatever else is asked: a stop is for silence.
    async stop(film) {
      member.stops++
      if (desk.holder !== member) return
      if (desk.playing === member) desk.playing = null
      await midi.stop(film)
    },
    leave() {
      member.stops++
      desk.members.delete(member)
      return desk.inTurn(async () => {
        member.plan = null
        if (desk.holder !== member) return
        if (midi.isLoaded()) await desk.hold(member, nothingToPlay).catch(() => undefined)
        desk.holder = null
      })
    },
  }
}

/** Shares the ports among the pages of a host: one plays at a time, and each ends only what is its own (docs/spec/midi-ports.md, M9). */
export function sharePorts(midi: MidiPorts): SharedPorts {
  const desk = new Desk(midi)
  return {
    join(tell) {
      const member: Member = { tell, plan: null, stops: 0 }
      desk.members.add(member)
      return pageOf(desk, member)
    },
  }
}
