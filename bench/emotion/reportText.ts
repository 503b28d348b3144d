import { emotionScenes } from '../../src/core/emotion/emotionScenes'
import type { Analysis } from '../../src/main/engine/workflow/analyse'
import { clipNotes } from './clipNotes'
import { agreement, moodResults, orderings } from './measures'
import { moods } from './moodFilm'
import type { ClipResult } from './realClips'
import { stabilityText, type FilmStability, type VariantResult } from './stability'
import { table } from './tables'
import type { Timing } from './timing'

type Measures = Readonly<Record<string, number>>

/** What the training wrote (hitpoint_training.picture_emotion evaluate). */
interface Evaluation {
  readonly pictures: number
  readonly themes: number
  readonly folds: number
  readonly seeds: readonly number[]
  readonly mean: Readonly<
    Record<'oneView' | 'withMirror' | 'filmView' | 'filmViewsMean' | 'frozenRidge' | 'categories', Measures>
  >
  readonly varianceFactor: readonly number[]
  readonly perFold: readonly {
    readonly seed: number
    readonly fold: number
    readonly pictures: number
    readonly valenceR: number
    readonly arousalR: number
    readonly valenceL1: number
    readonly arousalL1: number
    readonly calibration: { readonly rms: readonly number[]; readonly withinOne: readonly number[] }
  }[]
}

export interface Report {
  readonly evaluation: Evaluation
  readonly meta: {
    readonly version: string
    readonly parity: Readonly<Record<string, { readonly mean: number; readonly largest: number }>>
  }
  readonly film: Analysis
  /** The sample film of the app. */
  readonly sample: Analysis
  readonly stability: readonly FilmStability[]
  readonly lacks: readonly VariantResult[]
  readonly clips: readonly ClipResult[]
  readonly timing: Timing | null
}

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!

function crossValidation({ evaluation }: Report): string {
  const { mean, perFold, varianceFactor } = evaluation
  const row = (name: string, { valenceR, arousalR, valenceL1, arousalL1 }: Measures): string[] => [
    name,
    valenceR!.toFixed(3),
    arousalR!.toFixed(3),
    valenceL1!.toFixed(3),
    arousalL1!.toFixed(3),
  ]
  const head = ['what is shown', 'valence r', 'arousal r', 'valence L1', 'arousal L1']
  const methods = table(head, [
    row('whole photograph', mean.oneView),
    row('mean with its mirror image', mean.withMirror),
    row('one film view (crop, grading, blur, compression, darkness)', mean.filmView),
    row('mean of two film views', mean.filmViewsMean),
    row('for comparison: ridge on the last 1280 means, whole photograph', mean.frozenRidge),
  ])
  const folds = table(
    [
      'seed, fold',
      'pictures',
      'valence r',
      'arousal r',
      'valence L1',
      'arousal L1',
      'error in claimed deviations (1 is right)',
      'within one (0.68 is right)',
    ],
    perFold.map((fold) => [
      `${fold.seed}, ${fold.fold}`,
      String(fold.pictures),
      fold.valenceR.toFixed(2),
      fold.arousalR.toFixed(2),
      fold.valenceL1.toFixed(2),
      fold.arousalL1.toFixed(2),
      fold.calibration.rms
        .map((value, axis) => (value / Math.sqrt(varianceFactor[axis]!)).toFixed(2))
        .join(' / '),
      fold.calibration.withinOne.map((value) => value.toFixed(2)).join(' / '),
    ]),
  )
  const { categories } = mean
  return `${methods}

Means over ${evaluation.seeds.length} ways to deal ${evaluation.themes} themes to ${evaluation.folds} folds. L1 in the curve's space (-1..1).
The goal, r 0.62 for both, is ${mean.withMirror.valenceR! >= 0.62 ? 'reached' : `missed by ${(0.62 - mean.withMirror.valenceR!).toFixed(3)} for valence`} and
${mean.withMirror.arousalR! >= 0.62 ? 'reached' : 'missed'} for arousal (with the mirror image). A film view is a hard crop of a photograph with the photograph's
rating; the app shows the network whole film frames, for which there are no ratings here, so neither row is the app's own accuracy.
The process's settings were chosen on folds of the same pictures (see the card): read the figures as slightly flattering.

${folds}

The column of claimed deviations is after the shipped factor (variance × ${varianceFactor.map((value) => value.toFixed(2)).join(' and × ')}); "within one" is before it.

**Categories.** Cross-entropy with the posterior of the ratings ${categories['crossEntropy']!.toFixed(2)} (the emotions' mean shares alone ${categories['crossEntropyOfShares']!.toFixed(2)});
the likeliest emotion agrees in ${Math.round(100 * categories['likeliestAgrees']!)} %. Both paths agree with r ${categories['pathsAgreeValence']!.toFixed(2)} (valence) and
${categories['pathsAgreeArousal']!.toFixed(2)} (arousal); the category path alone reaches r ${categories['mixtureValenceR']!.toFixed(2)} and ${categories['mixtureArousalR']!.toFixed(2)} with the ratings.`
}

