/**
 * `node scripts/run.mjs bench/cuts/lookAt.ts FILM PICTURE OUT.png [FIRST-LAST]`: paints numbered pictures of a film around
 * a place, eight in a row: 12 before to 19 after it, or FIRST to LAST (at most 96, evenly picked), for a person to look at.
 */
import { execFileSync } from 'node:child_process'

const columns = 8
const most = 96

function rangeOf(picture: number, range: string | undefined): readonly [number, number] {
  if (range === undefined) return [Math.max(0, picture - 12), picture + 19]
  const [first, last] = range.split('-').map(Number)
  return [first!, last!]
}

export function main([film, place, out, range]: readonly string[]): void {
  if (film === undefined || place === undefined || out === undefined)
    throw new Error('Usage: node scripts/run.mjs bench/cuts/lookAt.ts FILM PICTURE OUT.png [FIRST-LAST]')
  const picture = Number(place)
  const [first, last] = rangeOf(picture, range)
  const step = Math.ceil((last - first + 1) / most)
  const rows = Math.ceil((last - first + 1) / step / columns)
  const number = String.raw`drawtext=text='%{eif\:n*${step}+${first}\:d}':fontcolor=yellow:fontsize=16:box=1:boxcolor=black`
  const mark = `drawbox=enable='eq(n*${step}+${first},${picture})':color=red:thickness=3`
  const chain = [
    String.raw`select='between(n,${first},${last})*not(mod(n-${first},${step}))'`,
    'scale=200:-2',
    number,
    mark,
    `tile=${columns}x${rows}:padding=2`,
  ]
  execFileSync('ffmpeg', [
    ...[
      '-v',
      'error',
      '-y',
      '-i',
      film,
      '-vf',
      chain.join(','),
      '-fps_mode',
      'passthrough',
      '-frames:v',
      '1',
    ],
    ...['-update', '1', out],
  ])
  console.log(`${out}: pictures ${first} to ${last}, every ${step === 1 ? 'one' : `${step}th`}`)
}
