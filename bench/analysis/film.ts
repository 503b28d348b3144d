import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Places of the Mandelbrot set that are rich in detail: real part, imaginary part, height of the view. */
const places = [
  [-0.743643887037151, -0.13182590420533, 0.003],
  [-0.1011, 0.9563, 0.05],
  [0.2929859127507, 0.6117848324958, 0.01],
  [-1.25066, 0.02012, 0.004],
  [-0.748, 0.1, 0.02],
  [-0.16, 1.0405, 0.01],
] as const

/** Where the camera is at picture n of a shot: the corner of a 1920×1080 view of a 2560×1440 still. */
const moves = [
  ['40+n*2', '60+n'],
  ['600-n*3', '300-n*2'],
  ['300+4*sin(n/3)', 'n*4'],
  ['n*8', '180'],
] as const

const secondsPerShot = 2.5
const shots = 2 * places.length
/** The whole excerpt, before it is looped. */
const excerptSeconds = secondsPerShot * shots

const run = (args: readonly string[]): void =>
  void execFileSync('nice', ['-n', '10', 'ffmpeg', '-v', 'error', '-nostdin', '-y', ...args])

/** Makes a file under another name first, so that an interrupted run leaves no half film. */
function make(path: string, args: readonly string[]): string {
  if (existsSync(path)) return path
  const unfinished = path.replace(/(\.\w+)$/, '.unfinished$1')
  run([...args, unfinished])
  renameSync(unfinished, path)
  return path
}

/** Twelve shots with camera moves over detailed stills, grain on top, and pink noise as sound. */
function shotGraph(): string {
  const drawn = Array.from({ length: shots }, (_, shot) => {
    const [x, y] = moves[shot % moves.length]!
    const colour = shot < places.length ? '' : 'hue=h=90:s=0.6,eq=brightness=-0.08,'
    return `[${shot}:v]crop=1920:1080:x='${x}':y='${y}':exact=1,format=yuv420p,${colour}setsar=1[shot${shot}]`
  })
  const labels = drawn.map((_, shot) => `[shot${shot}]`).join('')
  return `${drawn.join(';')};${labels}concat=n=${shots}:v=1:a=0,noise=c0s=7:c0f=t+u[picture]`
}

function makeExcerpt(folder: string): string {
  const path = join(folder, 'excerpt.mp4')
  if (existsSync(path)) return path
  const stills = places.map(([x, y, scale], index) =>
    make(join(folder, `still${index}.png`), [
      ...['-f', 'lavfi', '-i'],
      `mandelbrot=s=2560x1440:start_x=${x}:start_y=${y}:start_scale=${scale}:end_scale=${scale}:maxiter=1500:inner=convergence`,
      ...['-frames:v', '1'],
    ]),
  )
  const graph = join(folder, 'shots.txt')
  writeFileSync(graph, shotGraph())
  const inputs = Array.from({ length: shots }, (_, shot) => [
    ...['-loop', '1', '-framerate', '24', '-t', String(secondsPerShot)],
    ...['-i', stills[shot % stills.length]!],
  ]).flat()
  return make(path, [
    ...inputs,
    ...['-f', 'lavfi', '-i', `anoisesrc=d=${excerptSeconds}:c=pink:a=0.3,aformat=channel_layouts=stereo`],
    ...[
      '-filter_complex_script',
      graph,
      '-map',
      '[picture]',
      '-map',
      `${shots}:a`,
      '-t',
      `${excerptSeconds}`,
    ],
    ...['-c:v', 'libx264', '-preset', 'fast', '-crf', '21', '-bf', '2', '-pix_fmt', 'yuv420p'],
    ...['-c:a', 'aac', '-b:a', '192k'],
  ])
}

/**
 * A 1080p24 film of `minutes` in `folder`: H.264 High with B-frames at about 7 Mb/s, AAC stereo, a cut every 2.5
 * seconds. Half a minute is drawn and encoded once (about a minute and a half on two cores), then looped without
 * encoding. A film that is there already is used again.
 */
export function makeFilm(folder: string, minutes: number): string {
  mkdirSync(folder, { recursive: true })
  const loop = ['-stream_loop', '-1', '-i', makeExcerpt(folder), '-t', String(minutes * 60), '-c', 'copy']
  return make(join(folder, `film-${minutes}min.mp4`), loop)
}
