/** A block of a REAPER project: `<NAME values`, its lines and blocks, `>`. */
export interface RppBlock {
  readonly head: readonly RppValue[]
  readonly body: readonly (RppBlock | readonly RppValue[])[]
}

/** A bare word stays as it is; `text` is quoted where it must be; numbers have plain decimals. */
export type RppValue = string | number | { readonly text: string }

/**
 * Text as REAPER reads it back: in quotes that it does not contain (", ' or `); where it holds all three, back quotes
 * become single ones, as REAPER itself writes it. Line breaks would end the line.
 */
function quoted(text: string): string {
  const line = text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
  const mark = ['"', "'", '`'].find((candidate) => !line.includes(candidate))
  return mark ? `${mark}${line}${mark}` : `\`${line.replaceAll('`', "'")}\``
}

/** At most twelve decimals: REAPER prints positions so, and a picosecond is far below a sample. */
export function rppNumber(value: number): string {
  if (Number.isInteger(value)) return String(value)
  return value.toFixed(12).replace(/\.?0+$/u, '')
}

function valueText(value: RppValue): string {
  if (typeof value === 'number') return rppNumber(value)
  return typeof value === 'string' ? value : quoted(value.text)
}

const isBlock = (item: RppBlock | readonly RppValue[]): item is RppBlock => 'head' in item

function print(block: RppBlock, indent: string, lines: string[]): void {
  lines.push(`${indent}<${block.head.map(valueText).join(' ')}`)
  for (const item of block.body)
    if (isBlock(item)) print(item, `${indent}  `, lines)
    else lines.push(`${indent}  ${item.map(valueText).join(' ')}`)
  lines.push(`${indent}>`)
}

/** The text of a project, two spaces to the level, with the line ends that REAPER writes on Windows and reads anywhere. */
export function printRpp(project: RppBlock): string {
  const lines: string[] = []
  print(project, '', lines)
  return `${lines.join('\r\n')}\r\n`
}
