import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const repositoryRoot = join(import.meta.dirname, '../..')
export const samplePath = join(repositoryRoot, 'resources/sample/sample.mp4')

export interface CommandResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  /** Runs the command as this user (needs root). */
  readonly userId?: number | undefined
  readonly environment?: Readonly<Record<string, string>>
  /** Called with everything on stderr so far, whenever something is added. */
  readonly onStderr?: (text: string, interruptOnce: () => void) => void
}

/** A new folder under the system's temporary folder. */
export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'hitpoint-test-'))

/** Runs the built `hitpoint` command in plain Node, as a user would. */
export function hitpoint(args: readonly string[], options: RunOptions = {}): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(repositoryRoot, 'bin/hitpoint.js'), ...args], {
      env: { ...process.env, ...options.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.userId !== undefined && { uid: options.userId, gid: options.userId }),
    })
    let [stdout, stderr] = ['', '']
    let interrupted = false
    const interruptOnce = (): void => {
      // A second Ctrl-C is the user's way to insist: it ends the process at once.
      if (!interrupted) child.kill('SIGINT')
      interrupted = true
    }
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString()
      options.onStderr?.(stderr, interruptOnce)
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}
