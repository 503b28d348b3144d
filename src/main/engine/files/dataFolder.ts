import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * Where settings, recent files and unsaved work are kept on a system; `HITPOINT_DATA` names another folder. The app
 * uses Electron's own instead, which is the same place.
 */
export function dataFolder(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  const { HITPOINT_DATA, APPDATA, XDG_CONFIG_HOME } = environment
  if (HITPOINT_DATA) return HITPOINT_DATA
  if (platform === 'win32') return join(APPDATA || join(home, 'AppData', 'Roaming'), 'Hitpoint')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Hitpoint')
  // The XDG base directory specification: a relative path is to be ignored.
  return join(XDG_CONFIG_HOME?.startsWith('/') ? XDG_CONFIG_HOME : join(home, '.config'), 'Hitpoint')
}
