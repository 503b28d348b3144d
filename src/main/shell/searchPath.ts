/** Where package managers put ffmpeg on a Mac; apps started from the Finder are not told of these folders. */
const macFolders = ['/opt/homebrew/bin', '/usr/local/bin', '/opt/local/bin']

/** The search path with the folders that a terminal would have added. */
export function searchPath(path: string | undefined, system: NodeJS.Platform): string {
  const folders = (path ?? '').split(':').filter((folder) => folder !== '')
  if (system !== 'darwin') return path ?? ''
  return [...folders, ...macFolders.filter((folder) => !folders.includes(folder))].join(':')
}
