/** An XML element as the formats of DAWs and editors need it: no namespaces, text and elements in order. */
export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly (XmlElement | string)[]
}

export type XmlAttributes = Readonly<Record<string, string | number | boolean | undefined>>

/** Builds an element; attributes that are undefined are left out, numbers are printed without an exponent. */
export function xml(
  name: string,
  attributes: XmlAttributes = {},
  children: readonly (XmlElement | string)[] = [],
): XmlElement {
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined)
  return {
    name,
    attributes: Object.fromEntries(
      given.map(([key, value]) => [key, typeof value === 'number' ? decimalText(value) : String(value)]),
    ),
    children,
  }
}

/** An element that holds only text. */
export const xmlText = (name: string, text: string | number, attributes?: XmlAttributes): XmlElement =>
  xml(name, attributes, [typeof text === 'number' ? decimalText(text) : text])

/** A number in plain decimals, as exact as JavaScript prints it; at most twelve places where it would use an exponent. */
export function decimalText(value: number): string {
  const text = String(value)
  if (!text.includes('e')) return text
  return value.toFixed(12).replace(/\.?0+$/u, '') || '0'
}

/** What XML 1.0 cannot hold, even escaped (production 2, Char). */
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

const escapeText = (text: string): string =>
  text.replace(forbidden, '\ufffd').replace(/[&<>\r]/gu, (character) => escapes[character]!)
const escapeAttribute = (text: string): string =>
  text.replace(forbidden, '\ufffd').replace(/[&<>"\t\n\r]/gu, (character) => escapes[character]!)

function printElement(element: XmlElement, indent: string, lines: string[]): void {
  const attributes = Object.entries(element.attributes)
    .map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`)
    .join('')
  const open = `${indent}<${element.name}${attributes}`
  if (element.children.length === 0) lines.push(`${open}/>`)
  else if (element.children.every((child) => typeof child === 'string'))
    lines.push(`${open}>${escapeText(element.children.join(''))}</${element.name}>`)
  else {
    lines.push(`${open}>`)
    for (const child of element.children)
      if (typeof child === 'string') lines.push(`${indent}  ${escapeText(child)}`)
      else printElement(child, `${indent}  `, lines)
    lines.push(`${indent}</${element.name}>`)
  }
}

/** A document as UTF-8 text, indented; `doctype`: the name after `<!DOCTYPE`. Characters that XML cannot hold become U+FFFD. */
export function printXml(root: XmlElement, doctype?: string): string {
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>']
  if (doctype !== undefined) lines.push(`<!DOCTYPE ${doctype}>`)
  printElement(root, '', lines)
  return `${lines.join('\n')}\n`
}

/** The child elements of a name. */
export const childrenOf = (element: XmlElement, name: string): XmlElement[] =>
  element.children.filter((child): child is XmlElement => typeof child !== 'string' && child.name === name)

/** The first child element of a name. */
export const childOf = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element && childrenOf(element, name)[0]

/** The trimmed text of an element; empty when it is absent. */
export const textOf = (element: XmlElement | undefined): string =>
  (element?.children ?? [])
    .filter((child) => typeof child === 'string')
    .join('')
    .trim()

/** Every element of a name below `element`, in document order. */
export const descendantsOf = (element: XmlElement, name: string): XmlElement[] =>
  element.children.flatMap((child) =>
    typeof child === 'string' ? [] : [...(child.name === name ? [child] : []), ...descendantsOf(child, name)],
  )
