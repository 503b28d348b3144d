/** A field as RFC 4180 has it: quoted where it must be. */
const field = (text: string): string => (/[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** Rows as comma-separated text with CRLF ends, with a byte order mark so that Excel takes it for UTF-8. */
export const printCsv = (rows: readonly (readonly string[])[]): string =>
  `\ufeff${rows.map((row) => `${row.map(field).join(',')}\r\n`).join('')}`

/** The separator of a table: whichever of comma, semicolon and tab the first line has most of. */
function separatorOf(line: string): string {
  const count = (mark: string): number => line.split(mark).length
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best))
}

/** Reads comma-, semicolon- or tab-separated rows; empty ones are left out. Throws SyntaxError for a quote that does not end. */
export function parseCsv(text: string): string[][] {
  const content = text.replace(/^\ufeff/u, '')
  const separator = separatorOf(content.split(/\r\n|\r|\n/u, 1)[0] ?? '')
  const quotedField = /"((?:[^"]|"")*)"/uy
  const rows: string[][] = []
  let row: string[] = []
  let position = 0
  while (position < content.length) {
    let value = ''
    if (content[position] === '"') {
      quotedField.lastIndex = position
      const quoted = quotedField.exec(content)
      if (!quoted) throw new SyntaxError(`row ${rows.length + 1}: a quote does not end`)
      value = quoted[1]!.replaceAll('""', '"')
      position += quoted[0].length
    }
    const end = nextBreak(content, position, separator)
    row.push(value + content.slice(position, end))
    position = end
    if (content[position] === separator) {
      position++
      if (position === content.length) row.push('')
      if (position < content.length) continue
    }
    if (row.some((cell) => cell.trim() !== '')) rows.push(row)
    row = []
    position += content.startsWith('\r\n', position) ? 2 : 1
  }
  return rows
}

function nextBreak(text: string, from: number, separator: string): number {
  for (let at = from; at < text.length; at++)
    if (text[at] === separator || text[at] === '\r' || text[at] === '\n') return at
  return text.length
}
