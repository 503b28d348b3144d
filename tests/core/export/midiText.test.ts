import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../../../src/core/base/bytes'
import { midiText, midiTextBytes } from '../../../src/core/export/midiText'

describe('midiText (M9)', () => {
  it.each([
    ['Strings', 'Strings'],
    ['Cafè – “Été” … øre', 'Cafe - "Ete" ... ore'],
    ['Straße\nnach Łódź', 'Strasse nach Lodz'],
    ['F♯ · B♭', 'F# - Bb'],
    ['日本のピアノ', '日本のピアノ'],
    ['Скрипка é', 'Скрипка é'],
    ['\u0000\u0007', ''],
  ])('%j becomes %j', (text, expected) => {
    expect(midiText(text)).toBe(expected)
  })

  it('gives UTF-8 bytes', () => {
    expect(new TextDecoder().decode(midiTextBytes('日本 🎬'))).toBe('日本 🎬')
  })
})

describe('encodeUtf8', () => {
  it('agrees with TextEncoder for every plane and for lone surrogates', () => {
    const text = 'a\u007f\u0080\u07ff\u0800\uffff\u{10000}\u{1f3ac}\u{10ffff} \ud800 x \udc00'
    expect([...encodeUtf8(text)]).toEqual([...new TextEncoder().encode(text)])
  })
})
