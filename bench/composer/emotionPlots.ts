import type { BarCourse } from './emotionChanges'
import type { VariantResult } from './emotionGrid'
import { accent, diverging, faint, ink, path, picture, polyline, rect, second, text } from './svg'

const judges = ['first', 'second'] as const
const dimensions = ['valence', 'arousal'] as const
const cellSize = 26

/** One square: requests along the axes (arousal upwards), what was heard as colour and number. */
function heatGrid(
  variant: VariantResult,
  judge: 'first' | 'second',
  index: 0 | 1,
  x: number,
  y: number,
): string {
  const levels = [...new Set(variant.cells.map((cell) => cell.valence))].sort((a, b) => a - b)
  const cells = variant.cells.map((cell) => {
    const heard = cell.heard[judge][index]
    const left = x + levels.indexOf(cell.valence) * cellSize
    const top = y + (levels.length - 1 - levels.indexOf(cell.arousal)) * cellSize
    const label = Math.round(10 * heard)
    const fill = Math.abs(heard) > 0.6 ? '#fff' : ink
    return (
      rect(left, top, cellSize - 1, cellSize - 1, diverging(heard)) +
      text(left + cellSize / 2, top + 17, String(label).replace('-', '−'), {
        size: 10,
        anchor: 'middle',
        fill,
      })
    )
  })
  return cells.join('')
}

/** Four squares a row (two dimensions, two judges), one row a variant. */
export function gridPicture(variants: readonly VariantResult[]): string {
  const levels = new Set(variants[0]?.cells.map((cell) => cell.valence)).size
  const square = levels * cellSize
  const [left, top, gap, rowGap] = [150, 46, 30, 34]
  const parts: string[] = []
  dimensions.forEach((dimension, index) =>
    judges.forEach((judge, column) => {
      const x = left + (2 * index + column) * (square + gap)
      parts.push(
        text(x, 20, `heard ${dimension}`, { bold: true }),
        text(x, 34, `${judge} judge`, { fill: '#555' }),
      )
    }),
  )
  variants.forEach((variant, row) => {
    const y = top + row * (square + rowGap)
    parts.push(text(12, y + square / 2, variant.name, { bold: true, size: 13 }))
    dimensions.forEach((_, index) =>
      judges.forEach((judge, column) => {
        const x = left + (2 * index + column) * (square + gap)
        parts.push(heatGrid(variant, judge, index as 0 | 1, x, y))
        if (row === variants.length - 1)
          parts.push(text(x + square / 2, y + square + 14, 'asked valence →', { anchor: 'middle', size: 10 }))
      }),
    )
    const middle = y + square / 2
    parts.push(
      `<g transform="rotate(-90 ${left - 10} ${middle})">${text(left - 10, middle, 'asked arousal →', { anchor: 'middle', size: 10 })}</g>`,
    )
  })
  const width = left + 4 * (square + gap)
  const height = top + variants.length * (square + rowGap)
  return picture(
    width,
    height,
    'Heard emotion (rank among real pieces, times ten) for every requested one',
    parts,
  )
}

function courseLine(
  values: readonly number[],
  x: number,
  y: number,
  width: number,
  height: number,
  top: number,
) {
  return polyline(
    values.map((value, index) => [
      x + ((index + 0.5) * width) / values.length,
      y + height - (height * value) / top,
    ]),
  )
}

/** Notes a second and velocity, bar by bar around the change of arousal. */
export function coursePicture(courses: readonly BarCourse[]): string {
  const [width, height] = [300, 130]
  const parts: string[] = []
  for (const [column, key, title] of [
    [0, 'notesPerSecond', 'notes per second'],
    [1, 'velocity', 'mean velocity'],
  ] as const) {
    const x = 50 + column * (width + 60)
    const y = 34
    const top = Math.ceil(Math.max(...courses.flatMap((course) => course[key])) * 1.1) || 1
    parts.push(text(x, 20, title, { bold: true }), rect(x, y, width, height, 'none', `stroke="${faint}"`))
    parts.push(
      text(x - 6, y + 10, String(top), { anchor: 'end' }),
      text(x - 6, y + height, '0', { anchor: 'end' }),
    )
    parts.push(path(`M${x + width / 2} ${y}v${height}`, faint, 1, 'stroke-dasharray="4 3"'))
    for (const course of courses) {
      const colour = course.direction > 0 ? accent : second
      parts.push(path(courseLine(course[key], x, y, width, height, top), colour, 2))
      const bars = course[key].length
      course[key].forEach((_, index) => {
        const label = String(index - bars / 2 + (index >= bars / 2 ? 1 : 0)).replace('-', '−')
        if (course.direction > 0)
          parts.push(
            text(x + ((index + 0.5) * width) / bars, y + height + 15, label, { anchor: 'middle', size: 10 }),
          )
      })
    }
  }
  parts.push(
    text(50, 205, 'bars before and after the change.', { size: 10 }),
    text(250, 205, 'arousal −0.6 to 0.6', { size: 10, fill: accent, bold: true }),
    text(390, 205, 'arousal 0.6 to −0.6', { size: 10, fill: second, bold: true }),
  )
  return picture(770, 216, 'What the bars around a change of arousal do', parts)
}
