import { fork } from 'node:child_process'
import type { InferenceProcess, ProcessMessage } from './protocol'

/** How much of a crashed process's last words is kept for the log. */
const keptStderr = 2000

/** Starts the built inference process (out/main/inferenceProcess.js) under plain Node. */
export function forkInferenceProcess(entry: string): InferenceProcess {
  const child = fork(entry, [], {
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let lastWords = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    lastWords = (lastWords + chunk.toString()).slice(-keptStderr)
  })
  return {
    send(message) {
      // An unsent message means a dying process; its exit reports the crash.
      if (child.connected) child.send(message, () => undefined)
    },
    onMessage: (listener) => void child.on('message', (message) => listener(message as ProcessMessage)),
    onExit(listener) {
      let told = false
      const tell = (reason: string): void => {
        if (told) return
        told = true
        listener(reason)
      }
      child.on('error', (error) => tell(error.message))
      child.on('close', (code, signal) => tell(`${signal ?? `exit ${code}`} ${lastWords}`.trim()))
    },
    kill: () => void child.kill('SIGKILL'),
  }
}
