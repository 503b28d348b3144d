import { settings, type Settings, type SettingsChange } from '../../../contract/settings'
import { createJsonFile } from '../files/jsonFile'

/** The user's settings, kept in a file; what is damaged in it has its default again. */
export interface SettingsStore {
  read(): Promise<Settings>
  /** Throws what writing the file throws. */
  change(members: SettingsChange): Promise<Settings>
  /** Path of the user's own sound bank; null for the bundled one. Not told to pages. */
  soundBankPath(): Promise<string | null>
  setSoundBankPath(path: string | null): Promise<void>
  /** Path of the ffmpeg that the user chose; null for the one that is found. Not told to pages. */
  ffmpegPath(): Promise<string | null>
  setFfmpegPath(path: string | null): Promise<void>
}

interface Stored {
  readonly settings: Settings
  readonly soundBankPath: string | null
  readonly ffmpegPath: string | null
}

const pathOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** Member by member, so that one damaged value does not cost the others. */
function readSettings(value: unknown): Settings {
  const given = typeof value === 'object' && value !== null ? value : {}
  const sound = Object.entries(settings.shape).flatMap(([name, schema]) => {
    const parsed = schema.safeParse((given as Record<string, unknown>)[name])
    return parsed.success ? [[name, parsed.data]] : []
  })
  return settings.parse(Object.fromEntries(sound))
}

function readStored(value: unknown): Stored {
  const {
    settings: given,
    soundBankPath,
    ffmpegPath,
  } = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>
  return {
    settings: readSettings(given),
    soundBankPath: pathOrNull(soundBankPath),
    ffmpegPath: pathOrNull(ffmpegPath),
  }
}

export function createSettingsStore(path: string): SettingsStore {
  const file = createJsonFile(path)
  let stored: Promise<Stored> | undefined
  const load = (): Promise<Stored> => (stored ??= file.read().then(readStored))
  async function replace(change: Partial<Stored>): Promise<Stored> {
    const next = { ...(await load()), ...change }
    stored = Promise.resolve(next)
    await file.write(next)
    return next
  }
  return {
    read: async () => (await load()).settings,
    async change(members) {
      const given = Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
      return (await replace({ settings: { ...(await load()).settings, ...given } })).settings
    },
    soundBankPath: async () => (await load()).soundBankPath,
    async setSoundBankPath(soundBankPath) {
      await replace({ soundBankPath })
    },
    ffmpegPath: async () => (await load()).ffmpegPath,
    async setFfmpegPath(ffmpegPath) {
      await replace({ ffmpegPath })
    },
  }
}
