/** Which bytes of a resource a request asks for, ends included. */
export type ByteRange =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly first: number; readonly last: number }
  /** Answered by 416. */
  | { readonly kind: 'beyond' }

/**
 * Reads a `Range` header for a resource of `size` bytes (RFC 9110, 14.1.2 and 14.2). What is malformed, has another
 * unit or asks for several ranges at once may be ignored and is: the whole resource is the answer.
 */
export function readByteRange(header: string | null | undefined, size: number): ByteRange {
  const match = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/.exec(header ?? '')
  const [, from = '', to = ''] = match ?? []
  if (!match || (from === '' && to === '')) return { kind: 'whole' }
  if (from === '') {
    const length = Math.min(Number(to), size)
    return length === 0 ? { kind: 'beyond' } : { kind: 'part', first: size - length, last: size - 1 }
  }
  const first = Number(from)
  const last = to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (to !== '' && Number(to) < first) return { kind: 'whole' }
  return first >= size ? { kind: 'beyond' } : { kind: 'part', first, last }
}
