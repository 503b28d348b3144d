import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { unzipSync } from 'fflate'
import { expect } from 'vitest'
import { bundledSoundBankPath } from '../../src/main/engine/sound/soundBank'
import { temporaryFolder } from './commandLine'

/**
 * Checks of exported files by programs that share no code with ours: midicsv, FluidSynth, sox, ffprobe, ffmpeg, xmllint (all
 * Debian's; `npm test` installs them where it may).
 */
const has = (command: string, ...parameters: string[]): boolean =>
  spawnSync(command, parameters).error === undefined
export const hasPrograms =
  has('midicsv', '/dev/null') &&
  has('fluidsynth', '--version') &&
  has('sox', '--version') &&
  has('ffprobe', '-version') &&
  has('ffmpeg', '-version') &&
  has('xmllint', '--version')

const projectSchema = resolve(process.env.HITPOINT_SHARED ?? '../shared', 'schemas/dawproject/Project.xsd')

const told = (command: string, ...parameters: string[]): string =>
  execFileSync(command, parameters, { encoding: 'utf8', maxBuffer: 256_000_000 })

/** Seconds of every note's onset, as midicsv reads them and its tempo lines say. */
export function onsetsOf(midi: string): number[] {
  const rows = told('midicsv', midi)
    .split('\n')
    .map((line) => line.split(', '))
  expect(rows[0]?.slice(2, 5)).toEqual([
    'Header',
    '1',
    String(rows.filter(([, , kind]) => kind === 'Start_track').length),
  ])
  const perQuarter = Number(rows[0]![5])
  const tempi = rows
    .filter(([, , kind]) => kind === 'Tempo')
    .map(([, tick, , microseconds]) => [Number(tick), Number(microseconds)] as const)
  const secondsAt = (tick: number): number =>
    tempi.reduce((sum, [from, microseconds], index) => {
      const to = Math.min(tick, tempi[index + 1]?.[0] ?? Infinity)
      return to > from ? sum + ((to - from) * microseconds) / perQuarter / 1e6 : sum
    }, 0)
  return rows
    .filter(([, , kind, , , velocity]) => kind === 'Note_on_c' && Number(velocity) > 0)
    .map(([, tick]) => secondsAt(Number(tick)))
}

/** FluidSynth makes sound of the file. */
export function playsInFluidSynth(midi: string): void {
  const folder = temporaryFolder()
  try {
    const wav = join(folder, 'played.wav')
    execFileSync('fluidsynth', ['-n', '-i', '-q', '-F', wav, '-r', '48000', bundledSoundBankPath(), midi], {
      stdio: 'ignore',
    })
    const { stderr } = spawnSync('sox', [wav, '-n', 'stat'], { encoding: 'utf8' })
    expect(Number(/RMS\s+amplitude:\s+([\d.]+)/u.exec(stderr)![1])).toBeGreaterThan(0.0005)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The XML of a WAV's `iXML` chunk, as xmllint prints an element's text. */
export function ixmlText(wav: string, path: string): string {
  const bytes = readFileSync(wav)
  const at = bytes.indexOf('iXML')
  const content = bytes.subarray(at + 8, at + 8 + bytes.readUInt32LE(at + 4))
  return execFileSync('xmllint', ['--nonet', '--xpath', `string(${path})`, '-'], {
    input: content,
    encoding: 'utf8',
  }).trim()
}

/** Sox and ffprobe read 48 kHz, 24 bit, stereo, so many samples, and the place in `bext`, xmllint the same in `iXML`. */
export function isBroadcastWave(wav: string, samples: number, timeReference: number): void {
  const facts = ['-r', '-b', '-c', '-s'].map((what) => Number(told('sox', '--i', what, wav)))
  expect([wav, facts]).toEqual([wav, [48_000, 24, 2, samples]])
  const tags = told(
    'ffprobe',
    '-v',
    'error',
    '-show_entries',
    'format_tags=time_reference',
    '-of',
    'csv=p=0',
    wav,
  )
  expect(Number(tags)).toBe(timeReference)
  expect(Number(ixmlText(wav, '//TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO'))).toBe(timeReference)
}

/** Xmllint finds the archive's XML well-formed, and valid by the official schema where that is there; answers with its files. */
export function referencesOf(dawproject: string): string[] {
  const folder = temporaryFolder()
  try {
    const path = join(folder, 'project.xml')
    writeFileSync(path, unzipSync(readFileSync(dawproject))['project.xml']!)
    const schema = existsSync(projectSchema) ? ['--schema', projectSchema] : []
    execFileSync('xmllint', ['--noout', ...schema, path], { stdio: 'ignore' })
    const found = told('xmllint', '--xpath', '//File[@external="true"]/@path', path)
    return [...found.matchAll(/path="([^"]*)"/gu)].map(([, text]) => text!.replaceAll('&amp;', '&'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const isXml = (path: string): void =>
  void execFileSync('xmllint', ['--noout', '--nonet', path], { stdio: 'ignore' })

/** Hash of the picture's packets as they lie in the file. */
export const pictureHash = (path: string): string =>
  told('ffmpeg', '-v', 'error', '-i', path, '-map', '0:v:0', '-c', 'copy', '-f', 'md5', '-')

export const secondsOf = (path: string): number =>
  Number(told('ffprobe', '-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', path))

const raw = (...parameters: string[]): Buffer =>
  execFileSync('ffmpeg', ['-v', 'error', ...parameters, '-'], { maxBuffer: 512_000_000 })

/** How much each picture differs from the one before it, as a player shows them. */
export function pictureSteps(path: string): number[] {
  const [width, height] = [64, 36]
  const bytes = raw(...['-i', path, '-vf', `scale=${width}:${height}`, '-pix_fmt', 'gray', '-f', 'rawvideo'])
  const size = width * height
  return Array.from({ length: bytes.length / size }, (_, frame) => {
    let sum = 0
    for (let at = frame * size; frame > 0 && at < (frame + 1) * size; at++)
      sum += Math.abs(bytes[at]! - bytes[at - size]!)
    return sum / size
  })
}

const soundRate = 8000

/** Mono samples, at 8 kHz where nothing else is asked for. */
export function soundOf(path: string, rate = soundRate): Float32Array {
  const bytes = raw(...['-i', path, '-map', '0:a:0', '-ac', '1', '-ar', String(rate), '-f', 'f32le'])
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
}

/** By how many seconds `heard` is later than `expected` around a time, and how alike they are there, 0..1. */
export function lagAt(heard: Float32Array, expected: Float32Array, time: number): readonly [number, number] {
  const from = Math.max(0, Math.round((time - 0.3) * soundRate))
  const length = Math.min(soundRate, expected.length - from)
  let best: readonly [number, number] = [0, 0]
  for (let lag = -600; lag <= 600; lag++) {
    let [product, first, second] = [0, 0, 0]
    for (let at = 0; at < length; at++) {
      const [a, b] = [heard[from + at + lag] ?? 0, expected[from + at]!]
      product += a * b
      first += a * a
      second += b * b
    }
    const likeness = product / Math.sqrt(first * second || 1)
    if (likeness > best[1]) best = [lag / soundRate, likeness]
  }
  return best
}
