import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseXml } from '../../../src/core/base/parseXml'
import {
  childOf,
  decimalText,
  descendantsOf,
  printXml,
  textOf,
  xml,
  xmlText,
} from '../../../src/core/base/xml'

/** Text that XML 1.0 can hold. */
const text = fc
  .string({ unit: 'binary', maxLength: 30 })
  .filter((value) => printXml(xmlText('a', value)).indexOf('\ufffd') < 0)

describe('printXml and parseXml', () => {
  it('give back every attribute and text that XML can hold', () => {
    fc.assert(
      fc.property(text, text, (attribute, content) => {
        const read = parseXml(printXml(xml('root', { of: attribute }, [xmlText('leaf', content)]), 'root'))
        expect(read.attributes.of).toBe(attribute)
        expect(childOf(read, 'leaf')!.children).toEqual(content === '' ? [] : [content])
      }),
      { numRuns: 500 },
    )
  })

  it('replace what XML cannot hold', () => {
    expect(printXml(xmlText('a', 'x\u0000y\ud800z'))).toContain('x\ufffdy\ufffdz')
  })

  it('print numbers without exponents and leave undefined attributes out', () => {
    expect(printXml(xml('a', { small: 1e-9, whole: 3, third: 1 / 3, no: undefined }))).toContain(
      '<a small="0.000000001" whole="3" third="0.3333333333333333"/>',
    )
    expect(decimalText(1e-30)).toBe('0')
  })
})

describe('parseXml', () => {
  it('reads comments, CDATA, references, a document type and both quotes', () => {
    const root = parseXml(`\ufeff<?xml version='1.0'?>\n<!DOCTYPE a [ <!ELEMENT a ANY> ]>
      <!-- <no> --><a one='"1"' two="&#x41;&#66;&lt;"><b>x<![CDATA[<&]]>y</b><c/><b >2</b></a>`)
    expect(root.attributes).toEqual({ one: '"1"', two: 'AB<' })
    expect(descendantsOf(root, 'b').map(textOf)).toEqual(['x<&y', '2'])
  })

  it.each([
    ['', 'one root element'],
    ['words', 'text outside'],
    ['<a>', 'a is not closed'],
    ['<a></b>', '</b> closes nothing'],
    ['<a/><b/>', 'one root element'],
    ['<a x="1" x="2"/>', 'twice'],
    ['<a>&lol;</a>', 'entity &lol; is not known'],
    ['<a>\n<', 'line 2'],
    ['<a>'.repeat(300), 'too deep'],
    ['<!DOCTYPE a [<!ENTITY l "&l;&l;">]><a>&l;</a>', 'entity &l; is not known'],
  ])('refuses %j', (source, reason) => {
    expect(() => parseXml(source)).toThrow(reason)
    expect(() => parseXml(source)).toThrow(SyntaxError)
  })

  it('never fails in another way, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('<', '>', 'a', '/', '"', "'", '=', ' ', '&', ';', '!', '--', '?', '[', ']')),
        (parts) => {
          try {
            expect(parseXml(parts.join('')).name).not.toBe('')
          } catch (error) {
            expect(error).toBeInstanceOf(SyntaxError)
          }
        },
      ),
      { numRuns: 2000 },
    )
  })
})
