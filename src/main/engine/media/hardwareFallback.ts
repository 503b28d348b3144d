import { isFailure } from '../../../core/base/failure'
import type { MediaInfo } from '../../../core/media/mediaInfo'
import type { DecodeSummary } from './decodeSummary'
import type { FfmpegTool } from './ffmpeg'
import type { HardwareDecoding } from './hardwareDecoding'

/** What a device that fails in the middle of a film looks like; a damaged film looks the same. */
const troubles: ReadonlySet<string> = new Set(['damaged', 'truncated'])

const isClean = ({ warnings }: DecodeSummary): boolean => !warnings.some(({ code }) => troubles.has(code))

/** What software cannot change. */
const isFinal = (error: unknown): boolean =>
  isFailure(error) && (error.code === 'cancelled' || error.code === 'ffmpeg-missing')

/**
 * Decodes a film with the device that is fastest for it, and once more in software when the device failed, reported damage
 * or gave out early. A device that did worse than software is not used again for such films. `decode` starts anew each
 * time it is called; what it throws in software is thrown.
 */
export async function decodeWithHardware<Decoded extends { readonly summary: DecodeSummary }>(
  { ffmpeg, hardware }: { readonly ffmpeg: FfmpegTool; readonly hardware: HardwareDecoding },
  film: { readonly path: string; readonly info: MediaInfo; readonly signal?: AbortSignal | undefined },
  decode: (hardware: string | null) => Promise<Decoded>,
): Promise<Decoded> {
  const device = await hardware.choose(ffmpeg, film.path, film.info, film.signal)
  if (device === null) return decode(null)
  const byDevice = await decode(device).catch((error: unknown) => {
    if (isFinal(error)) throw error
    return null
  })
  if (byDevice && isClean(byDevice.summary)) return byDevice
  const bySoftware = await decode(null)
  const didWorse =
    !byDevice || isClean(bySoftware.summary) || bySoftware.summary.pictures > byDevice.summary.pictures
  if (didWorse) await hardware.distrust(ffmpeg, film.info)
  return bySoftware
}
