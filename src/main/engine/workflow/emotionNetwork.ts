import { isFailure, type Failure } from '../../../core/base/failure'
import { inputSize } from '../../../core/emotion/pictureInput'
import type { MediaWarning } from '../../../core/media/mediaWarning'
import type { InferenceHost } from '../inference/host'
import { loadModelFolder, type ModelStore, type StoredModel } from '../inference/modelStore'
import { readEmotionMeta } from '../inference/tasks/emotionMeta'

/** The network that reads pictures, and why it is not the one that was asked for. */
export interface EmotionNetworkChoice {
  readonly network: StoredModel
  readonly warnings: readonly MediaWarning[]
}

export interface EmotionNetworkChooser {
  /** Throws what the model store throws for the built-in network, and `cancelled`. */
  choose(signal?: AbortSignal): Promise<EmotionNetworkChoice>
}

/** Pictures of the trial: two, so that a network which takes only one at a time is found out. */
const trialPictures = 2

/**
 * Chooses the user's picture network, from `folder`, once it has read two grey pictures in the inference process; else the
 * built-in one, with a warning that says what is wrong. A folder that is repaired is found at the next choice.
 */
export function createEmotionNetworkChooser(
  { models, host }: { readonly models: ModelStore; readonly host: InferenceHost },
  folder: string | undefined,
): EmotionNetworkChooser {
  let tried: string | undefined

  async function ownNetwork(directory: string, signal: AbortSignal | undefined): Promise<StoredModel> {
    const network = await loadModelFolder(directory, 'emotion')
    if (tried === network.identity.sha256) return network
    const { width, height } = inputSize(readEmotionMeta(network.meta).shape, 16 / 9)
    const pixels = new Uint8Array(trialPictures * width * height * 3).fill(128)
    await host.run('emotion', { width, height, count: trialPictures, pixels }, { model: network, signal })
    tried = network.identity.sha256
    return network
  }

  return {
    async choose(signal) {
      if (!folder) return { network: await models.resolve('emotion'), warnings: [] }
      try {
        return { network: await ownNetwork(folder, signal), warnings: [] }
      } catch (error) {
        if (!isFailure(error) || error.code === 'cancelled') throw error
        const warning = { code: 'emotion-model-not-used', folder, reason: problemOf(error) } as const
        return { network: await models.resolve('emotion'), warnings: [warning] }
      }
    },
  }
}

/** What is wrong with a model folder, as the end of a sentence. */
function problemOf({ code, context }: Failure): string {
  const file = String(context['file'] ?? '')
  if (code === 'model-missing') return `${file} is missing`
  if (code === 'model-damaged') {
    if (context['field'] !== undefined) return `${file} lacks a good value of ${context['field']}`
    if (context['reason'] !== undefined) return `${file} ${context['reason']}`
    return `${file} is not what meta.json says (length, SHA-256 or form)`
  }
  const detail = context['detail'] === undefined ? '' : ` (${context['detail']})`
  return code === 'inference-crashed'
    ? `it ended the inference process${detail}`
    : `it could not be run${detail}`
}
