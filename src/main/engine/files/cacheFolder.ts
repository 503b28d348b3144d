import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where rebuildable data belongs on each system; `HITPOINT_CACHE` overrides it. */
export function cacheFolder(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  const { HITPOINT_CACHE, LOCALAPPDATA, XDG_CACHE_HOME } = environment
  if (HITPOINT_CACHE) return HITPOINT_CACHE
  if (platform === 'win32') return join(LOCALAPPDATA || join(home, 'AppData', 'Local'), 'Hitpoint', 'Cache')
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'Hitpoint')
  // The XDG base directory specification: a relative path is to be ignored.
  return join(XDG_CACHE_HOME?.startsWith('/') ? XDG_CACHE_HOME : join(home, '.cache'), 'hitpoint')
}
