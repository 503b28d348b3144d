/**
 * `node scripts/run.mjs bench/emotionReport.ts [--clips FOLDER] [--benchmark FILM]`: writes docs/emotion-report.md and its
 * picture. Paints a film of four moods, analyses it and its variants, and the real clips of a folder where one is given;
 * `--benchmark` times the analysis of a film against plain decoding, five runs by turns (bench/analysis.ts makes one). The
 * cross-validation comes from the model's evaluation.json (training/README.md). Needs ffmpeg and `npm run build`.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { rationalToNumber } from '../src/core/time/rational'
import { createEngine, type Engine } from '../src/main/engine/engine'
import { forkInferenceProcess } from '../src/main/engine/inference/forkProcess'
import { createModelStore } from '../src/main/engine/inference/modelStore'
import { resolveFfmpeg } from '../src/main/engine/media/ffmpeg'
import { curvePicture } from './emotion/curvePicture'
import { makeMoodFilm, moods } from './emotion/moodFilm'
import { readClips } from './emotion/realClips'
import { reportText, type Report } from './emotion/reportText'
import { measureVariants, spanOfScenes, type FilmStability } from './emotion/stability'
import { timeAgainstDecoding } from './emotion/timing'
import { lacks, variants } from './emotion/variants'

const root = resolve(import.meta.dirname, '..')
/** Real clips whose stability is measured, and what was known of it when the curve's rules were chosen. */
const realClips = [
  ['bbb_480p_30s.mp4', 'real; its movement was looked at when the smoothing was chosen'],
  ['pyscenedetect_testvideo.mp4', 'real; its movement was looked at when the smoothing was chosen'],
  ['chaplin_oneshot.mp4', 'real; nothing was chosen on it'],
] as const
const samplePath = join(root, 'resources/sample/sample.mp4')

interface Workshop {
  readonly engine: Engine
  readonly ffmpeg: string
  readonly folder: string
  readonly film: string
}

/** The painted moods, on which thresholds were chosen, the sample film, and real clips. */
async function measureStability(workshop: Workshop, clips: string | undefined): Promise<FilmStability[]> {
  const films: (readonly [film: string, path: string, known: string])[] = [
    ['the painted moods', workshop.film, 'thresholds were chosen on it'],
    ['sample.mp4', samplePath, 'its movement was looked at when the smoothing was chosen'],
    ...(clips ? realClips.map(([name, known]) => [name, join(clips, name), known] as const) : []),
  ]
  const results: FilmStability[] = []
  for (const [film, path, known] of films) {
    const span = spanOfScenes(await workshop.engine.analyse(path))
    results.push({ film, known, span, results: await measureVariants(workshop, path, variants) })
  }
  return results
}

/** Draws what was read of a film under its thumbnails, as docs/images/emotion-NAME.svg. */
async function drawCurve({ engine }: Workshop, film: string, name: string, title: string): Promise<void> {
  const { curve, info } = await engine.analyse(film)
  const thumbnails = await engine.thumbnails(film, { count: 12, height: 66 })
  const duration = rationalToNumber(info.duration)
  const jpegs = thumbnails.map(({ jpeg }) => jpeg)
  const svg = curvePicture(title, curve, duration, jpegs)
  writeFileSync(join(root, `docs/images/emotion-${name}.svg`), svg)
}

/** Writes the report. */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { clips: { type: 'string' }, benchmark: { type: 'string' } },
  })
  const folder = mkdtempSync(join(tmpdir(), 'hitpoint-emotion-'))
  const ffmpeg = (await resolveFfmpeg({ environment: process.env })).path
  const engine = createEngine({
    version: 'bench',
    modelFolder: join(root, 'resources/models'),
    cacheFolder: join(folder, 'cache'),
    startInference: () => forkInferenceProcess(join(root, 'out/main/inferenceProcess.js')),
    log: () => undefined,
  })
  const workshop: Workshop = { engine, ffmpeg, folder, film: join(folder, 'moods.mp4') }
  try {
    await makeMoodFilm(workshop.film, ffmpeg, moods)
    const { directory } = await createModelStore(join(root, 'resources/models')).resolve('emotion')
    const report: Report = {
      evaluation: JSON.parse(
        readFileSync(join(directory, 'evaluation.json'), 'utf8'),
      ) as Report['evaluation'],
      meta: JSON.parse(readFileSync(join(directory, 'meta.json'), 'utf8')) as Report['meta'],
      film: await engine.analyse(workshop.film),
      sample: await engine.analyse(samplePath),
      stability: await measureStability(workshop, values.clips),
      lacks: await measureVariants(workshop, workshop.film, lacks),
      clips: values.clips ? await readClips(engine, values.clips) : [],
      timing: values.benchmark ? timeAgainstDecoding(values.benchmark, ffmpeg, join(folder, 'timed')) : null,
    }
    await drawCurve(workshop, workshop.film, 'moods', 'Four painted moods, 10 s each')
    await drawCurve(workshop, samplePath, 'sample', 'The sample film')
    writeFileSync(join(root, 'docs/emotion-report.md'), reportText(report))
  } finally {
    await engine.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
