import { existsSync, mkdirSync } from 'node:fs'
import { resolve } from 'node:path'

export const groupNames = ['hits', 'emotion', 'music', 'originality', 'learning', 'speed', 'looks'] as const
export type GroupName = (typeof groupNames)[number]

/** What the command line asked for. */
export interface ReportOptions {
  /** The repository. */
  readonly root: string
  /** Where results wait between runs. */
  readonly work: string
  readonly models: string
  /** Folder that holds `data/midi` and `data/vgmidi`; null where there is none. */
  readonly shared: string | null
  readonly python: string
  readonly seeds: number
  readonly quick: boolean
  readonly groups: readonly GroupName[]
  /** Leave alone what has a result for this model and these options. */
  readonly missing: boolean
}

const usage = `Usage: node scripts/run.mjs bench/composerReport.ts [--shared FOLDER] [--python PROGRAM] [--seeds 8] [--quick]
  [--only GROUP,...] [--missing] [--work FOLDER] [--models FOLDER]
Groups: ${groupNames.join(', ')}. Build first: npm run build`

const valued = ['--shared', '--python', '--seeds', '--only', '--work', '--models'] as const
const flags = ['--quick', '--missing'] as const

function parse(parameters: readonly string[]): Map<string, string> {
  const found = new Map<string, string>()
  for (let index = 0; index < parameters.length; index++) {
    const name = parameters[index]!
    if ((flags as readonly string[]).includes(name)) found.set(name, '')
    else if ((valued as readonly string[]).includes(name) && parameters[index + 1] !== undefined)
      found.set(name, parameters[++index]!)
    else throw new Error(`${name} is not understood.\n${usage}`)
  }
  return found
}

function groupsOf(names: string | undefined): readonly GroupName[] {
  if (names === undefined) return groupNames
  return names.split(',').map((name) => {
    const group = groupNames.find((known) => known === name)
    if (!group) throw new Error(`There is no group ${name}.\n${usage}`)
    return group
  })
}

/** Reads the command line. Throws with the usage when it is not understood. */
export function readOptions(parameters: readonly string[], root: string): ReportOptions {
  const found = parse(parameters)
  const quick = found.has('--quick')
  const seeds = Number(found.get('--seeds') ?? (quick ? 2 : 8))
  if (!Number.isInteger(seeds) || seeds < 1) throw new Error(`--seeds wants a whole number.\n${usage}`)
  const work = resolve(found.get('--work') ?? resolve(root, 'bench/work'))
  mkdirSync(work, { recursive: true })
  const shared = resolve(found.get('--shared') ?? resolve(root, '../shared'))
  return {
    root,
    work,
    models: resolve(found.get('--models') ?? resolve(root, 'resources/models')),
    shared: existsSync(resolve(shared, 'data/midi')) ? shared : null,
    python: found.get('--python') ?? process.env['PYTHON'] ?? 'python3',
    seeds,
    quick,
    groups: groupsOf(found.get('--only')),
    missing: found.has('--missing'),
  }
}
