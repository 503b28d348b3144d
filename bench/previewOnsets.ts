/**
 * `node scripts/run.mjs bench/previewOnsets.ts [--film FILM] [--presets NAME,NAME…|all]`: how far the music's onset lies from the cut in
 * exported preview videos, at every kept hit. Heard in the preview's own sound (tests/support/onsets.ts: spectral flux, which knows
 * nothing of the score), seen in its own picture where the hit is a hard cut. The film (the sample by default) is composed and
 * exported by the built command (`npm run build`). Beside it what chance gives: how many moments away from hits have a clear
 * onset as near. Needs Debian's ffmpeg.
 */
import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { presetNames } from '../src/core/music/presets'
import { hitsIn } from '../tests/support/checkExports'
import { hitpoint, samplePath, temporaryFolder } from '../tests/support/commandLine'
import { pictureSteps, soundOf } from '../tests/support/independentChecks'
import { onsetNear, onsetRate, onsetsIn, type HeardOnset, type Onsets } from '../tests/support/onsets'

interface MeasuredHit {
  readonly name: string
  /** Where the score has it, seconds. */
  readonly time: number
  /** Frame of the preview's own picture change; null where the hit is no hard cut. */
  readonly seen: number | null
  readonly heard: HeardOnset
}
interface MeasuredFilm {
  readonly frameRate: number
  readonly hits: readonly MeasuredHit[]
  /** Share of moments away from hits with a clear onset within a frame. */
  readonly chance: number
}

async function command(...words: string[]): Promise<void> {
  const { code, stderr } = await hitpoint(words)
  if (code !== 0) throw new Error(stderr)
}

/** Of the frames around a time, the one whose picture differs most from that before it. */
function changeNear(steps: readonly number[], frame: number): number {
  const around = steps.slice(Math.max(0, frame - 3), frame + 4)
  return Math.max(0, frame - 3) + around.indexOf(Math.max(...around))
}

function chanceOf(onsets: Onsets, hits: readonly { readonly time: number }[], frame: number): number {
  const length = onsets.strength.length * 0.002
  const moments = Array.from({ length: Math.floor((length - 2) / 0.05) }, (_, at) => 1 + at * 0.05)
  const away = moments.filter((moment) => hits.every(({ time }) => Math.abs(time - moment) > 0.2))
  const near = away.filter((moment) => {
    const { offset, isClear } = onsetNear(onsets, moment)
    return isClear && Math.abs(offset) < frame
  })
  return near.length / Math.max(1, away.length)
}

async function measure(film: string, preset: string): Promise<MeasuredFilm> {
  const folder = temporaryFolder()
  try {
    const name = basename(film, extname(film))
    await command('score', film, '--preset', preset, '--out', folder, '--quiet')
    const exported = ['--format', 'preview,csv', '--film-sound', 'without', '--out', folder, '--quiet']
    await command('export', join(folder, `${name}.hitpoint`), ...exported)
    const table = readFileSync(join(folder, `${name}.csv`), 'utf8')
    const preview = join(folder, `${name} preview.mp4`)
    const hits = hitsIn(table)
    const [steps, onsets] = [pictureSteps(preview), onsetsIn(soundOf(preview, onsetRate))]
    const { frameRate } = hits[0] ?? { frameRate: 24 }
    const measured = hits.map(({ name: cut, time }) => {
      const seen = cut.startsWith('Cut ') ? changeNear(steps, Math.round(time * frameRate)) : null
      const at = seen === null ? time : seen / frameRate
      return { name: cut, time, seen, heard: onsetNear(onsets, at) }
    })
    return { frameRate, hits: measured, chance: chanceOf(onsets, hits, 1 / frameRate) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function tell({ frameRate, hits }: MeasuredFilm): void {
  console.log('| hit | score, s | picture changes at frame | onset after it, ms | frames | strength |')
  console.log('|---|---:|---:|---:|---:|---:|')
  for (const { name, time, seen, heard } of hits) {
    const { offset, times, isClear } = heard
    const place = isClear ? [(offset * 1000).toFixed(0), (offset * frameRate).toFixed(2)] : ['–', '–']
    const cells = [name, time.toFixed(3), seen ?? 'no cut', ...place, times.toFixed(1)]
    console.log(`| ${cells.join(' | ')} |`)
  }
}

function summary(preset: string, { frameRate, hits, chance }: MeasuredFilm): string {
  const clear = hits.filter(({ heard }) => heard.isClear)
  const offsets = clear.map(({ heard }) => Math.abs(heard.offset) * frameRate).sort((a, b) => a - b)
  const within = offsets.filter((offset) => offset <= 1).length
  const at = (share: number): string =>
    (offsets[Math.min(offsets.length - 1, Math.floor(offsets.length * share))] ?? NaN).toFixed(2)
  const cells = [preset, hits.length, clear.length, within, at(0.5), at(1), `${(chance * 100).toFixed(0)} %`]
  return `| ${cells.join(' | ')} |`
}

export async function main(parameters: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...parameters],
    options: { film: { type: 'string' }, presets: { type: 'string', default: 'orchestral' } },
  })
  const presets = values.presets === 'all' ? presetNames : values.presets.split(',')
  const rows: string[] = []
  for (const preset of presets) {
    const film = await measure(values.film ?? samplePath, preset)
    if (presets.length === 1) tell(film)
    rows.push(summary(preset, film))
  }
  console.log('\n| preset | hits | clear onsets | within a frame | middle, frames | worst | by chance |')
  console.log('|---|---:|---:|---:|---:|---:|---:|')
  for (const row of rows) console.log(row)
}
