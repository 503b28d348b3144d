import { availableParallelism } from 'node:os'
import { bytesOf, type BenchFilm } from './benchFilm'
import type { DetectorId } from './columns'
import { openLane, type Detector, type LaneOptions } from './detectors'
import { plainDecode } from './ffmpegDetectors'
import type { FilmResult, Timing } from './results'
import { median } from './statistics'

export type NotRun = Readonly<Partial<Record<DetectorId, string>>>

async function runOne(detector: Detector, film: BenchFilm): Promise<FilmResult> {
  const bytes = bytesOf(film)
  try {
    return { bytes, detections: await detector.detect(film) }
  } catch (error) {
    return { bytes, detections: [], failure: error instanceof Error ? error.message : String(error) }
  }
}

/** Which detectors run on which films, and what is done with every result as soon as it is there. */
export interface RunPlan {
  readonly films: readonly BenchFilm[]
  /** Films that are worked on at once. */
  readonly jobs: number
  readonly isWanted: (id: DetectorId, film: BenchFilm) => boolean
  readonly keep: (detector: Detector, film: BenchFilm, result: FilmResult) => void
}

/** Runs detectors on films, each film by one detector after another. Returns why some cannot run at all. */
export async function runDetectors(plan: RunPlan, options: LaneOptions): Promise<NotRun> {
  const { films, jobs, isWanted, keep } = plan
  const lanes = await Promise.all(Array.from({ length: jobs }, () => openLane(options)))
  const queue = [...films]
  const work = async ({ detectors }: (typeof lanes)[number]): Promise<void> => {
    for (let film = queue.shift(); film; film = queue.shift()) {
      for (const detector of detectors)
        if (isWanted(detector.id, film)) keep(detector, film, await runOne(detector, film))
      process.stderr.write(`\r${films.length - queue.length} of ${films.length} films `)
    }
  }
  await Promise.all(lanes.map(work))
  process.stderr.write('\n')
  for (const lane of lanes) await lane.close()
  return lanes[0]!.notRun
}

/** Alternating rounds and films of the timing. */
const rounds = 3
const timedFilms = 12

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}

/**
 * Times detectors beside plain decoding: twelve films spread over the set, one process at a time, plain decoding and
 * every detector in turn on each film, in three rounds after one film to warm up.
 */
export async function timeDetectors(films: readonly BenchFilm[], options: LaneOptions): Promise<Timing> {
  const step = Math.max(1, films.length / timedFilms)
  const timed = Array.from(
    { length: Math.min(timedFilms, films.length) },
    (_, index) => films[Math.floor(index * step)]!,
  )
  const lane = await openLane(options)
  for (const detector of lane.detectors) await detector.detect(timed[0]!)
  interface Total {
    decode: number
    byDetector: Partial<Record<DetectorId, number>>
  }
  const totals = Array.from({ length: rounds }, (): Total => ({
    decode: 0,
    byDetector: {},
  }))
  for (const total of totals)
    for (const film of timed) {
      total.decode += await secondsOf(() => plainDecode(lane.ffmpeg, film))
      for (const detector of lane.detectors)
        total.byDetector[detector.id] =
          (total.byDetector[detector.id] ?? 0) + (await secondsOf(() => detector.detect(film)))
    }
  await lane.close()
  return {
    films: timed.length,
    pictures: timed.reduce((sum, { truth }) => sum + truth.frames, 0),
    rounds,
    processors: availableParallelism(),
    decodeSeconds: median(totals.map(({ decode }) => decode)),
    ratios: Object.fromEntries(
      lane.detectors.map(({ id }) => [
        id,
        median(totals.map(({ decode, byDetector }) => byDetector[id]! / decode)),
      ]),
    ),
  }
}
