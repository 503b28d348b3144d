import { describe, expect, test } from 'vitest'
import { channelBytes } from '../../../src/core/playback/channelBytes'
import { createSoundingNotes } from '../../../src/core/playback/soundingNotes'

describe('panic (docs/spec/midi-ports.md, M3)', () => {
  test('ends each sounding note by itself, then silences every channel in three ways', () => {
    const sounding = createSoundingNotes()
    sounding.heard(channelBytes({ kind: 'noteOn', channel: 2, pitch: 60, velocity: 90 }))
    sounding.heard(channelBytes({ kind: 'noteOn', channel: 9, pitch: 36, velocity: 90 }))
    sounding.heard(channelBytes({ kind: 'noteOn', channel: 2, pitch: 64, velocity: 90 }))
    sounding.heard(channelBytes({ kind: 'noteOff', channel: 2, pitch: 64 }))
    // A note-on without velocity is a note-off (MIDI 1.0).
    sounding.heard([0x99, 36, 0])
    sounding.heard(channelBytes({ kind: 'control', channel: 2, controller: 64, value: 127 }))
    const messages = sounding.panic()
    expect(messages[0]).toEqual([0x82, 60, 0])
    expect(messages.slice(1, 4)).toEqual([
      [0xb0, 64, 0],
      [0xb0, 123, 0],
      [0xb0, 120, 0],
    ])
    expect(messages).toHaveLength(1 + 16 * 3)
    expect(sounding.panic()).toHaveLength(16 * 3)
  })
})
