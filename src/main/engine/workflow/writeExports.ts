import { join, resolve } from 'node:path'
import { throwIfCancelled } from '../../../core/base/cancellation'
import type { ExportOptions, ExportSource } from '../../../core/export/exportSource'
import { exportFormats, type ExportFormatName } from '../../../core/export/formats'
import { assertWritable, writeOutput } from '../files/outputFiles'
import type { WorkOptions } from './progress'
import { createSoundExport, type NamedContent, type SoundTools } from './soundExport'

export interface WriteRequest {
  readonly formats: readonly ExportFormatName[]
  readonly folder: string
  readonly options: ExportOptions
  /** Replace existing files. */
  readonly force: boolean
}

export interface ExportedPath {
  readonly format: ExportFormatName
  readonly path: string
}

/**
 * Writes a film in several formats. Everything that can be refused is refused before anything is written; each file
 * appears whole or not at all. Throws Failure `wrong-use`, `output-exists` and what writing and rendering throw.
 */
export async function writeExports(
  source: ExportSource,
  { formats, folder, options, force }: WriteRequest,
  tools: SoundTools,
  { signal, onProgress }: WorkOptions = {},
): Promise<ExportedPath[]> {
  const sounds = createSoundExport(source, options, tools)
  const withSounds = { ...source, audio: [...(source.audio ?? []), ...sounds.references(formats)] }
  const filesOf = (name: ExportFormatName): NamedContent[] => {
    const format = exportFormats[name]
    if (format.made === 'by-engine') return sounds.files(name)
    return [...format.write(withSounds, options)].map(([path, bytes]) => ({
      name: path,
      content: () => Promise.resolve(bytes),
    }))
  }
  const outputs = formats.flatMap((format) =>
    filesOf(format).map(({ name, content }) => ({ format, content, path: join(resolve(folder), name) })),
  )
  for (const { path } of outputs) await assertWritable(path, { force })
  const isRendered = ({ format }: ExportedPath): boolean => exportFormats[format].made === 'by-engine'
  // What is rendered is the largest and likeliest to fail.
  const ordered = [...outputs].sort((a, b) => Number(isRendered(b)) - Number(isRendered(a)))
  const rendered = ordered.filter(isRendered).length
  for (const [index, { path, content }] of ordered.entries()) {
    throwIfCancelled(signal)
    const tell = (done: number): void =>
      onProgress?.({ stage: 'render', fraction: (index + done) / rendered })
    const made = await content({ signal, onProgress: tell })
    await writeOutput(path, made, { force, cancellation: signal })
  }
  return outputs.map(({ format, path }) => ({ format, path }))
}
