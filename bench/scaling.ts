/**
 * `node scripts/run.mjs bench/scaling.ts`: how much processor time planning, curve fitting and MIDI writing take for a
 * long film and for one of twice the length, best of nine alternating runs. A ratio near 2 is linear; near 4 is quadratic.
 */
import type { EmotionEstimate } from '../src/core/emotion/emotionEstimate'
import { fitEmotionCurve } from '../src/core/emotion/fitCurve'
import { writeMidiFile } from '../src/core/export/midiFile'
import { planScore } from '../src/core/music/planner/planScore'
import { findPreset } from '../src/core/music/presets'
import type { Score } from '../src/core/music/score'
import { seconds, ticks } from '../src/core/time/units'
import { defaultSettings } from '../src/core/document/defaultSettings'

const runs = 9
/** Seconds between two hits. */
const gap = 5.4

function plan(hitCount: number): void {
  const { ensemble, families } = findPreset('orchestral')!
  const hits = Array.from({ length: hitCount }, (_, index) => ({
    id: `hit-${index}`,
    time: seconds((index + 0.3 + 0.6 * ((index * 0.618) % 1)) * gap),
    mode: 'must' as const,
    weight: 1,
    markedByUser: index % 50 === 0,
  }))
  const request = { hits, curve: { points: [] }, settings: defaultSettings, ensemble, families }
  planScore({ ...request, duration: seconds(hitCount * gap) })
}

function fit(estimateCount: number): void {
  const estimates: EmotionEstimate[] = Array.from({ length: estimateCount }, (_, time) => ({
    time: seconds(time),
    valence: Math.sin(time / 50),
    arousal: Math.cos(time / 31),
    confidence: 1,
  }))
  fitEmotionCurve(estimates, [])
}

function write(noteCount: number): void {
  const notes = Array.from({ length: noteCount }, (_, index) => ({
    start: ticks(index * 230),
    duration: ticks(200),
    pitch: 40 + (index % 40),
    velocity: 80,
  }))
  const track = { id: 'strings', name: 'Strings', family: 'strings' as const, channel: 0, program: 48 }
  const score: Score = {
    tempo: [{ tick: ticks(0), microsecondsPerQuarter: 500_000 }],
    metre: [{ tick: ticks(0), numerator: 4, denominator: 4 }],
    keys: [],
    tracks: [{ ...track, volume: 100, pan: 64, notes, controls: [] }],
    chords: [],
    markers: [],
    endTick: ticks(noteCount * 230),
  }
  writeMidiFile(score, { title: 'scaling' })
}

const cases: readonly (readonly [label: string, size: number, work: (size: number) => void])[] = [
  ['plan, 1,000 and 2,000 hits (1.5 and 3 hours)', 1000, plan],
  ['fit a curve, 1.5 and 3 hours', 5400, fit],
  ['write MIDI, 15,000 and 30,000 notes in one track', 15_000, write],
]

/** Processor time of the work: other programs on the machine stretch it less than the time on the clock. */
function milliseconds(work: () => void): number {
  const started = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(started)
  return (user + system) / 1000
}

export function main(): void {
  for (const [label, size, work] of cases) {
    let [single, double] = [Infinity, Infinity]
    for (let run = 0; run < runs; run++) {
      single = Math.min(
        single,
        milliseconds(() => work(size)),
      )
      double = Math.min(
        double,
        milliseconds(() => work(2 * size)),
      )
    }
    console.log(
      `${label}: ${single.toFixed(0)} ms, ${double.toFixed(0)} ms, ratio ${(double / single).toFixed(2)}`,
    )
  }
}
