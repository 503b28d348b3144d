import { presetNames } from '../../src/core/music/presets'
import type { Score } from '../../src/core/music/score'
import { renderWav } from '../../src/main/engine/sound/renderWav'
import { percent, table, type Group, type GroupContext, type Page } from './group'
import { clippedShare, decodePcm24, integratedLoudness, peak, sampleRate, silentShare } from './loudness'
import { pianoRoll } from './pianoRoll'
import { curveOf, films, planFilm, presetOf } from './plans'

const rolls: readonly (readonly [film: string, preset: string])[] = [
  ['chase', 'orchestral'],
  ['mystery', 'strings-and-piano'],
  ['advert', 'band'],
  ['nature', 'solo-piano'],
]
const audioFilm = 'advert'
const seed = 1

interface Audio {
  readonly preset: string
  readonly loudness: number
  readonly peak: number
  readonly clipped: number
  readonly silent: number
}

export interface LooksResult {
  readonly rolls: readonly { readonly film: string; readonly preset: string; readonly svg: string }[]
  readonly audio: readonly Audio[]
}

const filmOf = (name: string) => films.find((film) => film.name === name)!

/** Renders a score and measures the sound, header left out. */
async function listen(preset: string, score: Score, durationSeconds: number): Promise<Audio> {
  const blocks: Uint8Array[] = []
  for await (const block of renderWav(score, { durationSeconds, sampleRate })) blocks.push(block)
  const sound = decodePcm24(Buffer.concat(blocks.slice(1)))
  return {
    preset,
    loudness: integratedLoudness(sound),
    peak: peak(sound),
    clipped: clippedShare(sound),
    silent: silentShare(sound),
  }
}

async function run({ options, workshop, tell }: GroupContext): Promise<LooksResult> {
  const compose = async (filmName: string, presetName: string) => {
    const film = filmOf(filmName)
    const plan = planFilm(film, presetName, seed)
    return workshop.compose({ plan, curve: curveOf(film), presetName, seed })
  }
  const drawn: LooksResult['rolls'][number][] = []
  for (const [film, preset] of rolls) {
    tell(`piano roll of ${film}`)
    const { score, order } = await compose(film, preset)
    const svg = pianoRoll(`${film}, ${preset}`, score, order.plan, order.curve)
    drawn.push({ film, preset, svg })
  }
  const audio: Audio[] = []
  for (const preset of options.quick ? presetNames.slice(0, 2) : presetNames) {
    tell(`sound of ${preset}`)
    const { score } = await compose(audioFilm, preset)
    audio.push(await listen(preset, score, filmOf(audioFilm).duration))
  }
  return { rolls: drawn, audio }
}

function write({ rolls: drawn, audio }: LooksResult, page: Page): string[] {
  return [
    'Above each roll: valence, arousal and the sections’ names; solid lines are kept hits, dashed ones thinned cuts; thin lines are bars. ' +
      `Films of \`bench/composer/plans.ts\`, seed ${seed}.`,
    '',
    ...drawn.flatMap(({ film, preset, svg }) => [
      `**${film}**, ${presetOf(preset).title.toLowerCase()}`,
      '',
      page.picture(`roll-${film}`, `Piano roll of ${film}`, svg),
      '',
    ]),
    `Rendered with the bundled sound bank (film \`${audioFilm}\`, seed ${seed}); loudness by ITU-R BS.1770-4; silence: tenths of a second ` +
      'below −60 dBFS; clipped: samples at full scale.',
    '',
    ...table(
      ['preset', 'integrated loudness', 'peak', 'clipped', 'silence'],
      audio.map((row) => [
        presetOf(row.preset).title,
        `${row.loudness.toFixed(1)} LUFS`,
        `${row.peak.toFixed(1)} dBFS`,
        percent(row.clipped, 2),
        percent(row.silent),
      ]),
    ),
  ]
}

export const looksGroup: Group<LooksResult> = { needsData: false, run, write }
