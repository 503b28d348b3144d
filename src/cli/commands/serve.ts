import { resolve } from 'node:path'
import { Failure } from '../../core/base/failure'
import { startWebHost } from '../../main/serve/server'
import { installedPaths } from '../hostEngine'
import type { CommandContext } from '../run'

/** `hitpoint serve`: the window in a browser, until cancelled. */
export async function serveCommand(
  { engine, terminal, signal }: CommandContext,
  video: string | undefined,
  options: { readonly port: number },
): Promise<void> {
  const host = await startWebHost({
    engine,
    pageFolder: installedPaths.page,
    port: options.port,
    videoPath: video === undefined ? undefined : resolve(video),
    log: (line) => terminal.note(line),
  }).catch((error: unknown) => {
    throw new Failure('wrong-use', {
      reason: `port ${options.port} cannot be used (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`,
    })
  })
  terminal.result(host.address)
  await new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }))
  await host.close()
}
