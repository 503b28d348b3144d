import type { ByteWriter } from '../base/bytes'
import { createByteWriter } from '../base/bytes'
import type { ChannelMessage } from '../music/channelMessage'
import type { SmpteOffset } from './smpteOffset'

/** An event of a Standard MIDI File at an absolute tick. */
export type MidiEvent = { readonly tick: number } & (
  | { readonly kind: 'text'; readonly meta: 'text' | 'trackName' | 'marker'; readonly text: Uint8Array }
  | { readonly kind: 'tempo'; readonly microsecondsPerQuarter: number }
  | { readonly kind: 'metre'; readonly numerator: number; readonly denominator: number }
  | { readonly kind: 'key'; readonly sharps: number; readonly minor: boolean }
  | { readonly kind: 'smpteOffset'; readonly offset: SmpteOffset }
  | ChannelMessage
)

const textType = { text: 0x01, trackName: 0x03, marker: 0x06 } as const
const rateBits = { 24: 0, 25: 1, 29: 2, 30: 3 } as const

function meta(writer: ByteWriter, type: number, data: readonly number[] | Uint8Array): void {
  writer.uint8(0xff)
  writer.uint8(type)
  writer.variableLength(data.length)
  writer.bytes(Uint8Array.from(data))
}

function metreData(numerator: number, denominator: number): readonly number[] {
  // MIDI clocks (24 to the quarter) between metronome clicks; compound metres click on the dotted beat.
  const compound = denominator >= 8 && numerator % 3 === 0 && numerator > 3
  const clocks = (96 / denominator) * (compound ? 3 : 1)
  return [numerator, Math.log2(denominator), clocks, 8]
}

function channelMessage(
  writer: ByteWriter,
  status: number,
  channel: number,
  ...data: readonly number[]
): void {
  writer.uint8(status | channel)
  for (const value of data) writer.uint8(value)
}

function writeEvent(writer: ByteWriter, event: MidiEvent): void {
  switch (event.kind) {
    case 'text':
      return meta(writer, textType[event.meta], event.text)
    case 'tempo': {
      const perQuarter = event.microsecondsPerQuarter
      return meta(writer, 0x51, [(perQuarter >> 16) & 0xff, (perQuarter >> 8) & 0xff, perQuarter & 0xff])
    }
    case 'metre':
      return meta(writer, 0x58, metreData(event.numerator, event.denominator))
    case 'key':
      return meta(writer, 0x59, [event.sharps & 0xff, event.minor ? 1 : 0])
    case 'smpteOffset': {
      const { rate, hours, minutes, seconds, frames, subframes } = event.offset
      return meta(writer, 0x54, [(rateBits[rate] << 5) | hours, minutes, seconds, frames, subframes])
    }
    case 'program':
      return channelMessage(writer, 0xc0, event.channel, event.program)
    case 'control':
      return channelMessage(writer, 0xb0, event.channel, event.controller, event.value)
    case 'noteOn':
      return channelMessage(writer, 0x90, event.channel, event.pitch, event.velocity)
    case 'noteOff':
      return channelMessage(writer, 0x80, event.channel, event.pitch, 0x40)
  }
}

/**
 * Encodes events in ascending ticks as one `MTrk` chunk that ends at `endTick`.
 * Own code because `midi-file`'s writer copies the whole track for every event of more than a byte: 30,000 notes in
 * one track took it 149 s. No running status: some hardware and older parsers trip over it after a meta event.
 */
export function encodeTrack(events: readonly MidiEvent[], endTick: number): Uint8Array {
  const body = createByteWriter()
  let tick = 0
  for (const event of events) {
    body.variableLength(event.tick - tick)
    tick = event.tick
    writeEvent(body, event)
  }
  body.variableLength(endTick - tick)
  meta(body, 0x2f, [])
  const chunk = createByteWriter()
  chunk.uint32(0x4d54726b) // MTrk
  chunk.uint32(body.length)
  chunk.bytes(body.result())
  return chunk.result()
}

/** A type 1 file (simultaneous tracks) from encoded tracks. */
export function encodeFile(tracks: readonly Uint8Array[], ticksPerQuarter: number): Uint8Array {
  const file = createByteWriter()
  file.uint32(0x4d546864) // MThd
  file.uint32(6)
  file.uint16(1)
  file.uint16(tracks.length)
  file.uint16(ticksPerQuarter)
  for (const track of tracks) file.bytes(track)
  return file.result()
}
