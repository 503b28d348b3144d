import { deviation, mean } from '../../src/core/music/correlation'
import { accent, faint, number, path, picture, rect, text } from './svg'

/** A preset's pieces beside real ones, measure by measure. */
export interface Strip {
  readonly title: string
  readonly measures: readonly {
    readonly label: string
    readonly composed: readonly number[]
    readonly real: readonly number[]
  }[]
}

const column = 84
const row = 30
const left = 130
const top = 44

/** Short upright strokes at values, as one path. */
function strokes(
  values: readonly number[],
  place: (value: number) => number,
  y: number,
  height: number,
): string {
  return values.map((value) => `M${number(place(value))} ${number(y)}v${height}`).join('')
}

/** One cell: real music as grey strokes with its band of one standard deviation, composed pieces as orange ones below. */
function cell({ composed, real }: Strip['measures'][number], x: number, y: number): string {
  const all = [...composed, ...real]
  const [low, high] = [Math.min(...all), Math.max(...all)]
  const width = column - 16
  const place = (value: number): number => x + (width * (value - low)) / Math.max(high - low, 1e-9)
  const [centre, spread] = [mean(real), deviation(real)]
  const from = Math.max(x, place(centre - spread))
  const to = Math.min(x + width, place(centre + spread))
  return (
    rect(from, y, Math.max(1, to - from), 22, '#e5e7eb') +
    path(strokes(real, place, y + 1, 9), faint) +
    path(strokes(composed, place, y + 12, 9), accent, 1.4)
  )
}

/** Rows of presets, columns of measures; every cell has its own scale from the least to the greatest value. */
export function stripPicture(strips: readonly Strip[]): string {
  const measures = strips[0]?.measures ?? []
  const parts = measures.map(({ label }, index) => {
    const [first, ...rest] = label.split(' ')
    const x = left + index * column
    return text(x, 18, first ?? '', { size: 10 }) + text(x, 30, rest.join(' '), { size: 10 })
  })
  strips.forEach((strip, index) => {
    const y = top + index * row
    parts.push(text(10, y + 15, strip.title))
    strip.measures.forEach((measure, place) => parts.push(cell(measure, left + place * column, y)))
  })
  const width = left + measures.length * column
  const height = top + strips.length * row + 22
  parts.push(
    text(
      left,
      height - 8,
      'grey: held-out real music, band: mean ± one standard deviation; orange: composed',
      {
        size: 10,
      },
    ),
  )
  return picture(width, height, 'Measures of composed pieces and of held-out real music', parts)
}
