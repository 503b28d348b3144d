import {
  InferenceSession as OnnxSession,
  listSupportedBackends,
  Tensor as OnnxTensor,
} from 'onnxruntime-node'
import type { InferenceSession } from './task'
import type { Tensor } from './tensor'

/** Execution providers that this build of the runtime names; one may still fail to open (no driver, no library). */
export const supportedProviders = (): string[] => listSupportedBackends().map(({ name }) => name)

/** performance.md 3.4: a second thread gives int8 steps of this size 0-45 %, more give nothing. */
const threads = 2

async function createOn(path: string, provider: string): Promise<OnnxSession> {
  return OnnxSession.create(path, {
    executionProviders: [provider],
    graphOptimizationLevel: 'all',
    executionMode: 'sequential',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // Idle threads must not spin beside ffmpeg and the interface (ecosystem.md 3.3; values must be strings).
    extra: { session: { intra_op: { allow_spinning: '0' } } },
    logSeverityLevel: 3,
  })
}

function toOnnx(tensor: Tensor): OnnxTensor {
  return tensor.type === 'float32'
    ? new OnnxTensor('float32', tensor.data, tensor.dims)
    : new OnnxTensor('int32', tensor.data, tensor.dims)
}

function fromOnnx(name: string, { data, dims }: OnnxTensor): Tensor {
  if (data instanceof Float32Array) return { type: 'float32', dims, data }
  if (data instanceof Int32Array) return { type: 'int32', dims, data }
  throw new TypeError(`Output ${name} is neither float32 nor int32`)
}

/** The part of the runtime's session that is used; a fake in tests. */
export type OpenedSession = Pick<OnnxSession, 'run' | 'release'>

/**
 * Opens the network on the first provider that works. `onnxruntime-node` itself throws instead of falling back
 * (ecosystem.md 0.3), so each is tried in turn; `pathOn` names the file for a provider. Throws the last provider's error.
 */
export async function openSession(
  providers: readonly string[],
  pathOn: (provider: string) => string,
  create: (path: string, provider: string) => Promise<OpenedSession> = createOn,
): Promise<InferenceSession> {
  let failure: unknown = new Error('No execution provider was given')
  for (const provider of providers) {
    try {
      const session = await create(pathOn(provider), provider)
      return {
        provider,
        async run(feeds) {
          const answer = await session.run(
            Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, toOnnx(tensor)])),
          )
          return Object.fromEntries(
            Object.entries(answer).map(([name, tensor]) => [name, fromOnnx(name, tensor)]),
          )
        },
        release: () => session.release(),
      }
    } catch (error) {
      failure = error
    }
  }
  throw failure
}
