import { join } from 'node:path'
import { utilityProcess } from 'electron'
import type { InferenceProcess, ProcessMessage } from '../engine/inference/protocol'

/** Starts the inference process as an Electron utility process. */
export function startInferenceUtility(): InferenceProcess {
  const child = utilityProcess.fork(join(import.meta.dirname, 'inferenceProcess.js'), [], {
    serviceName: 'Hitpoint inference',
  })
  return {
    send: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', (message: ProcessMessage) => listener(message)),
    onExit: (listener) => void child.on('exit', (code) => listener(`exit ${code}`)),
    kill: () => void child.kill(),
  }
}
