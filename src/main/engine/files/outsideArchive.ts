/**
 * Path of a packed file's real copy: what other programs run, or what is read by file descriptor, is unpacked beside
 * Electron's archive. Other paths stay as they are.
 */
export const outsideArchive = (path: string): string =>
  path.replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked')
