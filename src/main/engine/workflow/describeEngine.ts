import type { EngineInfo, FfmpegInfo } from '../../../contract/system'
import { isFailure } from '../../../core/base/failure'
import { failureText } from '../../../core/base/failureText'
import type { InferenceHost } from '../inference/host'
import type { ModelStore } from '../inference/modelStore'
import type { ProviderChooser } from '../inference/providerChoice'
import type { FfmpegTool } from '../media/ffmpeg'

export interface EngineParts {
  readonly version: string
  readonly ffmpeg: () => Promise<FfmpegTool>
  readonly models: ModelStore
  readonly host: InferenceHost
  readonly providers: ProviderChooser
  readonly soundBankPath: () => string
}

const sentence = (error: unknown): string =>
  isFailure(error) ? failureText(error) : error instanceof Error ? error.message : String(error)

/** What is shown of an ffmpeg. */
export const ffmpegInfoOf = ({ path, version, source }: FfmpegTool): FfmpegInfo => ({
  found: true,
  path,
  version,
  source,
})

async function describeFfmpeg(find: () => Promise<FfmpegTool>): Promise<FfmpegInfo> {
  try {
    return ffmpegInfoOf(await find())
  } catch (error) {
    return { found: false, path: '', version: '', source: '', problem: sentence(error) }
  }
}

/** The parts of meta.json that are shown. */
interface ModelFacts {
  readonly training?: { readonly trainedOn?: string }
  readonly files?: Readonly<Record<string, { readonly bytes?: number }>>
}

async function describeModels(models: ModelStore): Promise<EngineInfo['models']> {
  const listed = await models.list()
  return Promise.all(
    listed.map(async ({ task, identity, failure }) => {
      const unknown = {
        task,
        name: identity?.name ?? '',
        version: identity?.version ?? '',
        bytes: 0,
        trainedOn: 'unknown',
      }
      if (failure) return { ...unknown, problem: sentence(failure) }
      const meta = (await models.resolve(task)).meta as ModelFacts
      const bytes = Object.values(meta.files ?? {}).reduce((sum, file) => sum + (file.bytes ?? 0), 0)
      return { ...unknown, bytes, trainedOn: meta.training?.trainedOn ?? 'unknown' }
    }),
  )
}

/** Where composing runs: tries the providers of this machine when that was not done before. */
async function describeComposing({ models, providers }: EngineParts): Promise<EngineInfo['composing']> {
  try {
    const choice = await providers.choose(await models.resolve('composer'))
    return { ...choice, providers: [...choice.providers, 'cpu'], trials: [...choice.trials] }
  } catch (error) {
    return { providers: [], trials: [], chosenBy: 'trial', problem: sentence(error) }
  }
}

/** What runs where. Never throws for a missing part: it says which one and what to do. */
export async function describeEngine(parts: EngineParts): Promise<EngineInfo> {
  const [ffmpeg, models, executionProviders] = await Promise.all([
    describeFfmpeg(parts.ffmpeg),
    describeModels(parts.models).catch((error: unknown) => [
      { task: 'composer', name: '', version: '', bytes: 0, trainedOn: 'unknown', problem: sentence(error) },
    ]),
    parts.host.providers().catch(() => []),
  ])
  let soundBank: string
  try {
    soundBank = parts.soundBankPath()
  } catch (error) {
    soundBank = sentence(error)
  }
  return {
    version: parts.version,
    platform: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    ffmpeg,
    models,
    executionProviders: [...executionProviders],
    composing: await describeComposing(parts),
    soundBank,
  }
}
