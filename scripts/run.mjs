/**
 * `node scripts/run.mjs FILE.ts [ARGUMENTS]`: runs a TypeScript script or benchmark through Vite, so that it shares the
 * sources of the app. The script exports `main(arguments)`.
 */
import { resolve } from 'node:path'
import { runnerImport } from 'vite'

const [file, ...scriptArguments] = process.argv.slice(2)
if (!file) {
  console.error('Usage: node scripts/run.mjs FILE.ts [ARGUMENTS]')
  process.exit(2)
}
const { module } = await runnerImport(resolve(file), { configFile: false, logLevel: 'error' })
await module.main(scriptArguments)
