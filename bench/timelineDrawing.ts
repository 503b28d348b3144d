/**
 * `node scripts/run.mjs bench/timelineDrawing.ts [--frames 360]`: how long the page's own code draws the timeline of a
 * 20-minute film in Chromium, without a GPU, while it is zoomed from the whole film to single frames and scrolled: with
 * 2,000 cuts and 20,000 notes, and with a tenth of them. Prints median, 99th percentile and worst of the page's own work
 * for a drawing, and of the time between screen frames, which holds the rasterising as well. Needs Debian's chromium.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { build } from 'vite'

interface Drawing {
  readonly draws: number[]
  readonly frames: number[]
}

type Measure = (cuts: number, notes: number, count: number) => Promise<Drawing>

const at = (sorted: readonly number[], share: number): string =>
  (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(2)

function summary(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b)
  return `median ${at(sorted, 0.5)} ms, p99 ${at(sorted, 0.99)} ms, worst ${at(sorted, 1)} ms`
}

async function bundle(folder: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: folder,
      lib: {
        entry: resolve('bench/timeline/page.ts'),
        formats: ['iife'],
        name: 'timelineBench',
        fileName: () => 'page.js',
      },
    },
  })
  return join(folder, 'page.js')
}

export async function main(parameters: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...parameters],
    options: { frames: { type: 'string', default: '360' } },
  })
  const folder = mkdtempSync(join(tmpdir(), 'hitpoint-timeline-'))
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run'],
  })
  try {
    const page = await browser.newPage({ viewport: { width: 1500, height: 800 } })
    await page.addScriptTag({ path: await bundle(folder) })
    for (const [cuts, notes] of [
      [200, 2000],
      [2000, 20_000],
    ] as const) {
      const { draws, frames } = await page.evaluate(
        ([cutCount, noteCount, count]) =>
          (window as unknown as { measureTimeline: Measure }).measureTimeline(cutCount, noteCount, count),
        [cuts, notes, Number(values.frames)] as const,
      )
      console.log(
        `${cuts} cuts, ${notes} notes: drawing ${summary(draws)}; between frames ${summary(frames.slice(1))}`,
      )
    }
  } finally {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
