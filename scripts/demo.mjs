/** `npm run demo`: the main job on the sample video; video in, MIDI, WAV and project out, in `hitpoint-demo`. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'

const root = fileURLToPath(new URL('..', import.meta.url))
const result = spawnSync(
  process.execPath,
  [
    join(root, 'bin/hitpoint.js'),
    'score',
    join(root, 'resources/sample/sample.mp4'),
    '--out',
    'hitpoint-demo',
    '--wav',
    '--force',
  ],
  { stdio: 'inherit' },
)
process.exit(result.status ?? 1)
