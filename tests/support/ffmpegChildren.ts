import { readdir, readFile } from 'node:fs/promises'

export interface FfmpegChild {
  readonly processId: number
  /** As /proc shows it: `R`, `S`, `Z` for one that has ended and was not collected. */
  readonly state: string
}

/** The ffmpeg processes that a process has started, live or zombie; null where the system has no /proc. */
export async function ffmpegChildren(parent = process.pid): Promise<readonly FfmpegChild[] | null> {
  if (process.platform !== 'linux') return null
  const found: FfmpegChild[] = []
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    const status = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '')
    const match = /^\d+ \((.*)\) (\w) (\d+)/s.exec(status)
    if (match && match[1] === 'ffmpeg' && Number(match[3]) === parent)
      found.push({ processId: Number(entry), state: match[2]! })
  }
  return found
}
