/**
 * Turns generated films into what the transition network is trained on.
 *
 *     node scripts/run.mjs bench/cuts/trainingData.ts FILMS_FOLDER OUT_FOLDER [--odd]
 *
 * Reads `film-SEED.mp4` and `.json` of even seeds (`--odd`: odd ones, for evaluation only) and the project's sample film,
 * decodes each through the app's own decoder, keeps its scores as `film-SEED.scores`, and writes `inputs.f32` (`[steps, inputs]`, little-endian),
 * `labels.u8` and `index.json` (input names, where each film's steps begin) for `python -m hitpoint_training.transitions`.
 */
import { createWriteStream } from 'node:fs'
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { rationalToNumber } from '../../src/core/time/rational'
import { networkInputs, inputNames } from '../../src/core/timeline/networkInputs'
import { createTransitionScorer } from '../../src/core/timeline/transitionScorer'
import {
  decodeTransitionScores,
  encodeTransitionScores,
  type TransitionScores,
} from '../../src/core/timeline/transitionScores'
import { decodeMedia } from '../../src/main/engine/media/decode'
import { resolveFfmpeg, type FfmpegTool } from '../../src/main/engine/media/ffmpeg'
import { probeMedia } from '../../src/main/engine/media/probe'
import { readSample } from './clips'
import type { FilmTruth } from './truth'

/** Labels of steps: 0 for none, then the order of `stepKinds`. */
const labelOf = { cut: 1, dissolve: 2, wipe: 3, dip: 4, 'fade-out': 5, 'fade-in': 6 } as const

/** One label for each picture: what the step to it belongs to. */
function labelSteps(truth: Pick<FilmTruth, 'frames' | 'transitions'>): Uint8Array {
  const labels = new Uint8Array(truth.frames)
  for (const { kind, start, end } of truth.transitions) {
    if (kind === 'cut') labels[start] = labelOf.cut
    else labels.fill(labelOf[kind], start + 1, end + 1)
  }
  return labels
}

async function scoresOf(ffmpeg: FfmpegTool, film: string, kept: string): Promise<TransitionScores> {
  const known = await readFile(kept).then(decodeTransitionScores, () => null)
  if (known) return known
  const info = await probeMedia(ffmpeg, film)
  const scorer = createTransitionScorer(rationalToNumber(info.frameRate))
  await decodeMedia(ffmpeg, film, info, { pictureAnalysers: [scorer], soundAnalysers: [] })
  const scores = scorer.scores()
  await writeFile(kept, encodeTransitionScores(scores))
  return scores
}

export async function main(args: string[]): Promise<void> {
  const [films, out, odd] = args
  if (!films || !out) throw new Error('Usage: trainingData.ts FILMS_FOLDER OUT_FOLDER [--odd]')
  await mkdir(out, { recursive: true })
  const ffmpeg = await resolveFfmpeg({ environment: process.env })
  const remainder = odd === '--odd' ? 1 : 0
  const seeds = (await readdir(films))
    .flatMap((name) => /^film-(\d+)\.json$/.exec(name)?.[1] ?? [])
    .map(Number)
    .filter((seed) => seed % 2 === remainder)
    .sort((a, b) => a - b)
  const [inputs, labels] = ['inputs.f32', 'labels.u8'].map((name) => createWriteStream(join(out, name)))
  const index: { seed: number; material: string; first: number; steps: number }[] = []
  let first = 0
  const add = (seed: number, material: string, scores: TransitionScores, labelled: Uint8Array): void => {
    if (scores.count !== labelled.length)
      throw new Error(`film ${seed}: ${scores.count} pictures, not ${labelled.length}`)
    inputs!.write(Buffer.from(networkInputs(scores, 1, scores.count).buffer))
    labels!.write(labelled.subarray(1))
    index.push({ seed, material, first, steps: scores.count - 1 })
    first += scores.count - 1
  }
  for (const seed of seeds) {
    const truth = JSON.parse(await readFile(join(films, `film-${seed}.json`), 'utf8')) as FilmTruth
    const [film, kept] = ['mp4', 'scores'].map((extension) => join(films, `film-${seed}.${extension}`))
    add(seed, truth.material, await scoresOf(ffmpeg, film!, kept!), labelSteps(truth))
    if (index.length % 20 === 0) console.log(`${index.length} of ${seeds.length} films, ${first} steps`)
  }
  const sample = readSample()
  add(0, 'sample', await scoresOf(ffmpeg, sample.path, join(out, 'sample.scores')), labelSteps(sample.truth))
  await Promise.all([inputs, labels].map((stream) => new Promise((done) => stream!.end(done))))
  await writeFile(join(out, 'index.json'), JSON.stringify({ inputNames, films: index }))
  console.log(`${index.length} films, ${first} steps`)
}
