/**
 * The process that `bench/analysis.ts` measures: the engine as the command line runs it, and nothing else. Arguments:
 * `analyse VIDEO` or `thumbnails VIDEO`. Prints one line of JSON.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createHostEngine } from '../../src/cli/hostEngine'

/** Milliseconds between two looks at the event loop. */
const resolution = 2

/** What one analysis amounted to. */
export interface AnalysisRun {
  readonly milliseconds: number
  readonly transitions: number
  readonly warnings: readonly unknown[]
  /** Milliseconds that the event loop was late. */
  readonly eventLoop: { readonly p50: number; readonly p99: number; readonly max: number }
}

async function analyse(video: string): Promise<AnalysisRun> {
  const engine = createHostEngine((line) => console.error(line))
  const delay = monitorEventLoopDelay({ resolution })
  const started = performance.now()
  delay.enable()
  try {
    const { transitions, warnings } = await engine.analyse(video)
    delay.disable()
    // The histogram holds whole intervals.
    const late = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - resolution)
    return {
      milliseconds: performance.now() - started,
      transitions: transitions.length,
      warnings,
      eventLoop: { p50: late(delay.percentile(50)), p99: late(delay.percentile(99)), max: late(delay.max) },
    }
  } finally {
    await engine.close()
  }
}

/** Milliseconds from the call to a strip's pictures. */
export interface ThumbnailsRun {
  readonly first: number
  readonly all: number
  readonly count: number
}

async function thumbnails(video: string): Promise<ThumbnailsRun> {
  const engine = createHostEngine((line) => console.error(line))
  const started = performance.now()
  let first: number | undefined
  try {
    const onThumbnail = (): void => void (first ??= performance.now() - started)
    const { length } = await engine.thumbnails(video, { count: 12, height: 90, onThumbnail })
    return { first: first!, all: performance.now() - started, count: length }
  } finally {
    await engine.close()
  }
}

const [task, video] = process.argv.slice(2)
console.log(JSON.stringify(await (task === 'thumbnails' ? thumbnails : analyse)(video!)))
