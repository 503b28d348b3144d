import type { FileKind, TargetKind } from '../../../contract/files'
import type { Capabilities } from '../../../contract/system'

/**
 * What the handlers ask of the program around them: Electron's shell has windows, pickers and menus, the web host has
 * none of them. What is absent cannot be done there and is refused with `wrong-use`.
 */
export interface HostPlatform {
  readonly capabilities: Capabilities
  /** The system's picker; resolves to a path, or null. */
  readonly chooseFile?: (kinds: readonly FileKind[]) => Promise<string | null>
  readonly chooseTarget?: (kind: TargetKind, suggestedName: string) => Promise<string | null>
  /** The folder that is listed instead of a picker; nothing outside it is. */
  readonly listedFolder?: string
  readonly reveal?: (path: string) => void
  /** Begins a drag of these files out of the window. */
  readonly dragOut?: (paths: readonly string[]) => void
  readonly copyText?: (text: string) => void
  readonly askUnsaved?: (name: string) => Promise<'save' | 'discard' | 'cancel'>
  readonly setWindow?: (state: WindowState) => void
  readonly closeWindow?: () => void
  readonly setCommandStates?: (states: Readonly<Record<string, CommandState>>) => void
  /** Hears what goes to the system's own list of recent files. */
  readonly addRecent?: (path: string) => void
  readonly clearRecent?: () => void
}

export interface WindowState {
  /** Of the project; null when none is open. */
  readonly name: string | null
  readonly unsaved: boolean
  /** Path of the project file, null for one that was never saved. */
  readonly path: string | null
}

export interface CommandState {
  readonly enabled: boolean
  readonly checked?: boolean | undefined
}
