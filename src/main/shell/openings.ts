import { existsSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import type { ShellApp } from './electronCalls'

/** Files that the system hands to the app, which may come before there is anybody to open them. */
export interface Openings {
  /** From now on `deliver` hears every file, those that came before included, in their order. */
  connect(deliver: (path: string) => void): void
}

/** The files that an argument list names: no switches, nothing of Electron's own, only what is there. */
export function filesOfArguments(
  argv: readonly string[],
  folder: string,
  exists: (path: string) => boolean = existsSync,
): readonly string[] {
  return argv
    .filter((argument) => !argument.startsWith('-') && extname(argument) !== '')
    .map((argument) => resolve(folder, argument))
    .filter(exists)
}

/**
 * Listens at once, before the app is ready: macOS sends `open-file` that early. Another start of the app hands over its
 * files in its lock's data, because Chromium adds to and reorders its arguments (electron#20322).
 */
export function createOpenings(
  app: Pick<ShellApp, 'on'>,
  ownFiles: readonly string[],
  onActivated: () => void,
): Openings {
  const waiting = [...ownFiles]
  let deliver: ((path: string) => void) | null = null
  const open = (path: string): void => {
    if (deliver) deliver(path)
    else waiting.push(path)
  }
  app.on('open-file', (event, path) => {
    event.preventDefault()
    open(path)
  })
  app.on('second-instance', (_event, _argv, _folder, data) => {
    const files = typeof data === 'object' && data !== null && 'files' in data ? data.files : []
    if (Array.isArray(files)) for (const path of files) if (typeof path === 'string') open(path)
    onActivated()
  })
  return {
    connect(listener) {
      deliver = listener
      for (const path of waiting.splice(0)) listener(path)
    },
  }
}
