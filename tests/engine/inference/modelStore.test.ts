import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createModelStore } from '../../../src/main/engine/inference/modelStore'
import { repositoryRoot, temporaryFolder } from '../../support/commandLine'

function makeStore(): { folder: string; model: string } {
  const folder = temporaryFolder()
  const model = join(folder, 'composer/7')
  mkdirSync(model, { recursive: true })
  writeFileSync(
    join(folder, 'manifest.json'),
    '{"format":1,"tasks":{"composer":{"model":"composer","version":"7"}}}',
  )
  writeFileSync(join(model, 'net.onnx'), 'weights')
  const sha256 = createHash('sha256').update('weights').digest('hex')
  writeFileSync(
    join(model, 'meta.json'),
    JSON.stringify({ files: { 'net.onnx': { sha256, bytes: 7 } }, config: { M: 3 } }),
  )
  return { folder, model }
}

describe('model store', () => {
  test('resolves the manifest’s model with a stable identity', async () => {
    const { folder, model } = makeStore()
    const stored = await createModelStore(folder).resolve('composer')
    expect(stored).toMatchObject({
      directory: model,
      meta: { config: { M: 3 } },
      identity: { name: 'composer', version: '7' },
    })
    expect((await createModelStore(folder).resolve('composer')).identity).toEqual(stored.identity)
    expect(stored.identity.sha256).toMatch(/^[0-9a-f]{64}$/)
  })

  test('a changed byte is damage, also of equal length', async () => {
    const { folder, model } = makeStore()
    writeFileSync(join(model, 'net.onnx'), 'weightz')
    const store = createModelStore(folder)
    await expect(store.resolve('composer')).rejects.toMatchObject({ code: 'model-damaged' })
    writeFileSync(join(model, 'net.onnx'), 'weights')
    expect((await store.resolve('composer')).identity.version).toBe('7')
  })

  test('missing files, models and manifests are named', async () => {
    const { folder, model } = makeStore()
    await expect(createModelStore(folder).resolve('emotion')).rejects.toMatchObject({ code: 'model-missing' })
    rmSync(join(model, 'net.onnx'))
    await expect(createModelStore(folder).resolve('composer')).rejects.toMatchObject({
      code: 'model-missing',
      context: { file: join(model, 'net.onnx') },
    })
    rmSync(join(folder, 'manifest.json'))
    await expect(createModelStore(folder).resolve('composer')).rejects.toMatchObject({
      code: 'model-missing',
    })
  })

  test('a meta.json that names no files, or files elsewhere, is damage', async () => {
    const { folder, model } = makeStore()
    for (const files of ['{}', '{"../net.onnx":{"sha256":"","bytes":1}}', '[]', '{"a":3}']) {
      writeFileSync(join(model, 'meta.json'), `{"files":${files}}`)
      await expect(createModelStore(folder).resolve('composer')).rejects.toMatchObject({
        code: 'model-damaged',
      })
    }
    writeFileSync(join(model, 'meta.json'), '{"files":')
    await expect(createModelStore(folder).resolve('composer')).rejects.toMatchObject({
      code: 'model-damaged',
    })
  })

  test('lists what the manifest names, damaged ones with their failure', async () => {
    const { folder, model } = makeStore()
    expect(await createModelStore(folder).list()).toMatchObject([
      { task: 'composer', identity: { version: '7' } },
    ])
    rmSync(join(model, 'net.onnx'))
    expect(await createModelStore(folder).list()).toMatchObject([{ failure: { code: 'model-missing' } }])
  })

  test('the committed models are whole', async () => {
    const folder = temporaryFolder()
    cpSync(join(repositoryRoot, 'resources/models'), folder, { recursive: true })
    const listed = await createModelStore(folder).list()
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { tasks: object }
    expect(listed.map(({ task }) => task)).toEqual(Object.keys(manifest.tasks))
    for (const { identity, failure } of listed) {
      expect(failure).toBeUndefined()
      expect(identity?.sha256).toMatch(/^[0-9a-f]{64}$/)
    }
  })
})
