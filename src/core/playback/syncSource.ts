import { createTempoMap } from '../time/tempoMap'
import { machineControl } from './machineControl'
import { clockStop, createMidiClock, type MidiClock } from './midiClock'
import { fullFrame, quarterFrames } from './midiTimecode'
import type { OutputEvent, OutputMessage } from './playbackOutput'
import type { SyncSettings } from './playbackPlan'
import type { PlaybackSource } from './player'

const system = (bytes: readonly number[]): OutputMessage => ({ kind: 'system', bytes })

/** MIDI clock, timecode and transport as a source: what a DAW follows (docs/spec/midi-ports.md, M4-M6). */
export function createSyncSource({
  tempo,
  timecode,
  machineControl: control,
}: Omit<SyncSettings, 'output' | 'latency'>): PlaybackSource {
  const tempoMap = tempo && createTempoMap(tempo)
  let clock: MidiClock | undefined
  let from = 0
  return {
    start(film) {
      from = film
      clock = tempoMap && createMidiClock(tempoMap, film)
      const said = [
        ...(control ? [machineControl.locate(control, film), machineControl.play] : []),
        ...(timecode ? [fullFrame(timecode, film)] : []),
        ...(clock?.opening ?? []),
      ]
      return said.map((bytes) => ({ time: film, message: system(bytes) }))
    },
    until(film) {
      const messages = [
        ...(clock?.between(from, film) ?? []),
        ...(timecode ? quarterFrames(timecode, from, film) : []),
      ]
      from = Math.max(from, film)
      return messages
        .sort((a, b) => a.time - b.time)
        .map(({ time, bytes }): OutputEvent => ({ time, message: system(bytes) }))
    },
    end: (film) =>
      [
        ...(clock ? [clockStop] : []),
        ...(control ? [machineControl.stop] : []),
        ...(control && film !== undefined ? [machineControl.locate(control, film)] : []),
        ...(timecode && film !== undefined ? [fullFrame(timecode, film)] : []),
      ].map(system),
  }
}
