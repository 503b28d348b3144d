import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { mean } from '../../src/core/music/correlation'
import { percent, table, type Group, type GroupContext } from './group'
import { musicLinesFile } from './music'
import type { PieceLine } from './pieceLines'
import { presetOf } from './plans'
import { compareWithTraining } from './python'

interface Copying {
  readonly longest: readonly number[]
  readonly ngram8: number
  readonly ngram12: number
}

export interface OriginalityResult {
  readonly trainingTokens: number
  readonly rows: readonly { readonly label: string; readonly composed: Copying; readonly real: Copying }[]
}

const readLines = <Line extends PieceLine>(path: string): Line[] =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)

/** The classes of real music that a preset's ensemble is held to, as Python names them. */
const pythonName: Readonly<Record<string, string>> = {
  unknown: 'mixedChamber',
  chamber: 'mixedChamber',
  song: 'voiceOrMelodyWithKeyboard',
}

async function run({ options, tell }: GroupContext): Promise<OriginalityResult> {
  const files = [musicLinesFile, 'held-out.jsonl'].map((name) => join(options.work, name))
  if (!files.every(existsSync))
    throw new Error('This group compares what the group music composed: run --only music first')
  const composed = readLines(files[0]!)
  const held = readLines<PieceLine & { readonly ensemble: string }>(files[1]!)
  tell('comparing with the training music (the first time reads all of it: minutes)')
  const { pieces, trainingTokens } = await compareWithTraining(options, 'originality', [...composed, ...held])
  const copyingOf = (lines: readonly PieceLine[]): Copying => {
    const found = lines.flatMap((line) => pieces[line.id] ?? [])
    return {
      longest: found.map(({ longest }) => longest).sort((a, b) => a - b),
      ngram8: mean(found.map(({ ngram8 }) => ngram8)),
      ngram12: mean(found.map(({ ngram12 }) => ngram12)),
    }
  }
  const presetNames = [...new Set(composed.map((line) => line.id.split('/')[0]!))]
  const rows = presetNames.map((name) => {
    const { ensemble, title } = presetOf(name)
    return {
      label: title,
      composed: copyingOf(composed.filter((line) => line.id.startsWith(`${name}/`))),
      real: copyingOf(held.filter((line) => line.ensemble === (pythonName[ensemble] ?? ensemble))),
    }
  })
  return {
    trainingTokens,
    rows: [...rows, { label: '**all**', composed: copyingOf(composed), real: copyingOf(held) }],
  }
}

const median = (sorted: readonly number[]): number => sorted[Math.floor(sorted.length / 2)] ?? 0

function write({ trainingTokens, rows }: OriginalityResult): string[] {
  const all = rows.at(-1)!
  const higher = all.composed.ngram8 > all.real.ngram8 || all.composed.ngram12 > all.real.ngram12
  const pair = (of: (copying: Copying) => string) => (row: (typeof rows)[number]) =>
    `${of(row.composed)} / ${of(row.real)}`
  const medians = pair(({ longest }) => String(median(longest)))
  const longest = pair((copying) => String(copying.longest.at(-1) ?? 0))
  return [
    `Composed pieces share **${higher ? 'more' : 'no more'}** with the training music than held-out works do: ` +
      `${percent(all.composed.ngram8)} of their runs of eight notes against ${percent(all.real.ngram8)}, ` +
      `${percent(all.composed.ngram12, 2)} of twelve against ${percent(all.real.ngram12, 2)}; the longest match of a piece has ` +
      `a median of ${median(all.composed.longest)} against ${median(all.real.longest)} steps.`,
    '',
    'A step is an interval and the time from onset to onset on the grid, so neither key nor tempo hides a copy; lines are the ' +
      'highest notes of each family; runs with fewer than four different steps (repeated notes, scales) do not count. The ' +
      `training music holds ${(trainingTokens / 1e6).toFixed(1)} million steps (\`training/hitpoint_training/originality.py\`). ` +
      'Pieces and held-out excerpts have the same length. Composed / held-out:',
    '',
    ...table(
      [
        'preset',
        'pieces',
        'longest match, median',
        'longest match, most',
        'runs of 8 found',
        'runs of 12 found',
      ],
      rows.map((row) => [
        row.label,
        `${row.composed.longest.length} / ${row.real.longest.length}`,
        medians(row),
        longest(row),
        pair(({ ngram8 }) => percent(ngram8))(row),
        pair(({ ngram12 }) => percent(ngram12, 2))(row),
      ]),
    ),
  ]
}

export const originalityGroup: Group<OriginalityResult> = { needsData: true, run, write }
