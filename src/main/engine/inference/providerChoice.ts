import { readFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { Failure, isFailure } from '../../../core/base/failure'
import { failureText } from '../../../core/base/failureText'
import { cacheFolder } from '../files/cacheFolder'
import { writeOutput } from '../files/outputFiles'
import type { InferenceHost } from './host'
import type { StoredModel } from './modelStore'

/**
 * Execution providers worth a trial, by system: CUDA where a graphics card of Nvidia's may be, CoreML on the Mac,
 * WebGPU anywhere, DirectML on Windows. The CPU needs no trial to be there.
 */
const providerOrder: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: ['cuda', 'webgpu'],
  darwin: ['coreml', 'webgpu'],
  win32: ['cuda', 'webgpu', 'dml'],
}

/** What a trial of a provider gave. */
export interface ProviderTrial {
  readonly provider: string
  readonly millisecondsPerStep?: number | undefined
  /** Why it cannot be used. */
  readonly problem?: string | undefined
}

export interface ProviderChoice {
  /** To be tried in this order; the CPU comes last by itself. */
  readonly providers: readonly string[]
  readonly trials: readonly ProviderTrial[]
  /** Who chose: HITPOINT_PROVIDERS, or a trial now or earlier. */
  readonly chosenBy: 'environment' | 'trial'
}

export interface ProviderChooser {
  /** The providers for a model; the first call on a machine tries them, which takes a second or a few. */
  choose(model: StoredModel, signal?: AbortSignal): Promise<ProviderChoice>
}

export interface ProviderChooserOptions {
  readonly host: InferenceHost
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly folder?: string | undefined
  readonly platform?: NodeJS.Platform | undefined
}

/** A provider must beat the CPU by this factor: what it costs to start is not in the trial. */
const worthwhile = 0.9
/** Findings older than a month are tried again: drivers change. */
const trustedMilliseconds = 30 * 86_400_000

interface Finding {
  readonly at: number
  readonly trials: readonly ProviderTrial[]
}

function isFinding(value: unknown): value is Finding {
  if (typeof value !== 'object' || value === null) return false
  const { at, trials } = value as Partial<Record<keyof Finding, unknown>>
  return (
    typeof at === 'number' &&
    Array.isArray(trials) &&
    trials.every((trial: unknown) => typeof (trial as Partial<ProviderTrial> | null)?.provider === 'string')
  )
}

async function readFindings(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'))
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    // Absent or damaged: a cache may always be made again.
    return {}
  }
}

async function tryProvider(
  { host }: ProviderChooserOptions,
  model: StoredModel,
  provider: string,
  signal?: AbortSignal,
): Promise<ProviderTrial> {
  const location = { directory: model.directory, meta: model.meta }
  try {
    const trial = await host.run('providerTrial', { provider }, { model: location, signal })
    if (trial.provider !== provider) return { provider, problem: 'does not open on this machine' }
    return { provider, millisecondsPerStep: trial.millisecondsPerStep }
  } catch (error) {
    if (!isFailure(error) || error.code === 'cancelled') throw error
    // A driver that takes the process down is found out here, once, and never used.
    return { provider, problem: failureText(error) }
  }
}

/** Those that beat the CPU, the fastest first. */
function ranked(trials: readonly ProviderTrial[]): string[] {
  const cpu = trials.find(({ provider }) => provider === 'cpu')?.millisecondsPerStep ?? Infinity
  return trials
    .filter(
      ({ provider, millisecondsPerStep: time = Infinity }) => provider !== 'cpu' && time < worthwhile * cpu,
    )
    .sort((a, b) => (a.millisecondsPerStep ?? 0) - (b.millisecondsPerStep ?? 0))
    .map(({ provider }) => provider)
}

/** The machine, and the model: another one may run better elsewhere. */
const keyOf = (model: StoredModel, offered: readonly string[]): string =>
  [model.identity.sha256.slice(0, 16), cpus()[0]?.model ?? '', offered.join(' ')].join(' | ')

/** Providers named in HITPOINT_PROVIDERS, in order. Throws Failure `wrong-use` for one that the runtime does not have. */
function namedProviders(wish: string, offered: readonly string[]): string[] {
  const names = wish.split(/[\s,]+/).filter((name) => name !== '')
  const unknown = names.find((name) => !offered.includes(name))
  if (unknown !== undefined)
    throw new Failure('wrong-use', {
      reason: `HITPOINT_PROVIDERS names ${unknown}; this system offers ${offered.join(', ')}`,
    })
  return names.filter((name) => name !== 'cpu')
}

/** Chooses execution providers by a trial whose result is kept in the cache folder; HITPOINT_PROVIDERS overrides it. */
export function createProviderChooser(options: ProviderChooserOptions): ProviderChooser {
  const { host, environment, platform = process.platform } = options
  const file = join(options.folder ?? cacheFolder(), 'providers.json')

  async function measured(model: StoredModel, signal?: AbortSignal): Promise<readonly ProviderTrial[]> {
    const offered = await host.providers()
    const candidates = (providerOrder[platform] ?? []).filter((name) => offered.includes(name))
    if (candidates.length === 0) return []
    const findings = await readFindings(file)
    const known = findings[keyOf(model, offered)]
    if (isFinding(known) && Date.now() - known.at < trustedMilliseconds) return known.trials
    const trials: ProviderTrial[] = []
    for (const provider of ['cpu', ...candidates])
      trials.push(await tryProvider(options, model, provider, signal))
    const next = { ...findings, [keyOf(model, offered)]: { at: Date.now(), trials } satisfies Finding }
    // What cannot be kept is tried again.
    await writeOutput(file, JSON.stringify(next, null, 2), { force: true }).catch(() => undefined)
    return trials
  }

  return {
    async choose(model, signal) {
      const wish = environment['HITPOINT_PROVIDERS']
      if (wish) {
        const providers = namedProviders(wish, await host.providers())
        return { providers, trials: [], chosenBy: 'environment' }
      }
      const trials = await measured(model, signal)
      return { providers: ranked(trials), trials, chosenBy: 'trial' }
    },
  }
}
