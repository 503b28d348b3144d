import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { repositoryRoot } from '../../../support/commandLine'

let built: Promise<string> | undefined

/**
 * Builds the inference process alone, as electron-vite does with the other entries, and answers the file to fork. It
 * lies under node_modules, so that it finds onnxruntime-node and git does not see it.
 */
export function builtInferenceProcess(): Promise<string> {
  built ??= (async () => {
    const outDir = join(repositoryRoot, 'node_modules/.cache/hitpoint-tests', String(process.pid))
    mkdirSync(outDir, { recursive: true })
    await build({
      configFile: false,
      root: repositoryRoot,
      logLevel: 'error',
      build: {
        ssr: join(repositoryRoot, 'src/main/engine/inference/process.ts'),
        target: 'node20',
        outDir,
        emptyOutDir: true,
        rollupOptions: { output: { entryFileNames: 'inferenceProcess.mjs', format: 'es' } },
      },
    })
    return join(outDir, 'inferenceProcess.mjs')
  })()
  return built
}
