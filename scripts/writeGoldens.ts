/**
 * `node scripts/run.mjs scripts/writeGoldens.ts`: writes tests/goldens anew from what the program exports now. Look at the
 * difference before committing it, and record again what other programs read (tests/fixtures/editors/README.md).
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { goldenFiles } from '../tests/fixtures/goldenFiles'

export function main(): void {
  const folder = resolve('tests/goldens')
  mkdirSync(folder, { recursive: true })
  for (const [name, bytes] of goldenFiles()) writeFileSync(join(folder, name), bytes)
  console.log(`${goldenFiles().size} files in ${folder}`)
}
