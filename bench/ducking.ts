/**
 * `node scripts/run.mjs bench/ducking.ts FOLDER`: how much of recorded speech is found where ducking looks for it, and how much music and
 * noise is taken for speech. Films of 60 s are put together of people who speak, alone or over a bed, and of the bed alone. FOLDER has
 * Debian's sound packages, each unpacked in a folder of its own:
 * `for p in asterisk-core-sounds-{en,fr,it,ru}-wav asterisk-moh-opsound-wav pocketsphinx-testdata fillets-ng-data fillets-ng-data-cs
 * extremetuxracer-data; do apt-get download $p; dpkg -x ${p}_*.deb $p; done`. The weights of `src/core/playback/speech.ts` were fitted on
 * French, Russian and Czech with every second bed, so English and Italian are new to them.
 */
import { spokenRanges, type SpokenRange } from '../src/core/playback/speech'
import { benchFilms, pieceSeconds, type BenchFilm } from './ducking/films'
import { readSounds } from './ducking/sounds'

/** Pieces around speech that belong to it: pauses are bridged, and the music needs time to rise. Seconds. */
const [before, after] = [0.4, 1] as const

/** Of how much, how much was found. Pieces. */
interface Count {
  found: number
  all: number
}

class Table {
  private readonly rows = new Map<string, Count>()

  add(name: string, isFound: boolean): void {
    const row = this.rows.get(name) ?? { found: 0, all: 0 }
    row.all++
    if (isFound) row.found++
    this.rows.set(name, row)
  }

  print(title: string): void {
    console.log(`\n| ${title} | ducked | of seconds |\n|---|---|---|`)
    for (const [name, { found, all }] of [...this.rows].sort(([a], [b]) => a.localeCompare(b)))
      console.log(`| ${name} | ${((100 * found) / all).toFixed(1)} % | ${(all * pieceSeconds).toFixed(0)} |`)
  }
}

const covers = (ranges: readonly SpokenRange[], time: number): boolean =>
  ranges.some(({ start, end }) => time >= start && time <= end)

/** What is spoken, pauses bridged, with its surroundings. */
function aroundSpeech({ isSpoken }: BenchFilm): readonly boolean[] {
  const near = isSpoken.map(() => false)
  isSpoken.forEach((spoken, piece) => {
    if (!spoken) return
    const from = Math.max(0, piece - Math.round(before / pieceSeconds))
    near.fill(true, from, piece + Math.round(after / pieceSeconds) + 1)
  })
  return near
}

function judge(film: BenchFilm, speech: Table, others: Table): void {
  const ranges = spokenRanges(film.outline)
  const near = aroundSpeech(film)
  const group = film.bed.split(': ').slice(0, 2).join(': ')
  film.isSpoken.forEach((spoken, piece) => {
    const isDucked = covers(ranges, (piece + 0.5) * pieceSeconds)
    if (spoken) {
      speech.add('all', isDucked)
      speech.add(`speaker: ${film.speaker}`, isDucked)
      speech.add(`bed: ${film.above === null ? 'none' : `${film.above} dB softer`}`, isDucked)
    } else if (!near[piece]) {
      others.add(`all ${film.bed.split(':')[0]!}`, isDucked)
      others.add(group, isDucked)
    }
  })
}

export function main([folder]: readonly string[]): void {
  if (!folder) throw new RangeError('bench/ducking.ts takes the folder of unpacked sound packages')
  const [speech, others] = [new Table(), new Table()]
  for (const film of benchFilms(readSounds(folder))) judge(film, speech, others)
  speech.print('speech')
  others.print('no speech')
}
