import { isFailure, Failure } from '../core/base/failure'
import { failureText } from '../core/base/failureText'
import type { Engine } from '../main/engine/engine'
import { exitCodes } from './exitCodes'
import { createHostEngine } from './hostEngine'
import { createTerminal, type Terminal } from './terminal'

export interface CommandContext {
  readonly engine: Engine
  readonly terminal: Terminal
  readonly signal: AbortSignal
}

/**
 * Runs one command with an engine of its own: Ctrl-C cancels it, failures become one sentence and an exit code,
 * and the engine's children are gone when it returns. Resolves to the exit code.
 */
export async function runCommand(
  options: { readonly quiet?: boolean | undefined },
  command: (context: CommandContext) => Promise<void>,
): Promise<number> {
  const terminal = createTerminal({ quiet: options.quiet ?? false })
  const abort = new AbortController()
  const cancel = (): void => abort.abort(new Failure('cancelled'))
  process.once('SIGINT', cancel)
  process.once('SIGTERM', cancel)
  // The terminal was closed.
  process.once('SIGHUP', cancel)
  const engine = createHostEngine((line) => terminal.note(line))
  try {
    await command({ engine, terminal, signal: abort.signal })
    terminal.endProgress()
    return exitCodes.done
  } catch (error) {
    terminal.endProgress()
    if (abort.signal.aborted || (isFailure(error) && error.code === 'cancelled')) {
      terminal.problem(failureText(new Failure('cancelled')))
      return exitCodes.cancelled
    }
    terminal.problem(failureText(asFailure(error)))
    return isFailure(error) && error.code === 'wrong-use' ? exitCodes.wrongUse : exitCodes.failed
  } finally {
    process.off('SIGINT', cancel)
    process.off('SIGTERM', cancel)
    process.off('SIGHUP', cancel)
    await engine.close()
  }
}

const asFailure = (error: unknown): Failure =>
  isFailure(error)
    ? error
    : new Failure('internal', { reason: error instanceof Error ? error.message : String(error) })
