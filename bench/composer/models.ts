import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createModelStore, type ModelStore } from '../../src/main/engine/inference/modelStore'
import { modelsWithRandomWeights } from '../../tests/engine/compose/support/randomWeights'

interface Manifest {
  readonly tasks: { readonly composer: { readonly model: string; readonly version: string } }
}
interface Meta {
  readonly files: Record<string, { sha256: string; bytes: number }>
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))

/** Folder of the composer that the manifest names. */
export function composerFolder(models: string): string {
  const { model, version } = (readJson(join(models, 'manifest.json')) as Manifest).tasks.composer
  return join(models, model, version)
}

/** A folder of models that holds the named composer only. */
function copyOfComposer(models: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'hitpoint-models-'))
  const { composer } = (readJson(join(models, 'manifest.json')) as Manifest).tasks
  mkdirSync(join(copy, 'composer', composer.version), { recursive: true })
  cpSync(composerFolder(models), join(copy, 'composer', composer.version), { recursive: true })
  writeFileSync(
    join(copy, 'manifest.json'),
    JSON.stringify({ format: 1, tasks: { composer: { ...composer, model: 'composer' } } }),
  )
  return copy
}

/** The composer with every weight in another place. */
export const randomComposer = (models: string): ModelStore =>
  createModelStore(modelsWithRandomWeights(copyOfComposer(models), 7))

/** The composer with its 16-bit network where the CPU looks for the 8-bit one. */
export function halfPrecisionComposer(models: string): ModelStore {
  const copy = copyOfComposer(models)
  const folder = composerFolder(copy)
  const meta = readJson(join(folder, 'meta.json')) as Meta
  const bytes = readFileSync(join(folder, 'model.fp16.onnx'))
  writeFileSync(join(folder, 'model.int8.onnx'), bytes)
  meta.files['model.int8.onnx'] = {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.length,
  }
  writeFileSync(join(folder, 'meta.json'), JSON.stringify(meta))
  return createModelStore(copy)
}
