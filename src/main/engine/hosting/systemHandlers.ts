import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { Failure } from '../../../core/base/failure'
import type { Handlers } from '../../../contract/define'
import type { SoundBank, systemService } from '../../../contract/system'
import { bundledSoundBankPath, loadSoundBank } from '../sound/soundBank'
import { only } from './filesHandlers'
import type { HostingParts } from './parts'

/** Path of the sound bank that is heard: the user's while it is there, else the bundled one. */
export async function soundBankPathOf({ settings }: Pick<HostingParts, 'settings'>): Promise<string> {
  const own = await settings.soundBankPath()
  const isThere = own !== null && (await stat(own).catch(() => null))?.isFile() === true
  return isThere ? own : bundledSoundBankPath()
}

async function soundBankOf(parts: HostingParts): Promise<SoundBank> {
  const path = await soundBankPathOf(parts)
  const facts = await stat(path).catch((cause: unknown) => {
    throw new Failure('sound-bank-missing', { path }, { cause })
  })
  return {
    // Another address for another bank, so that none is taken for the one before.
    url: parts.addressOf(`sound-bank/${Math.round(facts.mtimeMs)}-${facts.size}`),
    name: basename(path),
    bytes: facts.size,
    bundled: path === bundledSoundBankPath(),
  }
}

/** Answers for the program itself: settings, sound bank, window, menus. */
export function createSystemHandlers(parts: HostingParts): Handlers<typeof systemService> {
  const { engine, platform, settings, files, projects, emit, report } = parts
  const done = (): Promise<null> => Promise.resolve(null)
  return {
    info: () => engine.info(),
    capabilities: () => Promise.resolve(platform.capabilities),
    settings: () => settings.read(),
    async changeSettings(change) {
      const next = await settings.change(change)
      emit.system('onSettings', next)
      return next
    },
    async chooseFfmpeg({ fileId }) {
      const path = fileId === null ? null : files.pathOf(fileId, 'program')
      const info = await engine.useFfmpeg(path)
      await settings.setFfmpegPath(path)
      return info
    },
    soundBank: () => soundBankOf(parts),
    async chooseSoundBank({ fileId }) {
      const path = fileId === null ? null : files.pathOf(fileId, 'soundBank')
      // Heard of now, not at the first note.
      if (path !== null) await loadSoundBank(path)
      await settings.setSoundBankPath(path)
      return soundBankOf(parts)
    },
    setCommandStates({ states }) {
      platform.setCommandStates?.(states)
      return done()
    },
    setWindow(state) {
      platform.setWindow?.({ ...state, path: projects.last()?.path ?? null })
      return done()
    },
    askUnsaved: ({ name }) => only(platform.askUnsaved, 'the system’s question')(name),
    closeWindow() {
      only(platform.closeWindow, 'closing the window')()
      return done()
    },
    copyText({ text }) {
      only(platform.copyText, 'the system’s clipboard')(text)
      return done()
    },
    report({ message, stack }) {
      report(Object.assign(new Error(message), { stack: `the page: ${stack ?? message}` }))
      return done()
    },
  }
}
