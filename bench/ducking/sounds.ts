import { execFileSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createRandom } from '../../src/core/music/random'

/** Samples a second, as the app reads a film's sound. */
export const sampleRate = 24_000

/** What films are made of here; samples are those of files, of any level. */
export interface Sounds {
  /** By who speaks. */
  readonly speech: ReadonlyMap<string, readonly Float32Array[]>
  /** By the set and the name of a piece: music, then noises. */
  readonly beds: ReadonlyMap<string, Float32Array>
}

const longestBed = 60
/** Files that make `name` speak: of Debian packages, laid out in one folder for each (docs/performance.md says how). */
const speakers: ReadonlyMap<string, RegExp> = new Map([
  ['English, woman', /core-sounds-en-wav.*\.wav$/],
  ['French, woman', /core-sounds-fr-wav.*\.wav$/],
  ['Italian, man', /core-sounds-it-wav.*\.wav$/],
  ['Russian, woman', /core-sounds-ru-wav.*\.wav$/],
  ['Czech, actors', /fillets-ng-data-cs.*\/cs\/.*\.ogg$/],
  ['English, book', /pocketsphinx-testdata.*\/librivox\/.*\.wav$/],
])
const noSpeech = /\/silence\/|monkeys|beep/
const fewestBytes = 12_000
const mostUtterances = 120

const music: ReadonlyMap<string, RegExp> = new Map([
  ['songs', /moh-opsound.*\.wav$/],
  ['games, synthesizers and drums', /extremetuxracer-data.*\/music\/.*\.ogg$/],
  ['game, played', /fillets-ng-data\/.*\/music\/.*\.ogg$/],
])
const effects = /extremetuxracer-data.*\/sounds\/.*slide\.wav$/

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .sort()
}

/** One channel of a sound file. */
function decode(path: string, skipped = 0, length = longestBed): Float32Array {
  const args = ['-v', 'error', '-ss', String(skipped), '-t', String(length), '-i', path]
  const bytes = execFileSync('ffmpeg', [...args, '-ac', '1', '-ar', String(sampleRate), '-f', 'f32le', '-'], {
    maxBuffer: 2 ** 28,
  })
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + (bytes.length & ~3)))
}

/** Noises that no file is needed for, one minute of each. */
function madeNoises(): ReadonlyMap<string, Float32Array> {
  const random = createRandom(3)
  const noise = (): number => random.next() + random.next() + random.next() - 1.5
  const length = longestBed * sampleRate
  const white = Float32Array.from({ length }, noise)
  // Low noise whose strength wanders by several decibels a second.
  let [low, gust, aim] = [0, 1, 1]
  const wind = Float32Array.from({ length }, (_, index) => {
    if (index % (sampleRate / 2) === 0) aim = 10 ** ((random.next() - 0.5) * 1.2)
    gust += (aim - gust) / (0.4 * sampleRate)
    low += (noise() - low) * 0.03
    return low * gust
  })
  const steps = Float32Array.from({ length }, () => noise() * 0.002)
  for (let step = 0; step < longestBed / 0.56; step++) {
    const at = Math.floor((step * 0.55 + random.next() * 0.05) * sampleRate)
    for (let index = 0; index < 0.12 * sampleRate && at + index < length; index++)
      steps[at + index]! += noise() * Math.exp(-index / (0.025 * sampleRate))
  }
  return new Map([
    ['white noise', white],
    ['wind', wind],
    ['footsteps', steps],
  ])
}

/** Reads the unpacked packages. Throws where one is missing. */
export function readSounds(folder: string): Sounds {
  const files = filesIn(folder)
  const matching = (pattern: RegExp): readonly string[] => {
    const found = files.filter((path) => pattern.test(path) && !noSpeech.test(path))
    if (found.length === 0) throw new Error(`nothing in ${folder} matches ${pattern.source}`)
    return found
  }
  const speech = new Map<string, readonly Float32Array[]>()
  for (const [name, pattern] of speakers)
    speech.set(
      name,
      matching(pattern)
        .filter((path) => statSync(path).size > fewestBytes)
        .slice(0, mostUtterances)
        .map((path) => decode(path))
        .filter(({ length }) => length > sampleRate),
    )
  const beds = new Map<string, Float32Array>()
  for (const [name, pattern] of music)
    for (const path of matching(pattern)) beds.set(`music: ${name}: ${basename(path)}`, decode(path, 5))
  for (const path of matching(effects)) beds.set(`noise: sliding in a game: ${basename(path)}`, decode(path))
  for (const [name, samples] of madeNoises()) beds.set(`noise: ${name}`, samples)
  return {
    speech,
    beds: new Map([...beds].filter(([, { length }]) => length > sampleRate / 2)),
  }
}
