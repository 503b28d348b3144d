import { resolveFfmpeg, type FfmpegTool } from './ffmpeg'

/** The ffmpeg in use, which the user may change. */
export interface FfmpegChoice {
  /** Throws Failure `ffmpeg-missing`; what is installed in the meantime is found at the next call. */
  find(): Promise<FfmpegTool>
  /**
   * Another ffmpeg from now on; null: the one of the options, or that is found. Throws Failure `ffmpeg-missing` when it is
   * none, and the one before stays.
   */
  use(path: string | null): Promise<FfmpegTool>
}

/** @param given path that the host was started with */
export function createFfmpegChoice(
  given: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): FfmpegChoice {
  let setting = given
  let found: Promise<FfmpegTool> | undefined
  const find = (): Promise<FfmpegTool> => {
    const search = (found ??= resolveFfmpeg({ setting, environment }))
    search.catch(() => {
      if (found === search) found = undefined
    })
    return search
  }
  return {
    find,
    async use(path) {
      const before = setting
      setting = path ?? given
      found = undefined
      try {
        return await find()
      } catch (error) {
        setting = before
        found = undefined
        throw error
      }
    },
  }
}
