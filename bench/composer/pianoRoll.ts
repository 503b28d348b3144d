import type { EmotionCurve } from '../../src/core/emotion/emotionCurve'
import { valueAt } from '../../src/core/emotion/evaluateCurve'
import type { Family } from '../../src/core/music/families'
import type { Plan } from '../../src/core/music/plan'
import type { Score } from '../../src/core/music/score'
import { createTempoMap } from '../../src/core/time/tempoMap'
import { seconds, ticks } from '../../src/core/time/units'
import { accent, faint, ink, number, path, picture, polyline, rect, second, text } from './svg'

const width = 900
const left = 40
const curveHeight = 60
const rollTop = 96
const keyHeight = 4
const drumHeight = 34

const colours: Readonly<Record<Family, string>> = {
  drums: '#52525b',
  bass: '#713f12',
  piano: '#1d4ed8',
  mallets: '#a16207',
  organ: '#7c3aed',
  plucked: '#047857',
  strings: '#b91c1c',
  voice: '#be185d',
  brass: '#d97706',
  woodwind: '#0891b2',
  lead: '#c026d3',
  pad: '#64748b',
}

type Place = (time: number) => number

function curveParts(curve: EmotionCurve, plan: Plan, place: Place): string[] {
  const middle = 30 + curveHeight / 2
  const samples = Array.from({ length: 201 }, (_, index) => (index * plan.duration) / 200)
  const line = (key: 'valence' | 'arousal'): string =>
    polyline(
      samples.map((time) => [place(time), middle - (curveHeight / 2) * valueAt(curve, seconds(time))[key]]),
    )
  return [
    rect(left, 30, width - left - 10, curveHeight, '#f1f0ea'),
    path(`M${left} ${middle}H${width - 10}`, faint, 0.5),
    path(line('valence'), second, 1.6),
    path(line('arousal'), accent, 1.6),
    text(left - 4, 52, 'valence', { size: 9, anchor: 'end', fill: second }),
    text(left - 4, 74, 'arousal', { size: 9, anchor: 'end', fill: accent }),
  ]
}

function cutParts(plan: Plan, place: Place, bottom: number): string[] {
  const line = (kept: boolean): string =>
    plan.hits
      .filter((hit) => hit.kept === kept)
      .map((hit) => `M${number(place(hit.time))} 26V${number(bottom)}`)
      .join('')
  return [
    path(line(false), faint, 0.8, 'stroke-dasharray="2 3"'),
    path(line(true), ink, 0.9, 'stroke-opacity="0.65"'),
  ]
}

/** One path a family: every note a stroke as long as it sounds. */
function noteParts(score: Score, place: Place, lowest: number, bottom: number): string[] {
  const tempo = createTempoMap(score.tempo)
  const byFamily = new Map<Family, string>()
  for (const track of score.tracks)
    for (const note of track.notes) {
      const isDrum = track.family === 'drums'
      const y = isDrum
        ? bottom + drumHeight - (drumHeight * (note.pitch - 35)) / 47
        : bottom - (note.pitch - lowest + 0.5) * keyHeight
      const from = place(tempo.secondsAt(note.start))
      const to = isDrum ? from + 2 : place(tempo.secondsAt(ticks(note.start + note.duration)))
      const stroke = `M${number(from)} ${number(y)}h${number(Math.max(1, to - from - 0.6))}`
      byFamily.set(track.family, (byFamily.get(track.family) ?? '') + stroke)
    }
  return [...byFamily].map(([family, commands]) =>
    path(commands, colours[family], family === 'drums' ? 2 : keyHeight - 0.8, 'stroke-opacity="0.85"'),
  )
}

function barParts(plan: Plan, place: Place, bottom: number): string[] {
  const tempo = createTempoMap(plan.tempo)
  const lines = plan.bars.map(
    (bar) => `M${number(place(tempo.secondsAt(bar.tick)))} ${rollTop}V${number(bottom)}`,
  )
  const names = plan.sections.map((section) =>
    text(place(section.startTime) + 2, 22, section.name, { size: 11, bold: true }),
  )
  return [path(lines.join(''), '#dcdad2', 0.6), ...names]
}

/** A score with its bars, sections, cuts (solid: kept, dashed: thinned) and the curve above. */
export function pianoRoll(title: string, score: Score, plan: Plan, curve: EmotionCurve): string {
  const place: Place = (time) => left + ((width - left - 10) * time) / plan.duration
  const pitched = score.tracks.filter((track) => track.family !== 'drums').flatMap((track) => track.notes)
  const pitches = pitched.map((note) => note.pitch)
  const lowest = Math.floor(Math.min(60, ...pitches) / 12) * 12
  const highest = Math.ceil((Math.max(72, ...pitches) + 1) / 12) * 12
  const rollBottom = rollTop + (highest - lowest) * keyHeight
  const hasDrums = score.tracks.some((track) => track.family === 'drums')
  const bottom = rollBottom + (hasDrums ? drumHeight : 0)
  const octaves = Array.from({ length: (highest - lowest) / 12 + 1 }, (_, index) => lowest + 12 * index)
  const heights = octaves.map((key) => rollBottom - (key - lowest) * keyHeight)
  const legend = [...new Set(score.tracks.map((track) => track.family))].map((family, index) =>
    text(left + 80 * index, bottom + 30, family, { size: 11, fill: colours[family], bold: true }),
  )
  const times = Array.from({ length: Math.floor(plan.duration / 5) + 1 }, (_, index) => 5 * index)
  return picture(width, bottom + 38, title, [
    rect(left, rollTop, width - left - 10, bottom - rollTop, '#fff'),
    path(heights.map((y) => `M${left} ${number(y)}H${width - 10}`).join(''), '#e7e5de', 0.6),
    ...octaves.map((key, index) =>
      text(left - 4, heights[index]! + 3, `C${key / 12 - 1}`, { size: 9, anchor: 'end' }),
    ),
    ...barParts(plan, place, bottom),
    ...curveParts(curve, plan, place),
    ...noteParts(score, place, lowest, rollBottom),
    ...cutParts(plan, place, bottom),
    ...times.map((time) => text(place(time), bottom + 13, `${time} s`, { size: 9, anchor: 'middle' })),
    ...legend,
  ])
}
