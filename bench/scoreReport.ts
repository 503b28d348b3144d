/**
 * `node scripts/run.mjs bench/scoreReport.ts [SEEDS]`: scores the sample film with several seeds (8) and presets, with the
 * committed model and with its weights shuffled, and writes docs/score-report.md. Build first: `npm run build`.
 */
import { existsSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { hitRequests } from '../src/core/document/hitRequests'
import type { Plan } from '../src/core/music/plan'
import { planScore } from '../src/core/music/planner/planScore'
import { findPreset } from '../src/core/music/presets'
import { distanceFromReal, referenceStatistics } from '../src/core/music/referenceStatistics'
import type { Score } from '../src/core/music/score'
import type { MusicStatistics } from '../src/core/music/statistics'
import { rationalToSeconds } from '../src/core/time/rational'
import { createTempoMap } from '../src/core/time/tempoMap'
import { composeScore, type CompositionReport } from '../src/main/engine/compose/composeScore'
import { createEngine } from '../src/main/engine/engine'
import { forkInferenceProcess } from '../src/main/engine/inference/forkProcess'
import { createInferenceHost, type InferenceHost } from '../src/main/engine/inference/host'
import { createModelStore } from '../src/main/engine/inference/modelStore'
import type { Analysis } from '../src/main/engine/workflow/analyse'
import { defaultSettings } from '../src/main/engine/workflow/film'
import { modelsWithRandomWeights } from '../tests/engine/compose/support/randomWeights'

const presetNames = ['orchestral', 'chamber-strings', 'strings-and-piano', 'band', 'solo-piano']
const frame = 1 / 25

interface Outcome {
  readonly score: Score
  readonly plan: Plan
  readonly report: CompositionReport
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
const deviation = (values: readonly number[]): number =>
  Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)))

function planOf(analysis: Analysis, presetName: string, seed: number): Plan {
  const preset = findPreset(presetName)!
  return planScore({
    duration: rationalToSeconds(analysis.info.duration),
    hits: hitRequests(analysis.transitions, 'auto', analysis.info.frameRate),
    curve: analysis.curve,
    settings: { ...defaultSettings, preset: presetName, seed },
    ensemble: preset.ensemble,
    families: preset.families,
  })
}

/** Kept must-hits at which at least three pitches without drums begin within a frame at 25 frames per second. */
function chordsOnHits({ score, plan }: Outcome): { readonly kept: number; readonly struck: number } {
  const tempo = createTempoMap(score.tempo)
  const onsets = score.tracks
    .filter((track) => track.family !== 'drums')
    .flatMap((track) => track.notes.map((note) => ({ at: tempo.secondsAt(note.start), pitch: note.pitch })))
  const kept = plan.hits.filter((hit) => hit.kept && hit.mode === 'must')
  const struck = kept.filter((hit) => {
    const pitches = onsets.filter(({ at }) => Math.abs(at - hit.time) <= frame).map(({ pitch }) => pitch)
    return new Set(pitches).size >= 3
  })
  return { kept: kept.length, struck: struck.length }
}

async function composeAll(
  host: InferenceHost,
  modelFolder: string,
  analysis: Analysis,
  presetName: string,
  seeds: number,
): Promise<Outcome[]> {
  const models = createModelStore(modelFolder)
  const outcomes: Outcome[] = []
  for (let seed = 1; seed <= seeds; seed++) {
    const plan = planOf(analysis, presetName, seed)
    outcomes.push({
      plan,
      ...(await composeScore({ plan, curve: analysis.curve, presetName, seed, host, models })),
    })
  }
  return outcomes
}

const measures: readonly (readonly [label: string, key: keyof MusicStatistics])[] = [
  ['pitch-class entropy (bits)', 'pitchClassEntropy'],
  ['scale consistency', 'scaleConsistency'],
  ['groove consistency', 'grooveConsistency'],
  ['empty-beat rate', 'emptyBeatRate'],
  ['polyphony', 'polyphony'],
  ['notes per second', 'notesPerSecond'],
  ['distinct patterns', 'distinctPatterns'],
  ['semitone clashes', 'semitoneClashes'],
]

