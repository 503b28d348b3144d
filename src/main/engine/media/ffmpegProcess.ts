import { spawn, type ChildProcess } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { Failure } from '../../../core/base/failure'
import { throwIfCancelled } from '../../../core/base/cancellation'

export interface ExitStatus {
  /** Null when a signal ended the process. */
  readonly code: number | null
}

/** A running ffmpeg. `outputs[0]` is its standard output, the others are the descriptors 3, 4, … (`pipe:3`). */
export interface FfmpegProcess {
  readonly processId: number | undefined
  /** What ffmpeg reads as `pipe:0`; null unless asked for. */
  readonly input: Writable | null
  readonly outputs: readonly Readable[]
  readonly messages: Readable
  /** Settles once the process is gone and its pipes are closed; rejects with `ffmpeg-missing` when it cannot start. */
  readonly closed: Promise<ExitStatus>
  /** Ends the process at once; harmless when it has ended. */
  stop(): void
}

export interface StartOptions {
  readonly signal?: AbortSignal | undefined
  /** Whether data will be written to `pipe:0`. */
  readonly withInput?: boolean
  /** Pipes for output beside the standard one. */
  readonly extraOutputs?: number
  readonly timeoutMs?: number
  /** Whether ffmpeg introduces itself with its version among its messages. */
  readonly withBanner?: boolean
}

function whenClosed(child: ChildProcess, path: string, signal: AbortSignal | undefined): Promise<ExitStatus> {
  return new Promise((fulfil, reject) => {
    let startFailure: Failure | null = null
    child.once('error', (cause: NodeJS.ErrnoException) => {
      // An abort arrives here too, while the process still has to end: 'close' follows.
      if (cause.name === 'AbortError' || signal?.aborted) return
      startFailure = new Failure('ffmpeg-missing', { path, reason: cause.code ?? cause.message }, { cause })
      if (child.pid === undefined) reject(startFailure)
    })
    child.once('close', (code) => (startFailure ? reject(startFailure) : fulfil({ code })))
  })
}

/**
 * Starts ffmpeg without a shell and without a keyboard. Aborting `signal` kills it (SIGKILL: an ffmpeg that waits on a
 * full pipe does not hear anything gentler). Throws `cancelled` when `signal` is aborted already.
 */
export function startFfmpeg(
  path: string,
  args: readonly string[],
  options: StartOptions = {},
): FfmpegProcess {
  const { signal, withInput = false, extraOutputs = 0, timeoutMs, withBanner = false } = options
  throwIfCancelled(signal)
  const child = spawn(path, ['-nostdin', ...(withBanner ? [] : ['-hide_banner']), ...args], {
    stdio: [
      withInput ? 'pipe' : 'ignore',
      'pipe',
      'pipe',
      ...Array.from({ length: extraOutputs }, () => 'pipe' as const),
    ],
    shell: false,
    windowsHide: true,
    killSignal: 'SIGKILL',
    ...(signal ? { signal } : {}),
    ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
  })
  const outputs = [child.stdio[1], ...child.stdio.slice(3)] as unknown as readonly Readable[]
  const closed = whenClosed(child, path, signal)
  closed.catch(() => undefined)
  return {
    processId: child.pid,
    input: child.stdin,
    outputs,
    messages: child.stdio[2] as Readable,
    closed,
    stop: () => void child.kill('SIGKILL'),
  }
}

export interface CollectedRun extends ExitStatus {
  readonly output: string
  readonly messages: string
}

/** The longest text kept of a run; ffmpeg's own help is about 1.2 MB. */
const longestText = 4_000_000

function collectText(stream: Readable): () => string {
  const chunks: Buffer[] = []
  let size = 0
  stream.on('data', (chunk: Buffer) => {
    if (size < longestText) chunks.push(chunk)
    size += chunk.length
  })
  return () => Buffer.concat(chunks).toString('utf8')
}

/** Runs ffmpeg to its end and returns what it printed (at most 4 MB of each stream). Throws `cancelled` after an abort. */
export async function runFfmpeg(
  path: string,
  args: readonly string[],
  options: Omit<StartOptions, 'extraOutputs' | 'withInput'> = {},
): Promise<CollectedRun> {
  const running = startFfmpeg(path, args, options)
  const output = collectText(running.outputs[0]!)
  const messages = collectText(running.messages)
  const { code } = await running.closed
  throwIfCancelled(options.signal)
  return { code, output: output(), messages: messages() }
}
