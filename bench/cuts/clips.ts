/** Real videos beside the generated films: the test videos of `../shared/clips` and the app's own sample. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BenchFilm } from './benchFilm'
import type { TruthKind, TruthTransition } from './truth'

const at = (kind: TruthKind, start: number, end: number, detail = ''): TruthTransition => ({
  kind,
  start,
  end,
  detail,
})
const cutAt = (picture: number): TruthTransition => at('cut', picture, picture)

interface Clip {
  readonly file: string
  readonly frames: number
  readonly frameRate: BenchFilm['truth']['frameRate']
  readonly transitions: readonly TruthTransition[]
}

/**
 * Facts of `../shared/clips/NOTES.md`. Where it gives fades and dissolves in rounded times, their ends were read from
 * the mean luma of every picture (ffmpeg's `signalstats`): the last level and the first of the plateaus.
 */
const clips: readonly Clip[] = [
  {
    file: 'bbb_480p_30s.mp4',
    frames: 720,
    frameRate: { numerator: 24, denominator: 1 },
    transitions: [at('fade-in', 3, 50, 'black'), cutAt(285), cutAt(378), cutAt(553)],
  },
  {
    file: 'pyscenedetect_testvideo.mp4',
    frames: 720,
    frameRate: { numerator: 30000, denominator: 1001 },
    transitions: [
      cutAt(30),
      cutAt(180),
      at('fade-in', 210, 240, 'black'),
      at('fade-out', 330, 360, 'black'),
      at('fade-in', 393, 423, 'black'),
      at('dissolve', 528, 558),
      at('fade-out', 663, 693, 'black'),
    ],
  },
  {
    file: 'pyscenedetect_counter.mp4',
    frames: 30,
    frameRate: { numerator: 10, denominator: 1 },
    transitions: [],
  },
  {
    file: 'chaplin_oneshot.mp4',
    frames: 241,
    frameRate: { numerator: 25, denominator: 1 },
    transitions: [],
  },
]

/** The clips of `folder` that are there. */
export const readClips = (folder: string): readonly BenchFilm[] =>
  clips
    .map(({ file, ...truth }) => ({
      name: file,
      path: join(folder, file),
      group: file,
      truth: { ...truth, distractors: [] },
    }))
    .filter(({ path }) => existsSync(path))

interface SampleTruth {
  readonly framesPerSecond: number
  readonly frames: number
  readonly transitions: readonly {
    readonly kind: 'cut' | 'fade' | 'dissolve'
    readonly start: number
    readonly end: number
    readonly frame: number
  }[]
}

/** The sample video of the app, with the truth that its painter wrote beside it. */
export function readSample(): BenchFilm {
  const folder = join(import.meta.dirname, '../../resources/sample')
  const sample = JSON.parse(readFileSync(join(folder, 'sample.json'), 'utf8')) as SampleTruth
  const transitions = sample.transitions.map(({ kind, start, end, frame }) =>
    at(kind === 'fade' ? (frame === end ? 'fade-out' : 'fade-in') : kind, start, end),
  )
  return {
    name: 'sample.mp4',
    path: join(folder, 'sample.mp4'),
    group: 'sample.mp4',
    truth: {
      transitions,
      distractors: [],
      frames: sample.frames,
      frameRate: { numerator: sample.framesPerSecond, denominator: 1 },
    },
  }
}