function presetSection(
  presetName: string,
  trained: readonly Outcome[],
  shuffled: readonly Outcome[],
): string[] {
  const { ensemble, title } = findPreset(presetName)!
  const real = referenceStatistics[ensemble]
  const values = (outcomes: readonly Outcome[], key: keyof MusicStatistics): number[] =>
    outcomes.map((outcome) => outcome.report.statistics[key])
  const cell = (numbers: readonly number[]): string =>
    `${mean(numbers).toFixed(3)} ± ${deviation(numbers).toFixed(3)}`
  const hits = trained.map(chordsOnHits)
  const total = (pick: (entry: { kept: number; struck: number }) => number): number =>
    hits.reduce((sum, entry) => sum + pick(entry), 0)
  const film = trained[0]!.plan.duration
  const speed = mean(trained.map(({ report }) => (1000 * film) / report.totalMilliseconds))
  const steps = mean(trained.map(({ report }) => report.steps / film))
  const forced = mean(trained.map(({ report }) => report.forcing.meanForbiddenMass))
  const distance = (outcomes: readonly Outcome[]): string =>
    mean(outcomes.map(({ report }) => distanceFromReal(report.statistics, ensemble))).toFixed(2)
  return [
    `## ${title}`,
    '',
    `Chords on kept hits: ${total((entry) => entry.struck)} of ${total((entry) => entry.kept)} within a frame. ` +
      `${speed.toFixed(1)} × real time, ${steps.toFixed(1)} events per second of music; constraints took away ` +
      `${(100 * forced).toFixed(1)} % of the network's probability.`,
    '',
    `| | composed | shuffled weights | held-out ${ensemble} |`,
    '|---|---|---|---|',
    ...measures.map(([label, key]) => {
      const reference = real?.[key]
      const held = reference ? `${reference.mean.toFixed(3)} ± ${reference.deviation.toFixed(3)}` : 'none'
      return `| ${label} | ${cell(values(trained, key))} | ${cell(values(shuffled, key))} | ${held} |`
    }),
    `| distance from held-out music | ${distance(trained)} | ${distance(shuffled)} | |`,
    '',
  ]
}

const heading = (seeds: number, presets: number): string[] => [
  '# Score report',
  '',
  `Written by \`node scripts/run.mjs bench/scoreReport.ts ${seeds}\` (after \`npm run build\`): the sample film scored with ` +
    `${seeds} seeds and ${presets} presets, by the committed composer and by the same network with its weights shuffled. ` +
    'Mean ± standard deviation over the seeds; held-out music is mean ± standard deviation over excerpts that no training ' +
    'saw (`bench/composerReference.py`, `bench/composerReference.ts`). The measures are defined in ' +
    '`src/core/music/statistics.ts`; the distance is the mean number of standard deviations from held-out music. Speeds are ' +
    'of this run on a shared two-core machine and count the whole composition, guidance included.',
  '',
  'The measures describe the surface of music. They do not say that it is good; how little the network was trained is in ' +
    'its card, `resources/models/composer/0.1.0/card.md`.',
  '',
]

export async function main([seedCount = '8']: readonly string[]): Promise<void> {
  const seeds = Number(seedCount)
  const root = resolve(import.meta.dirname, '..')
  const entry = resolve(root, 'out/main/inferenceProcess.js')
  if (!existsSync(entry)) throw new Error('Build first: npm run build')
  const models = resolve(root, 'resources/models')
  const startInference = () => forkInferenceProcess(entry)
  const engine = createEngine({
    version: 'report',
    modelFolder: models,
    startInference,
    log: () => undefined,
  })
  const analysis = await engine.analyse(resolve(root, 'resources/sample/sample.mp4'))
  await engine.close()
  const host = createInferenceHost({ start: startInference })
  const shuffledModels = modelsWithRandomWeights(models, 7)
  const lines = heading(seeds, presetNames.length)
  for (const presetName of presetNames) {
    const trained = await composeAll(host, models, analysis, presetName, seeds)
    const shuffled = await composeAll(host, shuffledModels, analysis, presetName, seeds)
    lines.push(...presetSection(presetName, trained, shuffled))
    console.log(lines.at(-4))
  }
  await host.stop()
  writeFileSync(resolve(root, 'docs/score-report.md'), lines.join('\n'))
}
