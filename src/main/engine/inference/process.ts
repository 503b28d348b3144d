import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { HostMessage, ProcessMessage, ProcessPort } from './protocol'
import { isTaskKey, tasks } from './registry'
import { serveTasks, type Machine } from './serveTasks'
import { openSession, supportedProviders } from './session'

/** Entry of the inference process: built to out/main/inferenceProcess.js, started by fork or by Electron. */

/** The part of Electron's `process.parentPort` that is used here. */
interface ParentPort {
  postMessage(message: ProcessMessage): void
  on(event: 'message', listener: (event: { readonly data: HostMessage }) => void): void
}

function electronPort(): ParentPort | undefined {
  return (process as { readonly parentPort?: ParentPort }).parentPort
}

function openPort(): ProcessPort {
  const parent = electronPort()
  if (parent)
    return {
      send: (message) => parent.postMessage(message),
      onMessage: (listener) => parent.on('message', ({ data }) => listener(data)),
    }
  // A host that is gone needs no answers: without this the process would outlive a killed command line.
  process.on('disconnect', () => process.exit(0))
  return {
    send: (message) => void process.send?.(message),
    onMessage: (listener) => void process.on('message', (message) => listener(message as HostMessage)),
  }
}

const machine: Machine = {
  providers: supportedProviders(),
  readFile: (directory, name) => readFile(join(directory, name)),
  openNetwork(directory, files, wanted) {
    const usable = wanted.filter((provider) => provider !== 'cpu' && supportedProviders().includes(provider))
    return openSession([...usable, 'cpu'], (provider) =>
      join(directory, provider === 'cpu' ? files.cpu : files.accelerated),
    )
  },
  exit: () => process.exit(0),
}

serveTasks(openPort(), (key) => (isTaskKey(key) ? tasks[key] : undefined), machine)
