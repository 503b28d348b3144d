/**
 * `node scripts/run.mjs bench/composerReport.ts [--shared ../shared] [--python PROGRAM] [--seeds 8] [--quick] [--only GROUP,...]
 * [--missing]`: measures the composer that resources/models/manifest.json names and writes docs/composer-report.md with its
 * pictures. Every group's result waits in bench/work, so that an interrupted run goes on with `--missing`. Build first:
 * `npm run build`. Emotion and originality need `--shared` (data/midi, data/vgmidi) and a Python with training/requirements.txt.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { emotionGroup } from './composer/emotion'
import type { Group, Page } from './composer/group'
import { hitsGroup } from './composer/hits'
import { learningGroup } from './composer/learning'
import { looksGroup } from './composer/looks'
import { musicGroup } from './composer/music'
import { groupNames, readOptions, type GroupName, type ReportOptions } from './composer/options'
import { originalityGroup } from './composer/originality'
import { readRemarks } from './composer/remarks'
import { reportText, type Chapter } from './composer/reportText'
import { speedGroup } from './composer/speed'
import { openWorkshop, type Workshop } from './composer/workshop'

const groups: Readonly<Record<GroupName, Group<unknown>>> = {
  hits: hitsGroup,
  emotion: emotionGroup,
  music: musicGroup,
  originality: originalityGroup,
  learning: learningGroup,
  speed: speedGroup,
  looks: looksGroup,
}

/** A group's kept result with what it was measured on. */
interface Kept {
  readonly model: string
  readonly seeds: number
  readonly quick: boolean
  readonly minutes: number
  readonly date: string
  readonly result: unknown
}

const keptFile = (work: string, name: GroupName): string => join(work, `${name}.json`)

function readKept(work: string, name: GroupName): Kept | null {
  const file = keptFile(work, name)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Kept) : null
}

async function runGroup(name: GroupName, options: ReportOptions, workshop: Workshop): Promise<void> {
  const group = groups[name]
  const before = readKept(options.work, name)
  const { seeds, quick } = options
  const model = workshop.identity.sha256
  const isFresh = before?.model === model && before.seeds === seeds && before.quick === quick
  if (options.missing && isFresh) return console.log(`${name}: kept`)
  if (group.needsData && !options.shared)
    return console.log(`${name}: left out, it needs --shared FOLDER with data/midi and data/vgmidi`)
  const start = performance.now()
  const tell = (message: string): void =>
    console.log(`${name} ${((performance.now() - start) / 1000).toFixed(0)} s: ${message}`)
  const result = await group.run({ options, workshop, tell })
  const minutes = (performance.now() - start) / 60_000
  const kept: Kept = { model, seeds, quick, minutes, date: new Date().toISOString().slice(0, 10), result }
  writeFileSync(keptFile(options.work, name), JSON.stringify(kept))
  tell('done')
}

function pageOf(options: ReportOptions): Page {
  const folder = resolve(options.root, 'docs/images/composer')
  return {
    options,
    picture(name, description, svg) {
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, `${name}.svg`), svg)
      return `![${description}](images/composer/${name}.svg)`
    },
  }
}

function writeReport(options: ReportOptions, workshop: Workshop): void {
  const page = pageOf(options)
  const chapters = groupNames.map((name): Chapter => {
    const kept = readKept(options.work, name)
    if (!kept) return { name, lines: null }
    const { seeds, quick, minutes, date, model } = kept
    const isOfThisModel = model === workshop.identity.sha256
    return { name, lines: groups[name].write(kept.result, page), seeds, quick, minutes, date, isOfThisModel }
  })
  const file = resolve(options.root, 'docs/composer-report.md')
  writeFileSync(file, reportText(workshop.identity, chapters, readRemarks(options.root)))
  console.log(`Written: ${file}`)
}

/** Runs the groups and writes the report from all results that are kept. */
export async function main(parameters: readonly string[]): Promise<void> {
  const root = resolve(import.meta.dirname, '..')
  if (!existsSync(resolve(root, 'out/main/inferenceProcess.js')))
    throw new Error('Build first: npm run build')
  const options = readOptions(parameters, root)
  const workshop = await openWorkshop(root, options.models)
  try {
    for (const name of options.groups) await runGroup(name, options, workshop)
    writeReport(options, workshop)
  } finally {
    await workshop.close()
  }
}
