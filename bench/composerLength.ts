/**
 * `node scripts/run.mjs bench/composerLength.ts [PRESET] [SECONDS …]`: composes films of several lengths (60, 600, 3600
 * seconds; orchestral) with the committed model and prints, for each, the seconds until the first bar is heard, the
 * milliseconds per event in the first and the last tenth of the piece, the speed against the film's own time and the
 * peak memory of the inference process; then what four takes of the shortest film cost beside one. Build first:
 * `npm run build`. Linux only: reads /proc.
 */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { EmotionCurve } from '../src/core/emotion/emotionCurve'
import { planScore } from '../src/core/music/planner/planScore'
import { findPreset } from '../src/core/music/presets'
import { seconds } from '../src/core/time/units'
import { composeTakes } from '../src/main/engine/compose/composeScore'
import { forkInferenceProcess } from '../src/main/engine/inference/forkProcess'
import { createInferenceHost } from '../src/main/engine/inference/host'
import { createModelStore } from '../src/main/engine/inference/modelStore'
import { defaultSettings } from '../src/core/document/defaultSettings'
import { watchMemory } from './processMemory'

/** Waves of arousal over a minute, so that short and long films hold the same music. */
function waves(duration: number): EmotionCurve {
  const points = Array.from({ length: Math.ceil(duration / 15) }, (_, index) => ({
    time: seconds(index * 15),
    valence: index % 2 === 0 ? 0.4 : -0.4,
    arousal: [-0.5, 0, 0.7, 0.2][index % 4]!,
    confidence: 1,
    step: index > 0,
  }))
  return { points }
}

function filmOf(duration: number, presetName: string) {
  const preset = findPreset(presetName)
  if (!preset) throw new Error(`There is no preset ${presetName}`)
  const curve = waves(duration)
  const hits = Array.from({ length: Math.floor((duration - 4) / 5.13) }, (_, index) => ({
    id: `cut-${index + 1}`,
    time: seconds(4.37 + index * 5.13),
    mode: 'must' as const,
    weight: 1,
    markedByUser: false,
  }))
  const plan = planScore({
    duration: seconds(duration),
    hits,
    curve,
    settings: { ...defaultSettings, preset: presetName },
    ensemble: preset.ensemble,
    families: preset.families,
  })
  return { plan, curve, presetName, seed: 1 }
}

interface Heard {
  readonly at: number
  readonly events: number
}

/** Mean milliseconds per event between two shares of a piece. */
function pace(heard: readonly Heard[], from: number, to: number): number {
  const part = heard.slice(Math.floor(from * heard.length), Math.max(2, Math.ceil(to * heard.length)))
  const events = part.slice(1).reduce((sum, bar) => sum + bar.events, 0)
  return (part.at(-1)!.at - part[0]!.at) / Math.max(1, events)
}

/** Runs the benchmark. */
export async function main(parameters: readonly string[]): Promise<void> {
  const presetName = parameters[0] ?? 'orchestral'
  const lengths = parameters.length > 1 ? parameters.slice(1).map(Number) : [60, 600, 3600]
  const entry = resolve('out/main/inferenceProcess.js')
  if (!existsSync(entry)) throw new Error('Build first: npm run build')
  const models = createModelStore(resolve(process.env['HITPOINT_MODELS'] ?? 'resources/models'))
  const walls: number[] = []
  for (const [count, length] of [...lengths.map((duration) => [1, duration]), [4, lengths[0]!]] as [
    number,
    number,
  ][]) {
    // A process of its own for each, so that memory is that of this film.
    const host = createInferenceHost({ start: () => forkInferenceProcess(entry) })
    await host.providers()
    const heard: Heard[] = []
    const memory = watchMemory(process.pid)
    const start = performance.now()
    await composeTakes(
      {
        ...filmOf(length, presetName),
        host,
        models,
        onBar: ({ take, music }) => {
          // A step writes a group of notes or a chord; groups are told by onset, family and duration.
          const groups = new Set(music.notes.map((note) => `${note.onset} ${note.family} ${note.duration}`))
          if (take === 0)
            heard.push({ at: performance.now() - start, events: groups.size + music.chords.length + 1 })
        },
      },
      count,
    )
    const wall = performance.now() - start
    walls.push(wall)
    const peak = memory.stop().byProgram['inference'] ?? 0
    console.log(
      `${presetName} ${length} s, ${count} take${count > 1 ? 's' : ''}: ${((1000 * length) / wall).toFixed(1)} x real time, ` +
        `first bar after ${(heard[0]!.at / 1000).toFixed(2)} s, ms per event ${pace(heard, 0, 0.1).toFixed(2)} at the start, ` +
        `${pace(heard, 0.9, 1).toFixed(2)} at the end, peak memory ${(peak / 1e6).toFixed(0)} MB`,
    )
    await host.stop()
  }
  console.log(`four takes cost ${(walls.at(-1)! / walls[0]!).toFixed(2)} x one`)
}
