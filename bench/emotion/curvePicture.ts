import type { EmotionCurve } from '../../src/core/emotion/emotionCurve'
import { valueAt } from '../../src/core/emotion/evaluateCurve'
import { seconds } from '../../src/core/time/units'
import { accent, faint, path, picture, polyline, second, text } from '../composer/svg'

const [width, strip, plot, margin] = [760, 86, 150, 34] as const

/** A film's thumbnails with its valence and arousal below; the pictures must be the project's own. */
export function curvePicture(
  title: string,
  curve: EmotionCurve,
  duration: number,
  thumbnails: readonly Uint8Array[],
): string {
  const place = (time: number): number => margin + (time / duration) * (width - margin - 8)
  const level = (value: number): number => strip + 24 + (1 - value) * (plot / 2)
  const each = (width - margin - 8) / thumbnails.length
  const images = thumbnails.map(
    (jpeg, index) =>
      `<image x="${(margin + index * each).toFixed(1)}" y="20" width="${each.toFixed(1)}" height="${strip - 20}" preserveAspectRatio="xMidYMid slice" href="data:image/jpeg;base64,${Buffer.from(jpeg).toString('base64')}"/>`,
  )
  const line = (axis: 'valence' | 'arousal'): string => {
    const points = Array.from({ length: 400 }, (_, index) => {
      const time = (index / 399) * duration
      return [place(time), level(valueAt(curve, seconds(time))[axis])] as const
    })
    return polyline(points)
  }
  const dots = curve.points.flatMap((point) =>
    (['valence', 'arousal'] as const).map(
      (axis) =>
        `<circle cx="${place(point.time).toFixed(1)}" cy="${level(point[axis]).toFixed(1)}" r="3" fill="${axis === 'valence' ? second : accent}"/>`,
    ),
  )
  const grid = [-1, 0, 1].map(
    (value) =>
      path(`M${margin} ${level(value)}H${width - 8}`, faint, 0.5) +
      text(margin - 6, level(value) + 4, String(value), { anchor: 'end' }),
  )
  const body = [
    text(margin, 13, title, { bold: true }),
    ...images,
    ...grid,
    path(line('valence'), second, 2),
    path(line('arousal'), accent, 2),
    ...dots,
    text(width - 110, 13, 'valence', { fill: second }),
    text(width - 55, 13, 'arousal', { fill: accent }),
  ]
  return picture(width, strip + plot + 36, title, body)
}
