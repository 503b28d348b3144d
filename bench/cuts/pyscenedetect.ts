import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pySceneDetectors, type PySceneDetectorId } from './columns'
import { pointDetection } from './detection'
import type { Detector } from './detectors'

const ids = Object.keys(pySceneDetectors) as readonly PySceneDetectorId[]

interface Answer {
  readonly version?: string
  readonly cuts?: readonly number[]
  readonly error?: string
}

export interface PySceneDetect {
  readonly detectors: readonly Detector[]
  readonly notRun: Readonly<Partial<Record<PySceneDetectorId, string>>>
  close(): void
}

interface Worker {
  /** Why the process ended, once it has. */
  readonly ended: Promise<string>
  next(): Promise<Answer | null>
  ask(request: object): Promise<Answer | null>
  close(): void
}

/** Starts the Python process; it answers one request after another, a line each. */
function startWorker(python: string): Worker {
  const child = spawn(python, [join(import.meta.dirname, 'pyscenedetect.py')])
  let messages = ''
  child.stderr.on('data', (chunk: Buffer) => (messages += chunk.toString()))
  child.stdin.on('error', () => {}) // the process is gone: `ended` says why
  const ended = new Promise<string>((done) => {
    child.on('error', (error) => done(error.message))
    child.on('close', () => done(messages.trim().split('\n').at(-1) || 'the process ended'))
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async (): Promise<Answer | null> => {
    const line = await lines.next()
    return line.done ? null : (JSON.parse(line.value) as Answer)
  }
  return {
    ended,
    next,
    ask: (request) => {
      child.stdin.write(`${JSON.stringify(request)}\n`)
      return next()
    },
    close: () => child.stdin.end(),
  }
}

/**
 * Starts a Python process with PySceneDetect, so that its import costs no film anything. Where it cannot start, every
 * detector is in `notRun` with the reason.
 */
export async function openPySceneDetect(python: string): Promise<PySceneDetect> {
  const worker = startWorker(python)
  const hello = await Promise.race([worker.next(), worker.ended.then(() => null)])
  if (!hello) {
    const reason = await worker.ended
    const notRun = Object.fromEntries(ids.map((id) => [id, reason]))
    return { detectors: [], notRun, close: () => {} }
  }
  const detectors = ids.map((id): Detector => ({
    id,
    description: `\`${pySceneDetectors[id]}()\`, ${hello.version ?? 'version unknown'}`,
    detect: async ({ path }) => {
      const answer = await worker.ask({ film: path, detector: pySceneDetectors[id] })
      if (!answer?.cuts) throw new Error(answer?.error ?? (await worker.ended))
      return answer.cuts.map(pointDetection)
    },
  }))
  return { detectors, notRun: {}, close: () => worker.close() }
}
