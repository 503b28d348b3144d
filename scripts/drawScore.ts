/**
 * `node scripts/run.mjs scripts/drawScore.ts PROJECT.hitpoint OUT.svg`: draws a scored film: transitions, emotion curve
 * and the notes of every part over the film's time.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import type { HitpointDocument } from '../src/core/document/document'
import { parseDocument } from '../src/core/document/format'
import { valueAt } from '../src/core/emotion/evaluateCurve'
import { rationalToNumber } from '../src/core/time/rational'
import { createTempoMap } from '../src/core/time/tempoMap'
import { seconds, ticks } from '../src/core/time/units'

const width = 1100
const left = 110
const curveHeight = 110
const partHeight = 58
const top = 34

const colours = [
  '#e0a458',
  '#6fa8dc',
  '#8fce00',
  '#d5739d',
  '#76c7c0',
  '#b59ddb',
  '#e06c5a',
  '#c9b458',
  '#7f9bb3',
  '#a3b18a',
]

function curvePath(
  document: HitpointDocument,
  duration: number,
  x: (time: number) => number,
  which: 'valence' | 'arousal',
): string {
  const middle = top + curveHeight / 2
  const points = Array.from({ length: 401 }, (_, index) => {
    const time = (duration * index) / 400
    return `${x(time).toFixed(1)},${(middle - (valueAt(document.curve, seconds(time))[which] * curveHeight) / 2).toFixed(1)}`
  })
  return `M${points.join('L')}`
}

function parts(document: HitpointDocument, x: (time: number) => number): string[] {
  const { score } = document.composition!
  const tempo = createTempoMap(score.tempo)
  return score.tracks
    .filter((track) => track.notes.length > 0)
    .flatMap((track, index) => {
      const bottom = top + curveHeight + 14 + (index + 1) * partHeight
      const pitches = track.notes.map((note) => note.pitch)
      const [low, high] = [Math.min(...pitches), Math.max(...pitches)]
      const scale = (partHeight - 16) / Math.max(12, high - low)
      const notes = track.notes.map((note) => {
        const start = x(tempo.secondsAt(note.start))
        const end = x(tempo.secondsAt(ticks(note.start + note.duration)))
        const y = bottom - 8 - (note.pitch - low) * scale
        const opacity = (0.35 + (0.65 * note.velocity) / 127).toFixed(2)
        return `<rect x="${start.toFixed(1)}" y="${(y - 3).toFixed(1)}" width="${Math.max(1.2, end - start - 0.5).toFixed(1)}" height="3" fill="${colours[index % colours.length]}" opacity="${opacity}"/>`
      })
      return [
        `<line x1="${left}" x2="${width}" y1="${bottom}" y2="${bottom}" stroke="#2c313b"/>`,
        `<text x="8" y="${bottom - partHeight / 2 + 4}" fill="#d7dae0">${track.name}</text>`,
        ...notes,
      ]
    })
}

/** The picture as SVG text. Throws when the project has no score. */
export function drawScore(document: HitpointDocument): string {
  const composition = document.composition
  if (!composition) throw new Error('The project has no score')
  const duration = rationalToNumber(document.media.info.duration)
  const x = (time: number): number => left + (time / duration) * (width - left - 10)
  const sounding = composition.score.tracks.filter((track) => track.notes.length > 0).length
  const height = top + curveHeight + 14 + sounding * partHeight + 14
  const lines = document.transitions.map((transition) => {
    const time = rationalToNumber(transition.time)
    const hit = composition.plan.hits.find((candidate) => candidate.id === transition.id)
    const dash = hit?.kept ? '' : ' stroke-dasharray="3 4"'
    return `<line x1="${x(time).toFixed(1)}" x2="${x(time).toFixed(1)}" y1="22" y2="${height - 12}" stroke="#e8eaee" stroke-opacity="0.55"${dash}/><text x="${x(time).toFixed(1)}" y="16" fill="#8b93a1" text-anchor="middle">${time.toFixed(2)}</text>`
  })
  const middle = top + curveHeight / 2
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="11">`,
    `<rect width="${width}" height="${height}" fill="#15171c"/>`,
    `<line x1="${left}" x2="${width}" y1="${middle}" y2="${middle}" stroke="#2c313b"/>`,
    `<text x="8" y="${top + 24}" fill="#8fce00">valence</text><text x="8" y="${top + 42}" fill="#e06c5a">arousal</text>`,
    `<path d="${curvePath(document, duration, x, 'valence')}" fill="none" stroke="#8fce00" stroke-width="1.5"/>`,
    `<path d="${curvePath(document, duration, x, 'arousal')}" fill="none" stroke="#e06c5a" stroke-width="1.5"/>`,
    ...parts(document, x),
    ...lines,
    '</svg>',
    '',
  ].join('\n')
}

export function main([project, output]: readonly string[]): void {
  if (project === undefined || output === undefined)
    throw new Error('Usage: drawScore PROJECT.hitpoint OUT.svg')
  writeFileSync(output, drawScore(parseDocument(readFileSync(project, 'utf8'))))
}
