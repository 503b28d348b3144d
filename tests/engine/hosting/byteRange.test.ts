import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { readByteRange } from '../../../src/main/engine/hosting/byteRange'

describe('byte ranges (docs/spec/host.md, H21)', () => {
  it.each([
    ['bytes=0-', 10, { kind: 'part', first: 0, last: 9 }],
    ['bytes=0-0', 10, { kind: 'part', first: 0, last: 0 }],
    ['bytes=4-6', 10, { kind: 'part', first: 4, last: 6 }],
    ['bytes=4-99', 10, { kind: 'part', first: 4, last: 9 }],
    ['bytes=-3', 10, { kind: 'part', first: 7, last: 9 }],
    ['bytes=-30', 10, { kind: 'part', first: 0, last: 9 }],
    ['bytes=10-', 10, { kind: 'beyond' }],
    ['bytes=-0', 10, { kind: 'beyond' }],
    ['bytes=0-', 0, { kind: 'beyond' }],
    [undefined, 10, { kind: 'whole' }],
    ['bytes=6-4', 10, { kind: 'whole' }],
    ['bytes=-', 10, { kind: 'whole' }],
    ['bytes=1-2,4-5', 10, { kind: 'whole' }],
    ['items=1-2', 10, { kind: 'whole' }],
    ['bytes=1e3-', 10, { kind: 'whole' }],
  ])('reads %s of %i bytes', (header, size, expected) => {
    expect(readByteRange(header, size)).toEqual(expected)
  })

  it('never names a byte that is not there', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(2000), (first, last, size) => {
        const range = readByteRange(`bytes=${first}-${last}`, size)
        if (range.kind === 'part') {
          expect(range.first).toBe(first)
          expect(range.last).toBeGreaterThanOrEqual(range.first)
          expect(range.last).toBeLessThan(size)
        } else expect(range.kind).toBe(last < first ? 'whole' : 'beyond')
      }),
    )
  })
})
