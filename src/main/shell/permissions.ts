import type { ShellSession } from './electronCalls'

/**
 * The one permission that the page has: to play on the output that the user chose. Everything else is refused, MIDI and
 * microphone included; the clipboard is written by a call of the contract.
 */
const granted: ReadonlySet<string> = new Set(['speaker-selection'])

/** Refuses every permission but {@link granted}, which only the window's own page has. */
export function refusePermissions(session: ShellSession, ownContents: () => number | null): void {
  const allows = (contents: { readonly id: number } | null, permission: string): boolean =>
    granted.has(permission) && contents !== null && contents.id === ownContents()
  session.setPermissionRequestHandler((contents, permission, answer) => answer(allows(contents, permission)))
  session.setPermissionCheckHandler(allows)
  session.setDevicePermissionHandler(() => false)
}
