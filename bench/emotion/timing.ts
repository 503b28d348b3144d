import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { performance } from 'node:perf_hooks'

export interface Timing {
  /** Seconds, five runs each by turns. */
  readonly decode: readonly number[]
  readonly analyse: readonly number[]
}

/** The command line's whole analysis, nothing in the cache, beside ffmpeg that decodes the pictures and throws them away. */
export function timeAgainstDecoding(film: string, ffmpeg: string, cache: string): Timing {
  const timed = (command: string, arguments_: readonly string[]): number => {
    const start = performance.now()
    execFileSync(command, arguments_, { stdio: 'ignore', env: { ...process.env, HITPOINT_CACHE: cache } })
    return (performance.now() - start) / 1000
  }
  const [decode, analyse]: [number[], number[]] = [[], []]
  for (let run = 0; run < 5; run++) {
    decode.push(timed(ffmpeg, ['-v', 'error', '-nostdin', '-i', film, '-map', '0:v', '-f', 'null', '-']))
    rmSync(cache, { recursive: true, force: true })
    analyse.push(timed(process.execPath, [resolve('bin/hitpoint.js'), 'analyse', film, '--quiet']))
  }
  return { decode, analyse }
}
