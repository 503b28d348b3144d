/**
 * `node scripts/run.mjs bench/longFilm.ts VIDEO [MINUTES]`: loops a video to a length (default 20 minutes), scores it
 * with sound, and reports wall time of each stage and the peak memory of all processes together.
 */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { watchMemory } from './processMemory'

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`

/** Runs `hitpoint score` and reports; throws when it fails. */
async function scoreWithReport(film: string, folder: string): Promise<void> {
  const root = resolve(import.meta.dirname, '..')
  const started = performance.now()
  const child = spawn(
    process.execPath,
    [join(root, 'bin/hitpoint.js'), 'score', film, '--out', folder, '--wav', '--force', '--json'],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, HITPOINT_CACHE: join(folder, 'cache') } },
  )
  const memory = watchMemory(child.pid!)
  const stages = new Map<string, number>()
  let output = ''
  let messages = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => {
    messages += chunk.toString()
    const stage = chunk
      .toString()
      .trim()
      .split('\n')
      .at(-1)
      ?.replace(/: \d+ %$/, '')
    if (stage !== undefined) stages.set(stage, (performance.now() - started) / 1000)
  })
  const code = await new Promise((done) => child.on('close', done))
  const peak = memory.stop()
  if (code !== 0) throw new Error(`hitpoint score ended with ${String(code)}: ${messages}`)
  const result = JSON.parse(output) as {
    durationSeconds: number
    hits: { mode: string; kept: boolean; errorMilliseconds: number }[]
    files: { midi: string; project: string; wav: string }
    composing?: { steps: number; totalMilliseconds: number }
  }
  const must = result.hits.filter((hit) => hit.mode === 'must')
  const worst = Math.max(0, ...must.filter((hit) => hit.kept).map((hit) => Math.abs(hit.errorMilliseconds)))
  console.log(`film               ${result.durationSeconds.toFixed(1)} s`)
  for (const [stage, at] of stages) console.log(`${stage.padEnd(18)} done at ${at.toFixed(1)} s`)
  console.log(
    `hits               ${must.filter((hit) => hit.kept).length} of ${must.length} kept, worst error ${worst.toFixed(3)} ms`,
  )
  if (result.composing)
    console.log(
      `composing          ${result.composing.steps} steps, ${((result.durationSeconds * 1000) / result.composing.totalMilliseconds).toFixed(1)} x real time`,
    )
  console.log(`peak memory        ${megabytes(peak.total)} together`)
  for (const [program, bytes] of Object.entries(peak.byProgram))
    console.log(`  ${program.padEnd(16)} ${megabytes(bytes)}`)
  for (const path of Object.values(result.files))
    console.log(`${megabytes(statSync(path).size).padEnd(18)} ${path}`)
}

export async function main([video, minutes = '20']: readonly string[]): Promise<void> {
  if (video === undefined) throw new Error('Usage: node scripts/run.mjs bench/longFilm.ts VIDEO [MINUTES]')
  const folder = mkdtempSync(join(tmpdir(), 'hitpoint-long-'))
  try {
    const film = join(folder, 'long.mp4')
    const loop = [
      '-v',
      'error',
      '-stream_loop',
      '-1',
      '-i',
      resolve(video),
      '-t',
      String(Number(minutes) * 60),
      '-c',
      'copy',
      film,
    ]
    execFileSync('ffmpeg', loop)
    await scoreWithReport(film, folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
