import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deviation, mean } from '../../src/core/music/correlation'
import { presets } from '../../src/core/music/presets'
import { percent, seedsOf, table, type Group, type GroupContext, type Page } from './group'
import {
  comparedSeconds,
  comparisons,
  heldOutMeasures,
  measureLine,
  realOf,
  standardDistance,
  type Measures,
} from './heldOut'
import { stripPicture, type Strip } from './musicPlots'
import { lineOf, type PieceLine } from './pieceLines'
import { curveOf, films, planFilm } from './plans'
import { lookAt, type Looks } from './lookAt'

/** A measure of a preset's pieces beside real music of its class. */
interface Compared {
  readonly label: string
  readonly composed: readonly number[]
  readonly real: readonly number[]
}

interface PresetResult {
  readonly preset: string
  readonly title: string
  readonly ensemble: string
  readonly compared: readonly Compared[]
  readonly looks: readonly Looks[]
}

export interface MusicResult {
  readonly seeds: number
  readonly presets: readonly PresetResult[]
}

export const musicLinesFile = 'music.jsonl'

/** Films of the length that real music is cut to. */
export const comparedFilms = films.filter((film) => film.duration === comparedSeconds)

async function run({ options, workshop, tell }: GroupContext): Promise<MusicResult> {
  tell('held-out music')
  const held = await heldOutMeasures(options)
  const lines: PieceLine[] = []
  const results: PresetResult[] = []
  for (const { name, title, ensemble } of presets) {
    tell(name)
    const pieces: Measures[] = []
    const looks: Looks[] = []
    for (const seed of seedsOf(options.seeds)) {
      const film = comparedFilms[(seed - 1) % comparedFilms.length]!
      const plan = planFilm(film, name, seed)
      const piece = await workshop.compose({ plan, curve: curveOf(film), presetName: name, seed })
      const line = lineOf(`${name}/${seed}`, piece.score, plan)
      lines.push(line)
      pieces.push(measureLine(line, plan.duration))
      looks.push(lookAt(piece))
    }
    const real = realOf(held, ensemble)
    const compared = comparisons.map(({ label, of }) => ({
      label,
      composed: pieces.map((piece) => of(piece, real)),
      real: real.map((piece) => of(piece, real)),
    }))
    results.push({ preset: name, title, ensemble, compared, looks })
  }
  writeFileSync(join(options.work, musicLinesFile), lines.map((line) => JSON.stringify(line) + '\n').join(''))
  return { seeds: options.seeds, presets: results }
}

const distanceOf = ({ composed, real }: Compared): number => standardDistance(composed, real)

const isInside = (compared: Compared): boolean => Math.abs(distanceOf(compared)) <= 1

function presetRow({ title, ensemble, compared }: PresetResult): string[] {
  return [
    `${title} (${ensemble === 'unknown' ? 'chamber' : ensemble}, ${compared[0]?.real.length ?? 0})`,
    ...compared.map((entry) => {
      const digits = mean(entry.composed) >= 10 ? 1 : mean(entry.composed) < 0.1 ? 3 : 2
      const composed = mean(entry.composed).toFixed(digits)
      const real = `${mean(entry.real).toFixed(digits)} ± ${deviation(entry.real).toFixed(digits)}`
      return isInside(entry) ? `${composed}<br>${real}` : `**${composed}**<br>${real}`
    }),
  ]
}

function looksSection(results: readonly PresetResult[]): string[] {
  const rows = results.map(({ title, looks }) => {
    const total = (pick: (entry: Looks) => number): number =>
      looks.reduce((sum, entry) => sum + pick(entry), 0)
    return [
      title,
      String(Math.max(...looks.map((entry) => entry.longestRepetition))),
      String(Math.max(...looks.map((entry) => entry.longestStandstill))),
      `${total((entry) => entry.emptyBars)} of ${total((entry) => entry.bars)}`,
      `${total((entry) => entry.outsideRange)} of ${total((entry) => entry.notes)}`,
      `${total((entry) => Number(entry.closesOnTriad))} of ${looks.length}`,
      `${total((entry) => Number(entry.tonicInBass))} of ${looks.length}`,
      `${total((entry) => Number(entry.stops))} of ${looks.length}`,
      percent(mean(looks.map((entry) => entry.forbiddenMass))),
      percent(mean(looks.map((entry) => entry.forcedShare))),
    ]
  })
  return [
    '### Looked at with numbers',
    '',
    'On the same pieces. Longest exact repetition: most bars in a row that repeat as many bars before them; standstill: most bars in ' +
      'a row equal to the one before. Out of range: notes that the instrument cannot play. Tonic triad: all that sounds from the last onset on belongs to it; tonic bass: its lowest note is the tonic. ' +
      'Stops: the last notes end within a frame of the end of the music and none after it. ' +
      'Constraint mass: mean probability that masks took from the network per decision; forced: decisions that lost more than half.',
    '',
    ...table(
      [
        '',
        'longest repetition',
        'standstill',
        'empty bars',
        'out of range',
        'tonic triad',
        'tonic bass',
        'stops',
        'constraint mass',
        'forced',
      ],
      rows,
    ),
  ]
}

function write({ seeds, presets: results }: MusicResult, page: Page): string[] {
  const all = results.flatMap((result) => result.compared)
  const outside = results.flatMap(({ title, compared }) =>
    compared
      .filter((entry) => !isInside(entry))
      .map((entry) => `${title}: ${entry.label} ${distanceOf(entry).toFixed(1).replace('-', '−')} sd`),
  )
  const strips: Strip[] = results.map(({ title, compared }) => ({ title, measures: compared }))
  return [
    `**${all.filter(isInside).length} of ${all.length}** means of a measure over a preset's ${seeds} pieces lie within one ` +
      `standard deviation of held-out real music of the same class: excerpts of ${comparedSeconds} s from the validation and ` +
      'test parts, up to eight of a work, cut by `training/hitpoint_training/held_out.py` and measured by the same code ' +
      '(`src/core/music/statistics.ts`, `statisticsStructure.ts`). The ambient preset has no class of its own and is held to ' +
      'mixed chamber music. “Inter-onsets apart” is the distance (total variation, 0..1) of a piece’s distribution of onset ' +
      'distances from the mean one of real music; real pieces are that far from it themselves.',
    '',
    'Composed above, real music (mean ± sd) below; bold = outside.',
    '',
    ...table(['preset (class, excerpts)', ...comparisons.map(({ label }) => label)], results.map(presetRow)),
    '',
    `Outside: ${outside.join('; ') || 'none'}.`,
    '',
    page.picture(
      'music-measures',
      'Every piece (orange) beside held-out real music (grey), preset by preset',
      stripPicture(strips),
    ),
    '',
    ...looksSection(results),
  ]
}

export const musicGroup: Group<MusicResult> = { needsData: false, run, write }
