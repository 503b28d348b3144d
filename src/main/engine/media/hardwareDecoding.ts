import { readFile } from 'node:fs/promises'
import { arch, hostname } from 'node:os'
import { join } from 'node:path'
import { throwIfCancelled } from '../../../core/base/cancellation'
import { isFailure } from '../../../core/base/failure'
import type { MediaInfo } from '../../../core/media/mediaInfo'
import { rationalToNumber } from '../../../core/time/rational'
import { cacheFolder } from '../files/cacheFolder'
import { writeOutput } from '../files/outputFiles'
import type { FfmpegTool } from './ffmpeg'
import { fastestHardware, hardwareOrder, listHardware } from './hardwareTrial'

/** Says with which device a film is decoded, and remembers what it measured. Never an error: software always works. */
export interface HardwareDecoding {
  /** ffmpeg's name of the way to decode this film (`-hwaccel`), null for software. Throws `cancelled` only. */
  choose(ffmpeg: FfmpegTool, path: string, info: MediaInfo, signal?: AbortSignal): Promise<string | null>
  /** Films like this one are decoded in software from now on: the device failed where software did not. */
  distrust(ffmpeg: FfmpegTool, info: MediaInfo): Promise<void>
}

export interface HardwareDecodingOptions {
  /** Where the measurements are kept; the system's cache folder by default. */
  readonly folder?: string | undefined
  /** `HITPOINT_HWACCEL`: `off`, `auto` (the default), or a name such as `vaapi` that is used without a trial. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly platform?: NodeJS.Platform
}

/** A shorter film is decoded before a trial would pay. */
const shortestFilmSeconds = 60
/** Drivers change: after this time a trial is made again. */
const trustedMilliseconds = 30 * 24 * 3600 * 1000

/** What was found out about one kind of film; `hardware` is null where software is as good. */
interface Finding {
  readonly hardware: string | null
  /** Milliseconds since 1970. */
  readonly at: number
}

type Findings = Readonly<Record<string, Finding>>

/** Films of one codec and about one size decode alike on one machine. */
function kindOf(ffmpeg: FfmpegTool, info: MediaInfo): string {
  const pixels = info.width * info.height
  const size = pixels <= 1_000_000 ? 'small' : pixels <= 3_000_000 ? 'hd' : 'uhd'
  return [hostname(), process.platform, arch(), ffmpeg.version, info.videoCodec, size].join(' ')
}

async function readFindings(file: string): Promise<Findings> {
  try {
    const read: unknown = JSON.parse(await readFile(file, 'utf8'))
    const entries = typeof read === 'object' && read !== null ? Object.entries(read) : []
    return Object.fromEntries(entries.filter((entry): entry is [string, Finding] => isFinding(entry[1])))
  } catch {
    return {}
  }
}

function isFinding(value: unknown): value is Finding {
  if (typeof value !== 'object' || value === null) return false
  const { hardware, at } = value as Partial<Record<keyof Finding, unknown>>
  return (
    typeof at === 'number' && (hardware === null || (typeof hardware === 'string' && /^\w+$/.test(hardware)))
  )
}

/** Opens what is known about this machine's ways of decoding. */
export function createHardwareDecoding(options: HardwareDecodingOptions): HardwareDecoding {
  const file = join(options.folder ?? cacheFolder(), 'hardware.json')
  const wish = options.environment['HITPOINT_HWACCEL'] || 'auto'
  const distrusted = new Set<string>()
  let writing: Promise<unknown> = Promise.resolve()

  const remember = (kind: string, hardware: string | null): Promise<unknown> => {
    const write = async (): Promise<void> => {
      const findings = { ...(await readFindings(file)), [kind]: { hardware, at: Date.now() } }
      // What cannot be kept is measured again.
      await writeOutput(file, JSON.stringify(findings, null, 2), { force: true }).catch(() => undefined)
    }
    return (writing = writing.then(write))
  }

  const listed = async (ffmpeg: FfmpegTool, signal?: AbortSignal): Promise<readonly string[]> => {
    const built = await listHardware(ffmpeg, signal)
    const order = wish === 'auto' ? (hardwareOrder[options.platform ?? process.platform] ?? []) : [wish]
    return order.filter((name) => built.includes(name))
  }

  const measured = async (
    ...[ffmpeg, path, info, signal]: Parameters<HardwareDecoding['choose']>
  ): Promise<string | null> => {
    const kind = kindOf(ffmpeg, info)
    const known = (await readFindings(file))[kind]
    if (known && Date.now() - known.at < trustedMilliseconds) return known.hardware
    if (rationalToNumber(info.duration) < shortestFilmSeconds) return null
    const candidates = await listed(ffmpeg, signal)
    const hardware =
      candidates.length === 0 ? null : await fastestHardware(ffmpeg, { path, info }, candidates, signal)
    await remember(kind, hardware)
    return hardware
  }

  return {
    async choose(ffmpeg, path, info, signal) {
      throwIfCancelled(signal)
      if (wish === 'off' || distrusted.has(kindOf(ffmpeg, info))) return null
      try {
        if (wish !== 'auto') return (await listed(ffmpeg, signal))[0] ?? null
        return await measured(ffmpeg, path, info, signal)
      } catch (error) {
        if (isFailure(error) && error.code === 'cancelled') throw error
        return null
      }
    },
    async distrust(ffmpeg, info) {
      const kind = kindOf(ffmpeg, info)
      distrusted.add(kind)
      await remember(kind, null)
    },
  }
}
