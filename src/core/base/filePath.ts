/** The last name of a path of any system. */
export const lastName = (path: string): string => path.split(/[/\\]/u).at(-1) || path

const encoded = (path: string): string =>
  path
    .split('/')
    .map((name) => encodeURIComponent(name.replace(/\p{Cs}/gu, '\ufffd')))
    .join('/')

/**
 * A `file:` address of an absolute path: `/films/a b.mp4`, `C:\Films\a.mp4` or `\\server\share\a.mp4` (RFC 8089). A relative
 * path stays relative.
 */
export function fileUrl(path: string): string {
  const drive = /^([A-Za-z]):[/\\](.*)$/u.exec(path)
  if (drive) return `file:///${drive[1]}:/${encoded(drive[2]!.replaceAll('\\', '/'))}`
  if (path.startsWith('\\\\')) return `file://${encoded(path.slice(2).replaceAll('\\', '/'))}`
  return path.startsWith('/') ? `file://${encoded(path)}` : encoded(path)
}
