/** JSON with one line per member, except that a list of plain values stays on one line: readable, and still small. */
export function printJson(value: unknown, indent = ''): string {
  const inner = `${indent} `
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item !== 'object' || item === null)) return JSON.stringify(value)
    // Rows get no indentation: there are thousands of them.
    const items = value.map((item) =>
      Array.isArray(item) ? JSON.stringify(item) : inner + printJson(item, inner),
    )
    return `[\n${items.join(',\n')}\n${indent}]`
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  if (members.length === 0) return '{}'
  const lines = members.map(
    ([name, member]) => `${inner}${JSON.stringify(name)}: ${printJson(member, inner)}`,
  )
  return `{\n${lines.join(',\n')}\n${indent}}`
}
