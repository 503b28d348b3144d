/**
 * `node scripts/run.mjs bench/composer.ts [SECONDS] [SEEDS] [PRESET …]`: composes a film of that length (60) with the
 * committed model in the built inference process, for each seed (3) and preset (orchestral, band), and prints how fast
 * it was, how much was forced and what the music measures. Build first: `npm run build`. The environment variable
 * HITPOINT_MODELS names another folder of models.
 */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { EmotionCurve } from '../src/core/emotion/emotionCurve'
import { planScore } from '../src/core/music/planner/planScore'
import { findPreset } from '../src/core/music/presets'
import type { MusicStatistics } from '../src/core/music/statistics'
import { seconds } from '../src/core/time/units'
import { composeScore, type CompositionReport } from '../src/main/engine/compose/composeScore'
import { forkInferenceProcess } from '../src/main/engine/inference/forkProcess'
import { createInferenceHost } from '../src/main/engine/inference/host'
import { createModelStore } from '../src/main/engine/inference/modelStore'
import { defaultSettings } from '../src/core/document/defaultSettings'

/** Calm, tension, chase, relief in equal parts. */
function moods(duration: number): EmotionCurve {
  const corners = [
    { valence: 0.4, arousal: -0.6 },
    { valence: -0.5, arousal: 0 },
    { valence: -0.3, arousal: 0.8 },
    { valence: 0.6, arousal: -0.3 },
  ]
  const points = corners.map((corner, index) => ({
    ...corner,
    time: seconds((index * duration) / corners.length),
    confidence: 1,
    step: index > 0,
  }))
  return { points }
}

/** A cut every few seconds, faster in the chase, at times that lie on no beat. */
function cuts(duration: number): number[] {
  const times: number[] = []
  for (
    let time = 4.37;
    time < duration - 2;
    time += time > duration / 2 && time < duration * 0.75 ? 2.61 : 5.13
  )
    times.push(time)
  return times
}

function plan(duration: number, presetName: string) {
  const preset = findPreset(presetName)
  if (!preset) throw new Error(`There is no preset ${presetName}`)
  return planScore({
    duration: seconds(duration),
    hits: cuts(duration).map((time, index) => ({
      id: `cut-${index + 1}`,
      time: seconds(time),
      mode: 'must',
      weight: 1,
      markedByUser: false,
    })),
    curve: moods(duration),
    settings: { ...defaultSettings, preset: presetName },
    ensemble: preset.ensemble,
    families: preset.families,
  })
}

const columns: readonly (readonly [string, keyof MusicStatistics])[] = [
  ['entropy', 'pitchClassEntropy'],
  ['scale', 'scaleConsistency'],
  ['groove', 'grooveConsistency'],
  ['empty', 'emptyBeatRate'],
  ['voices', 'polyphony'],
  ['notes/s', 'notesPerSecond'],
  ['distinct', 'distinctPatterns'],
  ['clash', 'semitoneClashes'],
]

function line(label: string, duration: number, wallMs: number, report: CompositionReport): string {
  const speed = [
    `${((1000 * duration) / wallMs).toFixed(1)}x`,
    `${(report.networkMilliseconds / report.steps).toFixed(2)} ms/event net`,
    `${(wallMs / report.steps).toFixed(2)} all`,
    `${(report.steps / duration).toFixed(1)} events/s`,
    `forced ${(100 * report.forcing.forcedShare).toFixed(1)} %`,
  ]
  const measured = columns.map(([name, key]) => `${name} ${report.statistics[key].toFixed(3)}`)
  return `${label}  ${speed.join('  ')}\n    ${measured.join('  ')}`
}

/** Runs the benchmark. */
export async function main(parameters: readonly string[]): Promise<void> {
  const duration = Number(parameters[0] ?? 60)
  const seeds = Number(parameters[1] ?? 3)
  const presetNames = parameters.length > 2 ? parameters.slice(2) : ['orchestral', 'band']
  const entry = resolve('out/main/inferenceProcess.js')
  if (!existsSync(entry)) throw new Error('Build first: npm run build')
  const host = createInferenceHost({ start: () => forkInferenceProcess(entry) })
  const models = createModelStore(resolve(process.env['HITPOINT_MODELS'] ?? 'resources/models'))
  await host.providers()
  for (const presetName of presetNames)
    for (let seed = 1; seed <= seeds; seed++) {
      const film = { plan: plan(duration, presetName), curve: moods(duration), presetName, seed }
      const start = performance.now()
      const { report } = await composeScore({ ...film, host, models })
      console.log(line(`${presetName} seed ${seed}`, duration, performance.now() - start, report))
      if (seed === 1) console.log('    forced by attribute', JSON.stringify(report.forcing.byAttribute))
    }
  await host.stop()
}
