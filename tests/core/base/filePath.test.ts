import { expect, it } from 'vitest'
import { fileUrl, lastName } from '../../../src/core/base/filePath'

it.each([
  ['/films/a b#1.mp4', 'file:///films/a%20b%231.mp4', 'a b#1.mp4'],
  ['C:\\Films\\é.mov', 'file:///C:/Films/%C3%A9.mov', 'é.mov'],
  ['\\\\nas\\share\\x.mov', 'file://nas/share/x.mov', 'x.mov'],
  ['films/x.mov', 'films/x.mov', 'x.mov'],
])('fileUrl of %j is %j', (path, url, name) => {
  expect(fileUrl(path)).toBe(url)
  expect(lastName(path)).toBe(name)
})
