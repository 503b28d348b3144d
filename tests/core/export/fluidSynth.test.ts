import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeMidiFile } from '../../../src/core/export/midiFile'
import type { Score } from '../../../src/core/music/score'
import { rational } from '../../../src/core/time/rational'
import { ticks } from '../../../src/core/time/units'
import { bundledSoundBankPath } from '../../../src/main/engine/sound/soundBank'
import { temporaryFolder } from '../../support/commandLine'

/** FluidSynth shares no code with our writer or our synthesizer. */
const hasFluidSynth = spawnSync('fluidsynth', ['--version']).error === undefined
const sampleRate = 48_000

/** Microseconds of a quarter: 75, 117 and 60 beats per minute, as a planned tempo map has them. */
const tempo = [
  { tick: ticks(0), microsecondsPerQuarter: 800_000 },
  { tick: ticks(1920), microsecondsPerQuarter: 512_821 },
  { tick: ticks(4800), microsecondsPerQuarter: 1_000_000 },
]
/** Side sticks, and their seconds by hand. */
const hits = [
  { tick: 960, seconds: 0.8 },
  { tick: 2880, seconds: 1.6 + 0.512821 },
  { tick: 4800, seconds: 1.6 + 3 * 0.512821 },
  { tick: 6240, seconds: 1.6 + 3 * 0.512821 + 1.5 },
]

const score: Score = {
  tempo,
  metre: [{ tick: ticks(0), numerator: 4, denominator: 4 }],
  keys: [],
  chords: [],
  markers: [],
  endTick: ticks(7680),
  tracks: [
    {
      ...{ id: 'sticks', name: 'Sticks', family: 'drums', channel: 9, program: 0, volume: 127, pan: 64 },
      notes: hits.map(({ tick }) => ({
        start: ticks(tick),
        duration: ticks(120),
        pitch: 37,
        velocity: 127,
      })),
      controls: [],
    },
  ],
}

/** Seconds where the left channel of 16-bit samples rises out of silence. */
function onsets(samples: Int16Array): number[] {
  const found: number[] = []
  for (let at = 0; at < samples.length; at += 2) {
    if (Math.abs(samples[at]!) < 800) continue
    found.push(at / 2 / sampleRate)
    at += sampleRate // half a second
  }
  return found
}

describe('a MIDI file as FluidSynth plays it (docs/spec/midi-export.md, M11)', () => {
  it.skipIf(!hasFluidSynth)('sounds where the tempo map puts its notes (needs Debian’s fluidsynth)', () => {
    const folder = temporaryFolder()
    try {
      const [file, sound] = [join(folder, 'score.mid'), join(folder, 'score.raw')]
      writeFileSync(file, writeMidiFile(score, { title: 'Sticks', frameRate: rational(25, 1) }))
      execFileSync(
        'fluidsynth',
        [
          ...['-n', '-i', '-q', '-R', '0', '-C', '0', '-g', '1', '-r', String(sampleRate)],
          ...['-T', 'raw', '-O', 's16', '-E', 'little', '-F', sound, bundledSoundBankPath(), file],
        ],
        { stdio: 'ignore' },
      )
      const bytes = readFileSync(sound)
      const heard = onsets(
        new Int16Array(
          bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length - (bytes.length % 2)),
        ),
      )
      expect(heard).toHaveLength(hits.length)
      // Its player moves by blocks of 64 samples, and the stick needs a moment to be loud.
      for (const [index, { seconds }] of hits.entries())
        expect(Math.abs(heard[index]! - seconds)).toBeLessThan(0.01)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
