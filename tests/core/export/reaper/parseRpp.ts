/** A block of a REAPER project as a strict reader sees it. */
export interface ParsedBlock {
  readonly name: string
  readonly values: readonly string[]
  readonly lines: readonly (readonly string[])[]
  readonly blocks: readonly ParsedBlock[]
}

/** Words of a line: bare, or in one of the three quotes, which end only at a space or the line's end. */
function words(line: string, number: number): string[] {
  const found: string[] = []
  let rest = line.trim()
  while (rest !== '') {
    const match = /^(?:"([^"]*)"|'([^']*)'|`([^`]*)`|([^"'`\s][^\s]*))(?:\s+|$)/u.exec(rest)
    if (!match) throw new Error(`line ${number}: ${rest}`)
    found.push(match[1] ?? match[2] ?? match[3] ?? match[4]!)
    rest = rest.slice(match[0].length)
  }
  return found
}

/**
 * Reads a REAPER project strictly, by the rules of docs/spec/reaper.md: CRLF line ends, one item a line, two spaces a level,
 * every block closed, nothing after the project.
 */
export function parseRpp(text: string): ParsedBlock {
  if (!text.endsWith('>\r\n')) throw new Error('the project is not closed')
  const lines = text.slice(0, -2).split('\r\n')
  const open: { name: string; values: string[]; lines: string[][]; blocks: ParsedBlock[] }[] = []
  let root: ParsedBlock | null = null
  for (const [index, line] of lines.entries()) {
    if (root || /[\r\n\t]/u.test(line)) throw new Error(`line ${index + 1}: ${JSON.stringify(line)}`)
    const closes = line.trim() === '>'
    if (line.length - line.trimStart().length !== 2 * (open.length - (closes ? 1 : 0)))
      throw new Error(`line ${index + 1} is indented wrongly`)
    if (closes) {
      const block = open.pop()
      if (!block) throw new Error(`line ${index + 1} closes nothing`)
      if (open.length === 0) root = block
      else open.at(-1)!.blocks.push(block)
    } else if (line.trim().startsWith('<')) {
      const [name = '', ...values] = words(line.trim().slice(1), index + 1)
      open.push({ name, values, lines: [], blocks: [] })
    } else {
      if (open.length === 0) throw new Error(`line ${index + 1} is outside of the project`)
      open.at(-1)!.lines.push(words(line, index + 1))
    }
  }
  if (!root) throw new Error('no project')
  return root
}
