import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { parseRpp, type ParsedBlock } from '../core/export/reaper/parseRpp'
import * as checks from './independentChecks'
import { onsetNear, onsetRate, onsetsIn } from './onsets'

/** Everything that was exported of a whole film in one call, without its own sound in the preview. */
export interface Exported {
  readonly folder: string
  readonly name: string
  readonly film: string
  readonly frameRate: number
  /** Seconds. */
  readonly duration: number
}

export interface TableHit {
  readonly name: string
  /** Seconds. */
  readonly time: number
  readonly frameRate: number
}

/** Kept hits of a CSV table that we exported. */
export function hitsIn(table: string): TableHit[] {
  const [header, ...rows] = table.replace('\uFEFF', '').trim().split('\r\n')
  const columns = header!.split(',')
  const of = (row: string, column: string): string => row.split(',')[columns.indexOf(column)]!
  return rows
    .filter((row) => row.startsWith('marker,') && of(row, 'Note').startsWith('hit:'))
    .map((row) => ({
      name: of(row, 'Name'),
      time: Number(of(row, 'Seconds In')),
      frameRate: Number(of(row, 'Frame Rate')),
    }))
}

/** Kept hits on hard cuts, in seconds. */
const cutHits = (table: string): number[] =>
  hitsIn(readFileSync(table, 'utf8'))
    .filter(({ name }) => name.startsWith('Cut '))
    .map(({ time }) => time)

const filesIn = (block: ParsedBlock): string[] => [
  ...block.lines.filter(([first]) => first === 'FILE').map(([, path]) => path!),
  ...block.blocks.flatMap(filesIn),
]

function checkMidi({ folder, name, frameRate }: Exported, hits: readonly number[]): void {
  const midi = join(folder, `${name}.mid`)
  const onsets = checks.onsetsOf(midi)
  for (const hit of hits)
    expect(Math.min(...onsets.map((onset) => Math.abs(onset - hit)))).toBeLessThan(1 / frameRate)
  checks.playsInFluidSynth(midi)
  const tracks = readdirSync(folder).filter((file) => file.startsWith(`${name} - `))
  expect(tracks.length).toBeGreaterThan(1)
  const parts = tracks.flatMap((file) => checks.onsetsOf(join(folder, file)))
  expect(parts).toHaveLength(onsets.length)
}

function checkSound({ folder, name, film, frameRate, duration }: Exported, hits: readonly number[]): void {
  const wavs = readdirSync(folder).filter((file) => file.endsWith('.wav'))
  const mix = wavs.find((file) => file.endsWith('_Mix.wav'))
  expect(wavs.length).toBeGreaterThan(2)
  for (const wav of wavs) {
    checks.isBroadcastWave(join(folder, wav), Math.round(duration * 48_000), 0)
    expect(checks.ixmlText(join(folder, wav), '//TIMECODE_RATE')).toBe(`${frameRate}/1`)
    expect(wav).toContain(`_${checks.ixmlText(join(folder, wav), '//NOTE')}.wav`)
  }
  for (const project of [
    checks.referencesOf(join(folder, `${name}.dawproject`)),
    filesIn(parseRpp(readFileSync(join(folder, `${name}.rpp`), 'utf8'))),
  ]) {
    expect(project.filter((path) => path.endsWith('.wav')).sort()).toEqual(
      wavs.filter((wav) => wav !== mix).sort(),
    )
    expect(project.filter((path) => !path.endsWith('.wav')).map((path) => existsSync(path))).toEqual([true])
  }
  const preview = join(folder, `${name} preview.mp4`)
  expect(checks.pictureHash(preview)).toBe(checks.pictureHash(film))
  expect(Math.abs(checks.secondsOf(preview) - duration)).toBeLessThan(0.1)
  const steps = checks.pictureSteps(preview)
  const [heard, music] = [checks.soundOf(preview), checks.soundOf(join(folder, mix!))]
  for (const hit of hits) {
    // The picture changes here, in the preview itself; the music stands against it as in the mix.
    const frame = Math.round(hit * frameRate)
    const around = steps.slice(frame - 3, frame + 4)
    expect(frame - 3 + around.indexOf(Math.max(...around))).toBe(frame)
    const [lag, likeness] = checks.lagAt(heard, music, hit)
    expect(likeness).toBeGreaterThan(0.8)
    expect(Math.abs(lag)).toBeLessThan(1 / frameRate)
  }
  // Its own sound alone. A soft chord in held music has no clear onset (docs/formats.md counts them), so half must be heard.
  const onsets = onsetsIn(checks.soundOf(preview, onsetRate))
  const heardHits = hits.filter((hit) => {
    const { offset, isClear } = onsetNear(onsets, hit)
    return isClear && Math.abs(offset) <= 1 / frameRate
  })
  expect(heardHits.length / hits.length).toBeGreaterThanOrEqual(0.5)
}

/** Checks all formats of one export by independent programs, the hits of its preview against its picture too. Answers the hits. */
export function checkExports(exported: Exported): number[] {
  const { folder, name } = exported
  const hits = cutHits(join(folder, `${name}.csv`))
  expect(hits.length).toBeGreaterThan(0)
  checkMidi(exported, hits)
  checkSound(exported, hits)
  checks.isXml(join(folder, `${name}.fcpxml`))
  checks.isXml(join(folder, `${name}.xml`))
  expect(JSON.parse(readFileSync(join(folder, `${name}.otio`), 'utf8'))).toMatchObject({
    OTIO_SCHEMA: 'Timeline.1',
  })
  for (const list of ['.edl', '.markers.edl'])
    expect(readFileSync(join(folder, name + list), 'utf8')).toMatch(/^TITLE: .*\r\nFCM: NON-DROP FRAME\r\n/u)
  return hits
}
