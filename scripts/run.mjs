/**
 * `node scripts/run.mjs FILE.ts [ARGUMENTS]`: runs a TypeScript script or benchmark through Vite, so that it shares the
 * sources of the app. The script exports `main(arguments)`.
 */
import { resolve } from 'node:path'
import { createRunnableDevEnvironment, resolveConfig } from 'vite'

const [file, ...scriptArguments] = process.argv.slice(2)
if (!file) {
  console.error('Usage: node scripts/run.mjs FILE.ts [ARGUMENTS]')
  process.exit(2)
}

// Vite's own runnerImport closes before `main` runs, and what the sources import only when they need it fails then.
const config = await resolveConfig(
  {
    configFile: false,
    envDir: false,
    logLevel: 'error',
    environments: {
      script: {
        consumer: 'server',
        dev: { moduleRunnerTransform: true },
        resolve: { external: true, mainFields: [], conditions: ['node'] },
      },
    },
  },
  'serve',
)
const environment = createRunnableDevEnvironment('script', config, {
  runnerOptions: { hmr: { logger: false } },
  hot: false,
})
await environment.init()
try {
  const module = await environment.runner.import(resolve(file))
  await module.main(scriptArguments)
} finally {
  await environment.close()
}
