import { createContext, useContext } from 'react'
import type { CommandId } from '../../../core/document/commands'

/** What commands do, to be looked up by id. */
export interface Commands {
  readonly canRun: (id: CommandId) => boolean
  readonly run: (id: CommandId) => void
  /** Something that a command depends on may have changed. */
  readonly subscribe: (listener: () => void) => () => void
}

export const CommandsContext = createContext<Commands | null>(null)

export function useCommands(): Commands {
  const commands = useContext(CommandsContext)
  if (!commands) throw new Error('there is no CommandsContext around this component')
  return commands
}
