import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import packageDescription from '../../package.json' with { type: 'json' }
import { createEngine, type Engine } from '../main/engine/engine'
import { forkInferenceProcess } from '../main/engine/inference/forkProcess'
import {
  createMidiPorts,
  forkPortProcess,
  type MidiPorts,
  type PortProcess,
} from '../main/engine/midi/portsHost'

/** The folder that holds `resources` and `out`, above this file wherever the build put it. */
function findInstallation(folder: string): string {
  if (existsSync(join(folder, 'resources/models'))) return folder
  const parent = dirname(folder)
  if (parent === folder)
    throw new Error('Hitpoint is not installed whole: the folder resources/models is missing')
  return findInstallation(parent)
}

const installation = findInstallation(import.meta.dirname)

/** Where the parts of an installation lie. */
export const installedPaths = {
  models: join(installation, 'resources/models'),
  sample: join(installation, 'resources/sample/sample.mp4'),
  page: join(installation, 'out/renderer'),
  inferenceProcess: join(installation, 'out/main/inferenceProcess.js'),
  midiProcess: join(installation, 'out/main/midiProcess.js'),
} as const

/** The engine as the command line runs it: inference in a forked child. */
export const createHostEngine = (log: (line: string) => void): Engine =>
  createEngine({
    version: packageDescription.version,
    modelFolder: installedPaths.models,
    startInference: () => forkInferenceProcess(installedPaths.inferenceProcess),
    log,
  })

/** The process of the system's MIDI ports as a forked child. */
export const startHostMidi = (): PortProcess => forkPortProcess(installedPaths.midiProcess)

/** The system's MIDI ports; their process is started when it is asked first. */
export const createHostPorts = (): MidiPorts => createMidiPorts(startHostMidi)
