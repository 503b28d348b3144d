/**
 * `npm test`: installs what the tests need from Debian where it may, runs every test, names the skipped ones and ends
 * with the plain line `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Debian package → the program whose absence asks for it. */
const debianPrograms = {
  ffmpeg: 'ffmpeg',
  midicsv: 'midicsv',
  chromium: 'chromium',
  'libxml2-utils': 'xmllint',
  fluidsynth: 'fluidsynth',
  sox: 'sox',
}

const onPath = (program) =>
  (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, program)))
const run = (command, args) =>
  spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })

function installFromDebian() {
  const missing = Object.entries(debianPrograms)
    .filter(([, program]) => !onPath(program))
    .map(([name]) => name)
  if (missing.length === 0) return
  if (process.getuid?.() !== 0 || !onPath('apt-get')) {
    console.error(
      `Not installed and not mine to install: ${missing.join(', ')}. The tests that need them are skipped by name.`,
    )
    return
  }
  run('apt-get', ['update', '-qq'])
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing])
}

installFromDebian()
const folder = mkdtempSync(join(tmpdir(), 'hitpoint-tests-'))
const report = join(folder, 'report.json')
const built =
  process.argv.length > 2 || run('npx', ['electron-vite', 'build', '--logLevel', 'warn']).status === 0
const tests = built
  ? run('npx', [
      'vitest',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...process.argv.slice(2),
    ])
  : { status: 1 }
if (!existsSync(report)) {
  console.error('The tests did not run.')
  process.exit(1)
}
const results = JSON.parse(readFileSync(report, 'utf8'))
rmSync(folder, { recursive: true })
const assertions = results.testResults.flatMap((file) => file.assertionResults)
const count = (...states) => assertions.filter((test) => states.includes(test.status)).length
const skipped = assertions.filter((test) => !['passed', 'failed'].includes(test.status))
for (const test of skipped) console.log(`skipped: ${test.fullName}`)
const brokenFiles = results.testResults.filter(
  (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
)
for (const file of brokenFiles) console.log(`failed to load: ${file.name}`)
const failed = count('failed') + brokenFiles.length
console.log(
  `${count('passed')} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`,
)
process.exit(tests.status === 0 && failed === 0 && count('passed') > 0 ? 0 : 1)
