import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFileSet, distinctNames, safeFileName } from '../../../src/core/export/fileSet'

describe('safeFileName', () => {
  it.each([
    ['1m1: "Chase" / v2?', '1m1- -Chase- - v2-'],
    ['  .hidden. ', 'hidden'],
    ['', 'Untitled'],
    ['...', 'Untitled'],
    ['con', '_con'],
    ['NUL.mid', '_NUL.mid'],
    ['console', 'console'],
    ['日本\u0000の\nフィルム', '日本-の-フィルム'],
  ])('%j becomes %j', (text, expected) => {
    expect(safeFileName(text)).toBe(expected)
  })

  it('always gives a name that a file set takes, no longer than asked', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.integer({ min: 8, max: 100 }),
        (text, longest) => {
          const name = safeFileName(text, longest)
          expect([...name].length).toBeLessThanOrEqual(Math.max(longest + 1, 8))
          expect([...createFileSet([[`${name}.mid`, '']]).keys()]).toEqual([`${name}.mid`])
        },
      ),
    )
  })
})

describe('createFileSet', () => {
  it.each(['/etc/passwd', '../film.mid', 'a//b', 'a\\b', 'a/', 'C:x', ' a', 'a.', 'a\u0000'])(
    'refuses the path %j',
    (path) => {
      expect(() => createFileSet([[path, '']])).toThrow(RangeError)
    },
  )

  it('refuses two paths that differ by case alone, and keeps text as UTF-8', () => {
    expect(() =>
      createFileSet([
        ['a/Film.mid', ''],
        ['a/film.mid', ''],
      ]),
    ).toThrow('Two exported files')
    expect(createFileSet([['a/b.txt', 'é']]).get('a/b.txt')).toEqual(Uint8Array.of(0xc3, 0xa9))
  })
})

it('distinctNames numbers what is there twice', () => {
  expect(distinctNames(['Strings', 'strings', 'Piano', 'Strings'])).toEqual([
    'Strings',
    'strings 2',
    'Piano',
    'Strings 3',
  ])
})
