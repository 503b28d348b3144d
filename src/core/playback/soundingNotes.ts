/** Sustain, all notes off, all sound off: in this order nothing is left to ring on (docs/spec/midi-ports.md, M3). */
const silencingControllers = [64, 123, 120] as const
const channels = 16

/** What a port was told that still sounds. */
export interface SoundingNotes {
  /** Hears the bytes of every message that is sent. */
  readonly heard: (bytes: readonly number[]) => void
  /** Messages that silence a device, whatever of them it understands; the notes count as ended then. */
  readonly panic: () => readonly (readonly number[])[]
}

/** Follows what a port is told, so that every note can be ended by its own note-off. */
export function createSoundingNotes(): SoundingNotes {
  const notes = new Set<number>()
  return {
    heard([status = 0, pitch = 0, velocity = 0]) {
      const kind = status & 0xf0
      if (kind === 0x90 && velocity > 0) notes.add(((status & 0x0f) << 7) | pitch)
      else if (kind === 0x90 || kind === 0x80) notes.delete(((status & 0x0f) << 7) | pitch)
    },
    panic() {
      const ends = [...notes].map((note) => [0x80 | (note >> 7), note & 0x7f, 0])
      notes.clear()
      const controllers = Array.from({ length: channels }, (_, channel) =>
        silencingControllers.map((controller) => [0xb0 | channel, controller, 0]),
      )
      return [...ends, ...controllers.flat()]
    },
  }
}
