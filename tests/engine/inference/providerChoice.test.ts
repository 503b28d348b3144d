import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { Failure } from '../../../src/core/base/failure'
import type { InferenceHost } from '../../../src/main/engine/inference/host'
import type { StoredModel } from '../../../src/main/engine/inference/modelStore'
import { createProviderChooser } from '../../../src/main/engine/inference/providerChoice'
import { openSession } from '../../../src/main/engine/inference/session'

const model: StoredModel = {
  directory: '/models/composer',
  meta: {},
  identity: { name: 'composer', version: '1', sha256: 'a'.repeat(64) },
}

/** A host whose providers take the given milliseconds a step, do not open (null) or take the process down (crash). */
function hostWith(times: Readonly<Record<string, number | null | 'crash'>>) {
  const tried: string[] = []
  const run = (_: unknown, { provider }: { provider: string }): Promise<unknown> => {
    tried.push(provider)
    const time = times[provider]
    if (time === 'crash') return Promise.reject(new Failure('inference-crashed', { detail: 'SIGSEGV' }))
    if (typeof time === 'number') return Promise.resolve({ provider, millisecondsPerStep: time })
    return Promise.resolve({ provider: 'cpu', millisecondsPerStep: times['cpu'] })
  }
  const host = {
    run,
    providers: () => Promise.resolve(Object.keys(times)),
    stop: () => Promise.resolve(),
  } as unknown as InferenceHost
  return { host, tried }
}

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hitpoint-providers-'))
})

const chooser = (host: InferenceHost, environment = {}, platform: NodeJS.Platform = 'win32') =>
  createProviderChooser({ host, environment, platform, folder })

describe('execution providers', () => {
  test('the fastest that beats the CPU comes first; what fails or crashes is left out, with the reason', async () => {
    const { host, tried } = hostWith({ cpu: 4, cuda: 'crash', webgpu: 3, dml: 1 })
    const choice = await chooser(host).choose(model)
    expect(choice.providers).toEqual(['dml', 'webgpu'])
    expect(tried).toEqual(['cpu', 'cuda', 'webgpu', 'dml'])
    expect(choice.trials.find(({ provider }) => provider === 'cuda')?.problem).toMatch(/./)
  })

  test('one that is hardly faster than the CPU, or does not open, is not used', async () => {
    const { host } = hostWith({ cpu: 2, cuda: null, webgpu: 1.95 })
    const choice = await chooser(host, {}, 'linux').choose(model)
    expect(choice.providers).toEqual([])
    expect(choice.trials.map(({ provider }) => provider)).toEqual(['cpu', 'cuda', 'webgpu'])
    expect(choice.trials[1]!.problem).toMatch(/does not open/)
  })

  test('a machine is tried once; another model, or a damaged cache, is tried again', async () => {
    const { host, tried } = hostWith({ cpu: 2, coreml: 1 })
    await chooser(host, {}, 'darwin').choose(model)
    const again = await chooser(host, {}, 'darwin').choose(model)
    expect(again.providers).toEqual(['coreml'])
    expect(tried).toHaveLength(2)
    const other = { ...model, identity: { ...model.identity, sha256: 'b'.repeat(64) } }
    await chooser(host, {}, 'darwin').choose(other)
    expect(tried).toHaveLength(4)
    const file = join(folder, 'providers.json')
    expect(JSON.parse(await readFile(file, 'utf8'))).toBeTypeOf('object')
    await writeFile(file, '{"broken')
    await chooser(host, {}, 'darwin').choose(model)
    expect(tried).toHaveLength(6)
  })

  test('HITPOINT_PROVIDERS overrides without a trial and must name what the runtime has', async () => {
    const { host, tried } = hostWith({ cpu: 2, webgpu: 1, cuda: 1 })
    const choice = await chooser(host, { HITPOINT_PROVIDERS: 'webgpu,cuda' }, 'linux').choose(model)
    expect(choice).toEqual({ providers: ['webgpu', 'cuda'], trials: [], chosenBy: 'environment' })
    expect((await chooser(host, { HITPOINT_PROVIDERS: 'cpu' }, 'linux').choose(model)).providers).toEqual([])
    expect(tried).toEqual([])
    await expect(chooser(host, { HITPOINT_PROVIDERS: 'npu' }).choose(model)).rejects.toMatchObject({
      code: 'wrong-use',
    })
  })

  test('sessions fall back in order when a provider’s library is absent', async () => {
    const tried: string[] = []
    const session = await openSession(
      ['cuda', 'webgpu', 'cpu'],
      (provider) => `${provider}.onnx`,
      (path, provider) => {
        tried.push(path)
        if (provider !== 'webgpu') return Promise.reject(new Error('libcudart.so.12: cannot open'))
        return Promise.resolve({ run: () => Promise.resolve({}), release: () => Promise.resolve() })
      },
    )
    expect(session.provider).toBe('webgpu')
    expect(tried).toEqual(['cuda.onnx', 'webgpu.onnx'])
  })
})
