import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { watchMemory, type MemoryPeak } from '../processMemory'

/** What a program and its children took. */
export interface MeasuredRun {
  readonly wallSeconds: number
  /** User and system time of the program and all its children. */
  readonly cpuSeconds: number
  readonly output: string
  /** Peak of all processes together; null unless asked for. */
  readonly memory: MemoryPeak | null
}

const clockTicksPerSecond = 100

/** User and system seconds of all ended children of this process and of theirs (Linux: /proc/self/stat). */
function cpuSecondsOfChildren(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8')
  // After the name in brackets: state is field 3, cutime and cstime are fields 16 and 17.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[13]) + Number(fields[14])) / clockTicksPerSecond
}

/**
 * Runs a program to its end; throws when it fails. Watching the memory costs a few per cent of a core, so runs that are
 * timed go without.
 */
export async function measureRun(
  program: string,
  args: readonly string[],
  options: { readonly environment?: NodeJS.ProcessEnv; readonly withMemory?: boolean } = {},
): Promise<MeasuredRun> {
  const before = cpuSecondsOfChildren()
  const started = performance.now()
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...options.environment },
  })
  const memory = options.withMemory ? watchMemory(child.pid!) : null
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  const code = await new Promise<number | null>((done, failed) => {
    child.on('error', failed)
    child.on('close', done)
  })
  const peak = memory?.stop() ?? null
  if (code !== 0) throw new Error(`${program} ended with ${String(code)}`)
  return {
    wallSeconds: (performance.now() - started) / 1000,
    cpuSeconds: cpuSecondsOfChildren() - before,
    output,
    memory: peak,
  }
}
