import { stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { Failure, isFailure } from '../../core/base/failure'
import { dataFolder } from '../../main/engine/files/dataFolder'
import { classifyFileError } from '../../main/engine/files/fileErrors'
import { startWebHost } from '../../main/serve/server'
import { installedPaths, startHostMidi } from '../hostEngine'
import type { CommandContext } from '../run'

export interface ServeOptions {
  readonly port: number
  readonly folder?: string | undefined
}

async function requireFile(path: string): Promise<void> {
  const facts = await stat(path).catch((error: unknown) => {
    throw classifyFileError(error, path, 'read')
  })
  if (facts.isDirectory()) throw new Failure('file-is-directory', { path })
}

/** `hitpoint serve`: the window in a browser, until cancelled. */
export async function serveCommand(
  { engine, terminal, signal }: CommandContext,
  given: string | undefined,
  options: ServeOptions,
): Promise<void> {
  const file = given === undefined ? undefined : resolve(given)
  if (file !== undefined) await requireFile(file)
  const host = await startWebHost({
    engine,
    pageFolder: installedPaths.page,
    port: options.port,
    file,
    listedFolder: resolve(options.folder ?? (file === undefined ? '.' : dirname(file))),
    dataFolder: dataFolder(),
    temporaryFolder: join(tmpdir(), `hitpoint-${process.pid}`),
    samplePath: installedPaths.sample,
    startMidi: startHostMidi,
    log: (line) => terminal.note(line),
  }).catch((error: unknown) => {
    if (isFailure(error)) throw error
    throw new Failure('wrong-use', {
      reason: `port ${options.port} cannot be used (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`,
    })
  })
  terminal.result(host.address)
  // A signal that came while it started has no event any more.
  if (!signal.aborted)
    await new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }))
  await host.close()
}
