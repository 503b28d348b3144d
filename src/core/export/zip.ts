import { zipSync } from 'fflate'

/** The earliest day that a ZIP can say; a real time would make every archive different. */
const noTime = new Date(1980, 0, 1)

/**
 * A ZIP archive with sizes and checksums in the local headers, not in descriptors after the data: some readers of
 * DAWproject are said to stumble over those (docs/spec/dawproject.md, W1). `zipSync` writes it so, fflate's streaming
 * writer does not. Equal files give equal bytes.
 */
export const writeZip = (files: readonly (readonly [path: string, content: Uint8Array])[]): Uint8Array =>
  zipSync(Object.fromEntries(files), { level: 6, mtime: noTime })
