/**
 * `npm run add-cuda`: downloads ONNX Runtime's CUDA provider (Linux x64) that `.npmrc` leaves out of `npm ci`, by running
 * the install script of the installed onnxruntime-node with the switch turned over.
 */
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.log(
    'CUDA is an extra download on Linux x64 only; the other systems carry their GPU providers in the package.',
  )
  process.exit(0)
}
const folder = dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'))
const environment = {
  ...process.env,
  ONNXRUNTIME_NODE_INSTALL: 'cuda12',
  npm_config_onnxruntime_node_install: 'cuda12',
}
const result = spawnSync(process.execPath, [join(folder, 'script/install.js')], {
  cwd: folder,
  stdio: 'inherit',
  env: environment,
})
if (result.status !== 0)
  console.error(
    'The download failed. Hitpoint goes on using the CPU; try again with a network that reaches NuGet.',
  )
process.exit(result.status ?? 1)
