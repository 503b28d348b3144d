/** Small pictures as SVG text. Sizes in pixels; colours read on light and dark pages because every picture has its own ground. */

export const ink = '#1f2430'
export const faint = '#9aa3b2'
export const ground = '#fbfbf8'
export const accent = '#c2410c'
export const second = '#1d4ed8'

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** At most one decimal, so that files stay small. */
export const number = (value: number): string => String(Math.round(value * 10) / 10)

export interface TextStyle {
  readonly size?: number
  readonly anchor?: 'start' | 'middle' | 'end'
  readonly fill?: string
  readonly bold?: boolean
}

export function text(x: number, y: number, content: string, style: TextStyle = {}): string {
  const { size = 11, anchor = 'start', fill = ink, bold = false } = style
  const weight = bold ? ' font-weight="600"' : ''
  return `<text x="${number(x)}" y="${number(y)}" font-size="${size}" text-anchor="${anchor}" fill="${fill}"${weight}>${escaped(content)}</text>`
}

export const rect = (x: number, y: number, width: number, height: number, fill: string, rest = ''): string =>
  `<rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}" fill="${fill}"${rest && ' ' + rest}/>`

/** A path of the given commands. */
export const path = (commands: string, stroke: string, width = 1, rest = ''): string =>
  `<path d="${commands}" fill="none" stroke="${stroke}" stroke-width="${width}"${rest && ' ' + rest}/>`

export const polyline = (points: readonly (readonly [number, number])[]): string =>
  points.map(([x, y], index) => `${index ? 'L' : 'M'}${number(x)} ${number(y)}`).join('')

/** A whole picture. `description` is its title for those who cannot see it. */
export function picture(
  width: number,
  height: number,
  description: string,
  parts: readonly string[],
): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${number(width)} ${number(height)}" width="${number(width)}" ` +
    `height="${number(height)}" font-family="system-ui, sans-serif" role="img"><title>${escaped(description)}</title>` +
    rect(0, 0, width, height, ground) +
    parts.join('') +
    '</svg>\n'
  )
}

/** Blue below zero, orange above, for -1..1. */
export function diverging(value: number): string {
  const strength = Math.min(1, Math.abs(value))
  const [red, green, blue] = value < 0 ? [29, 78, 216] : [194, 65, 12]
  const mixed = [red, green, blue].map((channel) => Math.round(251 + (channel - 251) * strength))
  return `rgb(${mixed.join(',')})`
}
