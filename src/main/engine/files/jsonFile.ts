import { readFile } from 'node:fs/promises'
import { writeOutput } from './outputFiles'

/** A small file that a program keeps for itself; what cannot be read counts as not there. */
export interface JsonFile {
  read(): Promise<unknown>
  /** Whole or not at all; writes come one after the other. Throws what `writeOutput` throws. */
  write(value: unknown): Promise<void>
}

export function createJsonFile(path: string): JsonFile {
  let last: Promise<unknown> = Promise.resolve()
  return {
    async read() {
      try {
        return JSON.parse(await readFile(path, 'utf8')) as unknown
      } catch {
        return undefined
      }
    },
    write(value) {
      const writing = last.then(() =>
        writeOutput(path, `${JSON.stringify(value, null, 2)}\n`, { force: true }),
      )
      last = writing.catch(() => undefined)
      return writing
    },
  }
}
