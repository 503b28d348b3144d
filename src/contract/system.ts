import { z } from 'zod'
import { call, event, service } from './define'
import { done, fileId, nothing, resourceAddress } from './identifiers'
import { settings, settingsChange } from './settings'

/** The ffmpeg that films are read and written with. */
export const ffmpegInfo = z.object({
  found: z.boolean(),
  path: z.string(),
  version: z.string(),
  source: z.string(),
  problem: z.string().optional(),
})
export type FfmpegInfo = z.output<typeof ffmpegInfo>

/** What runs where: shown by `hitpoint info` and in the window. */
export const engineInfo = z.object({
  version: z.string(),
  platform: z.string(),
  node: z.string(),
  ffmpeg: ffmpegInfo,
  models: z.array(
    z.object({
      task: z.string(),
      name: z.string(),
      version: z.string(),
      bytes: z.number(),
      trainedOn: z.string(),
      problem: z.string().optional(),
    }),
  ),
  executionProviders: z.array(z.string()),
  /** Where composing runs: the first of the providers that opens, and what trying them on this machine gave. */
  composing: z.object({
    providers: z.array(z.string()),
    trials: z.array(
      z.object({
        provider: z.string(),
        millisecondsPerStep: z.number().optional(),
        problem: z.string().optional(),
      }),
    ),
    chosenBy: z.enum(['environment', 'trial']),
    problem: z.string().optional(),
  }),
  soundBank: z.string(),
})

export type EngineInfo = z.output<typeof engineInfo>

/** What the host of this page can do beside the contract's calls. */
export const capabilities = z.object({
  host: z.enum(['electron', 'web']),
  platform: z.enum(['macos', 'windows', 'linux']),
  /** `native`: `files.choose` opens the system's picker. `listed`: the page shows `files.list`. */
  picker: z.enum(['native', 'listed']),
  /** Files dropped on the window can be opened: `window.hitpointBridge.adopt(files)` answers opened files. */
  drop: z.boolean(),
  /** The system shows the menu of the command table, so the page need not; its choices come as `onCommand`. */
  nativeMenu: z.boolean(),
  /** `files.reveal` works. */
  reveal: z.boolean(),
  /** `exporting.drag` works. */
  dragOut: z.boolean(),
  /** `askUnsaved` and `onCloseRequested` work; elsewhere the page asks itself and uses `beforeunload`. */
  closeQuestion: z.boolean(),
})
export type Capabilities = z.output<typeof capabilities>

/** The SF2 or SF3 file that music is heard with. */
export const soundBank = z.object({
  /** Its bytes. */
  url: resourceAddress,
  name: z.string(),
  bytes: z.number(),
  bundled: z.boolean(),
})
export type SoundBank = z.output<typeof soundBank>

const commandId = z.string().min(1).max(100)

export const systemService = service('system', {
  info: call(nothing, engineInfo),
  capabilities: call(nothing, capabilities),
  settings: call(nothing, settings),
  changeSettings: call(settingsChange, settings),
  /** After every change, also by another window. */
  onSettings: event(settings),
  soundBank: call(nothing, soundBank),
  /** Hears music with another bank, or with the bundled one (null), from now on. Throws `sound-bank-missing`. */
  chooseSoundBank: call(z.object({ fileId: fileId.nullable() }), soundBank),
  /** Reads and writes films with another ffmpeg, or with the one that is found (null), from now on. Throws `ffmpeg-missing`. */
  chooseFfmpeg: call(z.object({ fileId: fileId.nullable() }), ffmpegInfo),
  /** A command of the table was chosen in a native menu. */
  onCommand: event(z.object({ commandId })),
  /** Which commands of the native menus can be chosen, and which are ticked; those not named stay. */
  setCommandStates: call(
    z.object({
      states: z.record(commandId, z.object({ enabled: z.boolean(), checked: z.boolean().optional() })),
    }),
    done,
  ),
  /** Title and state of the window: the name of the project, and whether there is something to be saved. */
  setWindow: call(z.object({ name: z.string().max(200).nullable(), unsaved: z.boolean() }), done),
  /** The system's question about unsaved changes. */
  askUnsaved: call(z.object({ name: z.string().max(200) }), z.enum(['save', 'discard', 'cancel'])),
  /** The user closes the window while it is marked unsaved. It stays until the page calls `closeWindow`. */
  onCloseRequested: event(nothing),
  closeWindow: call(nothing, done),
  copyText: call(z.object({ text: z.string().max(1_000_000) }), done),
  /** A line for the host's log: an error that the page did not foresee. */
  report: call(z.object({ message: z.string().max(2000), stack: z.string().max(10_000).optional() }), done),
})