function paintedMoods({ film }: Report): string {
  const results = moodResults(film, moods)
  const rows = results.map(({ name, valence, arousal }, index) => [
    name,
    moods[index]!.what,
    signed(valence),
    signed(arousal),
  ])
  const claims = orderings(results).map(({ claim, difference }) => [
    claim,
    signed(difference),
    difference > 0 ? 'yes' : '**no**',
  ])
  const [valence, arousal] = [agreement(film.emotion, 'valence'), agreement(film.emotion, 'arousal')]
  return `![Curve of the painted moods](images/emotion-moods.svg)

${table(['mood', 'what is painted', 'valence', 'arousal'], rows)}

${table(['what anybody would say', 'difference', 'holds'], claims)}

Direct and category path over ${valence.seconds} seconds: r ${valence.r.toFixed(2)} (valence), ${arousal.r.toFixed(2)} (arousal); mean distance
${valence.distance.toFixed(2)} and ${arousal.distance.toFixed(2)}.`
}

const sceneHead = [
  'scene',
  'valence arousal',
  'confidence',
  'direct',
  'categories',
  'cues',
  'likeliest emotion',
]

/** What was read of every scene of a film. */
function sceneTable({ emotion, transitions }: Analysis): string {
  const pair = (read: { readonly valence: number; readonly arousal: number } | undefined | null): string =>
    read ? `${signed(read.valence)} ${signed(read.arousal)}` : ''
  const rows = emotionScenes(emotion, transitions).map((scene) => [
    `${scene.start.toFixed(1)}–${scene.end.toFixed(1)} s`,
    pair(scene),
    `${Math.round(100 * scene.confidence)} %`,
    pair(scene.direct),
    pair(scene.category),
    pair(scene.cues),
    scene.emotion ? `${scene.emotion.name} ${Math.round(100 * scene.emotion.probability)} %` : '',
  ])
  return table(sceneHead, rows)
}

const withNote = (name: string, analysis: Analysis): string =>
  `**${name}** (${analysis.curve.points.length} points). ${clipNotes[name] ?? ''}\n\n${sceneTable(analysis)}`

function clips({ clips: results }: Report): string {
  if (results.length === 0) return 'Not run: give `--clips FOLDER`.'
  return results.map(({ name, analysis }) => withNote(name, analysis)).join('\n\n')
}

function timing({ timing: measured }: Report): string {
  if (!measured)
    return 'Not measured in this run: give `--benchmark FILM` on a quiet machine (goal: at most 1.25 × plain decoding). Last measured: [performance.md](performance.md).'
  const [decode, analyse] = [median(measured.decode), median(measured.analyse)]
  return `Plain decoding ${decode.toFixed(1)} s, whole analysis with the network ${analyse.toFixed(1)} s: **${(analyse / decode).toFixed(2)} ×** (goal: at most 1.25; medians of five runs by turns).`
}

/** The whole report. */
export function reportText(report: Report): string {
  const parity = Object.entries(report.meta.parity).map(
    ([name, { mean, largest }]) => `${name} differs from PyTorch by ${mean} in the mean, ${largest} at most`,
  )
  return `# How well the emotion curve reads a film

Written by \`node scripts/run.mjs bench/emotionReport.ts --clips ../shared/clips --benchmark FILM\`; do not edit. Network ${report.meta.version},
rules: [spec/emotion.md](spec/emotion.md), limits: the model's card (\`resources/models/emotion/${report.meta.version}/card.md\`).

## Grouped cross-validation on photographs

${crossValidation(report)}

Parity of the exported files, in valence and arousal: ${parity.join('; ')} (fp16 on film views of photographs
when it was exported, int8 on frames of the sample film). A file that differs by more than 0.01 anywhere is not exported.

## Painted moods

${paintedMoods(report)}

## The sample film

![Curve of the sample film](images/emotion-sample.svg)

${withNote('sample.mp4', report.sample)}

## Stability

${stabilityText(report.stability, report.lacks)}

## Real clips

${clips(report)}

## Time

${timing(report)}
`
}
