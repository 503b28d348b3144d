import { execFileSync } from 'node:child_process'
import { resolve } from 'node:path'

/** PyPI's opentimelineio with its adapters reads files of editing programs (tests/fixtures/editors/README.md). */
const python = process.env.HITPOINT_PYTHON ?? 'python3'
const packages = 'import opentimelineio, otio_cmx3600_adapter, otio_fcpx_xml_adapter, otio_fcp_adapter'

/** Whether the Python that HITPOINT_PYTHON names, or `python3`, has the packages. */
export const hasOpenTimelineIo = ((): boolean => {
  try {
    execFileSync(python, ['-c', packages], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

export type Adapter = 'otio_json' | 'cmx_3600' | 'fcpx_xml' | 'fcp_xml'

export interface Item {
  readonly item?: string
  readonly transition?: string
  readonly in: number
  readonly out: number
  readonly name: string
  readonly start: number
  readonly duration: number
  readonly source: number
  readonly markers: readonly (readonly [number, string])[]
}
/** What was read; times in frames of the rate that was asked for. */
export interface Read {
  readonly name: string
  readonly start: number | null
  /** Frames per second of the clips. */
  readonly rates: readonly number[]
  readonly markers: readonly (readonly [number, string])[]
  readonly items: readonly Item[]
}

export const clips = ({ items }: Read): readonly Item[] => items.filter(({ item }) => item === 'Clip')
export const transitions = ({ items }: Read): readonly Item[] =>
  items.filter(({ transition }) => transition !== undefined)

/** Reads a file; the rate in frames per second. Throws what the adapter complains about. */
export function readWithOpenTimelineIo(path: string, adapter: Adapter, rate: string): Read {
  const script = resolve('tests/fixtures/editors/readWithOtio.py')
  return JSON.parse(
    execFileSync(python, [script, path, adapter, rate], { encoding: 'utf8', stdio: 'pipe' }),
  ) as Read
}
