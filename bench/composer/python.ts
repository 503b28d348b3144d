import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ReportOptions } from './options'
import type { PieceLine } from './pieceLines'

/** Emotion as a judge hears it: in VGMIDI's label units, and as a rank among VGMIDI's windows (-1..1). */
export interface Judgement {
  readonly label: readonly [valence: number, arousal: number] | null
  readonly rank: readonly [valence: number, arousal: number] | null
}

export type JudgeName = 'first' | 'second'
type Agreement = Readonly<Record<'valence' | 'arousal', { readonly r: number; readonly l1: number }>>

interface JudgeValidation {
  readonly ridge: number
  readonly features: number
  readonly piece: Agreement
  readonly fourMeasures: Agreement
}

/** How the judges agree with people (VGMIDI, folds by game series) and with each other. */
export interface Validation {
  readonly pieces: number
  readonly windows: number
  readonly series: number
  readonly folds: number
  readonly l1OfTheMean: Readonly<Record<'valence' | 'arousal', number>>
  readonly first: JudgeValidation
  readonly second: JudgeValidation
  readonly betweenJudges: { readonly piece: Agreement; readonly fourMeasures: Agreement }
}

export interface Judged {
  readonly validation: Validation
  readonly judged: Readonly<Record<string, Readonly<Record<JudgeName, Judgement>>>>
}

export interface Originality {
  readonly trainingTokens: number
  readonly pieces: Readonly<
    Record<string, { readonly longest: number; readonly ngram8: number; readonly ngram12: number }>
  >
}

/** A held-out excerpt of real music. */
export interface HeldOutLine extends PieceLine {
  readonly ensemble: string
}

function runModule(options: ReportOptions, module: string, parameters: readonly string[]): Promise<void> {
  return new Promise((resolvePromise, reject) => {
    const child = spawn(options.python, ['-m', `hitpoint_training.${module}`, ...parameters], {
      cwd: join(options.root, 'training'),
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let complaint = ''
    child.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-2000)))
    child.on('error', (error) =>
      reject(new Error(`${options.python} does not start (${error.message}). Name one with --python`)),
    )
    child.on('close', (code) =>
      code === 0 ? resolvePromise() : reject(new Error(`hitpoint_training.${module} failed:\n${complaint}`)),
    )
  })
}

function dataOf({ shared }: ReportOptions): string {
  if (!shared) throw new Error('This group needs --shared FOLDER (with data/midi and data/vgmidi)')
  return join(shared, 'data')
}

const asLines = (lines: readonly PieceLine[]): string =>
  lines.map((line) => JSON.stringify(line) + '\n').join('')

async function ask<Answer>(
  options: ReportOptions,
  module: string,
  name: string,
  lines: readonly PieceLine[],
): Promise<Answer> {
  const [pieces, out] = [join(options.work, `${name}.jsonl`), join(options.work, `${name}-${module}.json`)]
  writeFileSync(pieces, asLines(lines))
  const folders = ['--data', dataOf(options), '--work', options.work]
  await runModule(options, module, [...folders, '--pieces', pieces, '--out', out])
  return JSON.parse(readFileSync(out, 'utf8')) as Answer
}

/** Asks both judges about pieces. */
export const judge = (options: ReportOptions, name: string, lines: readonly PieceLine[]): Promise<Judged> =>
  ask<Judged>(options, 'judge', name, lines)

/** Compares pieces with the training music. */
export const compareWithTraining = (
  options: ReportOptions,
  name: string,
  lines: readonly PieceLine[],
): Promise<Originality> => ask<Originality>(options, 'originality', name, lines)

/** Excerpts of about `seconds` of the validation and test parts. */
export async function heldOutExcerpts(options: ReportOptions, seconds: number): Promise<HeldOutLine[]> {
  const out = join(options.work, 'held-out.jsonl')
  await runModule(options, 'held_out', [
    '--data',
    dataOf(options),
    '--out',
    out,
    '--seconds',
    String(seconds),
  ])
  const lines = readFileSync(out, 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as HeldOutLine)
}
