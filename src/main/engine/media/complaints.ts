import { lastComplaint } from './probe'
import type { Seconds } from '../../../core/time/units'

/** Where ffmpeg complained about damaged data, by the times of the pictures around it. */
export interface Damage {
  readonly at: Seconds
  readonly until: Seconds
  readonly errors: number
}

/** Listens to ffmpeg's messages during a decode; holds only their end. */
export interface Complaints {
  /** `time` is that of the latest picture; null before the first one. */
  note(line: string, time: Seconds | null): void
  damage(): Damage | null
  /** Whether the drive failed. */
  readFailed(): boolean
  /** The last complaint in ffmpeg's words. */
  last(): string
}

const damagedData =
  /error while decoding|error submitting|error decoding|corrupt|concealing|invalid data found|partial file|ended prematurely/i
const failedDrive = /input\/output error|i\/o error|no such device|stale file handle|transport endpoint/i

/**
 * Complaints before the first picture are not damage: a recording that starts between two key frames begins with
 * pictures that nobody can decode.
 */
export function createComplaints(): Complaints {
  let damage: Damage | null = null
  let readFailed = false
  let tail = ''
  return {
    note(line, time) {
      if (time !== null && damagedData.test(line))
        damage = { at: damage?.at ?? time, until: time, errors: (damage?.errors ?? 0) + 1 }
      if (failedDrive.test(line)) readFailed = true
      tail = `${tail.slice(-4000)}\n${line.slice(0, 500)}`
    },
    damage: () => damage,
    readFailed: () => readFailed,
    last: () => lastComplaint(tail),
  }
}
