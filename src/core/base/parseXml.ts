import type { XmlElement } from './xml'

/** Editors nest sequences, but not so deep; a deeper file is made to exhaust a reader. */
const maximumDepth = 200

const namedEntities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

interface OpenElement {
  readonly name: string
  readonly attributes: Record<string, string>
  readonly children: (OpenElement | string)[]
}

/** One piece of markup; text between pieces is what is left. No document type may define entities: they stay unknown. */
const markup =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<!DOCTYPE[^[>]*(?:\[[\s\S]*?\]\s*)?>|<\/([^\s>]+)\s*>|<([^\s/>!?]+)((?:\s+[^\s=/>]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/gu

class Reader {
  private readonly root: OpenElement = { name: '', attributes: {}, children: [] }
  private readonly open: OpenElement[] = [this.root]

  constructor(private readonly text: string) {}

  read(): XmlElement {
    let position = 0
    for (const match of this.text.matchAll(markup)) {
      this.addText(this.text.slice(position, match.index), position)
      position = match.index + match[0].length
      const [whole, data, closing, opening, attributes = '', empty] = match
      if (data !== undefined) this.top.children.push(data)
      else if (closing !== undefined) this.close(closing, match.index)
      else if (opening !== undefined) {
        this.start(opening, attributes, match.index)
        if (empty) this.close(opening, match.index)
      } else if (
        whole.startsWith('<!DOCTYPE') &&
        this.root.children.some((child) => typeof child !== 'string')
      )
        this.fail('a document type after the first element', match.index)
    }
    this.addText(this.text.slice(position), position)
    if (this.open.length > 1) this.fail(`the element ${this.top.name} is not closed`, this.text.length)
    const elements = this.root.children.filter((child) => typeof child !== 'string')
    if (elements.length !== 1) this.fail('one root element is needed', this.text.length)
    return elements[0]!
  }

  private get top(): OpenElement {
    return this.open.at(-1)!
  }

  private fail(reason: string, position: number): never {
    const line = this.text.slice(0, position).split('\n').length
    throw new SyntaxError(`line ${line}: ${reason}`)
  }

  private start(name: string, attributeText: string, position: number): void {
    if (this.open.length > maximumDepth) this.fail('elements are nested too deep', position)
    const attributes: Record<string, string> = {}
    for (const [, key, quoted] of attributeText.matchAll(/([^\s=]+)\s*=\s*("[^"]*"|'[^']*')/gu)) {
      if (Object.hasOwn(attributes, key!)) this.fail(`the attribute ${key} is there twice`, position)
      Object.defineProperty(attributes, key!, {
        value: this.decode(quoted!.slice(1, -1).replace(/[\t\r\n]/gu, ' '), position),
        enumerable: true,
      })
    }
    const element = { name, attributes, children: [] }
    this.top.children.push(element)
    this.open.push(element)
  }

  private close(name: string, position: number): void {
    if (this.open.length < 2 || this.top.name !== name) this.fail(`</${name}> closes nothing`, position)
    this.open.pop()
  }

  private addText(text: string, position: number): void {
    if (text === '') return
    if (text.includes('<')) this.fail('a < that begins no markup', position + text.indexOf('<'))
    if (this.open.length > 1) this.top.children.push(this.decode(text.replace(/\r\n?/gu, '\n'), position))
    else if (/[^\s\ufeff]/u.test(text)) this.fail('text outside of the root element', position)
  }

  private decode(text: string, position: number): string {
    return text.replace(/&([^;&\s]{0,12});?/gu, (entity, name: string) => {
      const number = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/iu.exec(name)
      const point = number ? parseInt(number[1] ?? number[2]!, number[1] ? 16 : 10) : null
      if (entity.endsWith(';') && point !== null && point <= 0x10ffff) return String.fromCodePoint(point)
      if (entity.endsWith(';') && Object.hasOwn(namedEntities, name)) return namedEntities[name]!
      return this.fail(`the entity ${entity} is not known`, position)
    })
  }
}

/**
 * Reads an XML document. Comments and processing instructions are left out, entities of a document type are refused (so
 * that nothing expands), white space between elements is kept as text. Throws SyntaxError with the line.
 */
export const parseXml = (text: string): XmlElement => new Reader(text).read()
