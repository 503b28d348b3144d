import type { ProductionFacts } from './ixml'

/** What a Broadcast Wave file says beside its samples. */
export interface BroadcastFacts {
  readonly description: string
  /** Samples from midnight to the first sample: where an editor puts the file. */
  readonly timeReference: number
  /** For an `iXML` chunk. */
  readonly production?: ProductionFacts | undefined
}

/** Length of the fixed part of `bext`, without a coding history. */
const chunkBytes = 602

const ascii = (text: string): string => text.normalize('NFKD').replace(/[^\u0020-\u007e]/gu, '')

/**
 * Content of the `bext` chunk, version 1 (EBU Tech 3285). No date is told, so that the same score gives the same bytes.
 */
export function broadcastExtension({ description, timeReference }: BroadcastFacts): Uint8Array {
  const content = Buffer.alloc(chunkBytes)
  content.write(ascii(description).slice(0, 256), 0, 'latin1')
  content.write('Hitpoint', 256, 'latin1') // originator
  content.writeBigUInt64LE(BigInt(Math.max(0, Math.round(timeReference))), 338)
  content.writeUInt16LE(1, 346)
  return content
}
