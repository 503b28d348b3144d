import { createHash } from 'node:crypto'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { forkInferenceProcess } from '../../../src/main/engine/inference/forkProcess'
import { createInferenceHost, type InferenceHost } from '../../../src/main/engine/inference/host'
import { createModelStore } from '../../../src/main/engine/inference/modelStore'
import { createEmotionNetworkChooser } from '../../../src/main/engine/workflow/emotionNetwork'
import { repositoryRoot } from '../../support/commandLine'
import { builtInferenceProcess } from '../inference/support/builtProcess'

const models = createModelStore(join(repositoryRoot, 'resources/models'))
let host: InferenceHost
let folder: string

beforeAll(async () => {
  const entry = await builtInferenceProcess()
  host = createInferenceHost({ start: () => forkInferenceProcess(entry) })
})
afterAll(() => host.stop())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hitpoint-own-model-'))
  await cp((await models.resolve('emotion')).directory, folder, { recursive: true })
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const metaPath = (): string => join(folder, 'meta.json')

async function changeMeta(
  change: (meta: { network: Record<string, never>; version: string; files: object }) => void,
) {
  const meta = JSON.parse(await readFile(metaPath(), 'utf8')) as Parameters<typeof change>[0]
  change(meta)
  await writeFile(metaPath(), JSON.stringify(meta))
}

const reasonOf = async (): Promise<string> => {
  const { network, warnings } = await createEmotionNetworkChooser({ models, host }, folder).choose()
  expect(network).toEqual(await models.resolve('emotion'))
  expect(warnings).toMatchObject([{ code: 'emotion-model-not-used', folder }])
  return (warnings[0] as { readonly reason: string }).reason
}

describe('a picture network of the user’s own (N5)', () => {
  it('is used when it is whole and reads pictures', async () => {
    await changeMeta((meta) => (meta.version = 'mine'))
    const { network, warnings } = await createEmotionNetworkChooser({ models, host }, folder).choose()
    expect(warnings).toEqual([])
    expect(network).toMatchObject({ directory: folder, identity: { version: 'mine' } })
  })

  it('is left for the built-in one, with the reason, when meta.json is missing', async () => {
    await rm(metaPath())
    expect(await reasonOf()).toContain('meta.json is missing')
  })

  it('… when a file is missing or not the one of the hash', async () => {
    await writeFile(join(folder, 'model.fp16.onnx'), 'no network')
    expect(await reasonOf()).toContain('SHA-256')
    await rm(join(folder, 'model.fp16.onnx'))
    expect(await reasonOf()).toContain('model.fp16.onnx is missing')
  })

  it('… when the network is none, wants another input, or answers other shapes', async () => {
    const bytes = Buffer.from('no network')
    await writeFile(join(folder, 'bad.onnx'), bytes)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const { network: good } = JSON.parse(await readFile(metaPath(), 'utf8')) as {
      network: Record<string, object>
    }
    await changeMeta((meta) => {
      meta.files = { ...meta.files, 'bad.onnx': { sha256, bytes: bytes.length } }
      Object.assign(meta.network, { files: { cpu: 'bad.onnx', accelerated: 'bad.onnx' } })
    })
    expect(await reasonOf()).toContain('could not be run')
    await changeMeta((meta) =>
      Object.assign(meta.network, good, { input: { ...good['input'], name: 'image' } }),
    )
    expect(await reasonOf()).toContain('could not be run')
    await changeMeta((meta) => Object.assign(meta.network, good, { outputs: { affect: 'emotions' } }))
    expect(await reasonOf()).toContain('output emotions has shape 2×7, expected 2×2')
    await changeMeta((meta) => Object.assign(meta.network, { outputs: {} }))
    expect(await reasonOf()).toContain('network.outputs.affect')
  })
})
