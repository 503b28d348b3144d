import { join } from 'node:path'
import { emotionScenes } from '../../src/core/emotion/emotionScenes'
import { rationalToNumber } from '../../src/core/time/rational'
import type { Engine } from '../../src/main/engine/engine'
import type { Analysis } from '../../src/main/engine/workflow/analyse'
import { movement, type Movement } from './measures'
import { table } from './tables'
import { makeVariant, type Variants } from './variants'

export interface VariantResult {
  readonly name: string
  readonly valence: Movement
  readonly arousal: Movement
}

/** How a film's curve moves from variant to variant. */
export interface FilmStability {
  readonly film: string
  /** What was known of its movement when the rules were chosen. */
  readonly known: string
  readonly span: { readonly valence: number; readonly arousal: number }
  readonly results: readonly VariantResult[]
}

/** From the least to the most of a film's scenes, on each axis. */
export function spanOfScenes({ emotion, transitions }: Analysis): FilmStability['span'] {
  const scenes = emotionScenes(emotion, transitions)
  const span = (axis: 'valence' | 'arousal'): number => {
    const values = scenes.map((scene) => scene[axis])
    return Math.max(...values) - Math.min(...values)
  }
  return { valence: span('valence'), arousal: span('arousal') }
}

/** Makes the variants of a film in `folder`, and analyses each. */
export async function measureVariants(
  tools: { readonly engine: Engine; readonly ffmpeg: string; readonly folder: string },
  film: string,
  kinds: Variants,
): Promise<VariantResult[]> {
  const plain = await tools.engine.analyse(film)
  const results: VariantResult[] = []
  for (const [name, options] of kinds) {
    const path = join(tools.folder, 'variant.mp4')
    makeVariant(tools.ffmpeg, film, options, path)
    const { curve, info } = await tools.engine.analyse(path)
    results.push({ name, ...movement(plain.curve, curve, rationalToNumber(info.duration)) })
  }
  return results
}

/** Says how many of the variants keep to the goal at every moment, and which moves farthest. */
function farthestMovement(results: readonly VariantResult[]): string {
  const moves = results.flatMap(({ name, valence, arousal }) => [
    { name, axis: 'valence', ...valence },
    { name, axis: 'arousal', ...arousal },
  ])
  const farthest = moves.reduce((most, move) => (move.largest > most.largest ? move : most))
  const beyond = new Set(moves.filter(({ largest }) => largest >= 0.1).map(({ name }) => name))
  const most = `The farthest moment of any is ${farthest.largest.toFixed(2)} (${farthest.axis}, ${farthest.name})`
  return beyond.size === 0
    ? `At every moment of the film (each half second) all ${results.length} variants stay below 0.1. ${most}.`
    : `**Beyond the goal at some moment: ${[...beyond].join(', ')}.** ${most}.`
}

const head = ['variant', 'valence mean', 'largest', 'arousal mean', 'largest']
const cells = ({ name, valence, arousal }: VariantResult): string[] => [
  name,
  valence.mean.toFixed(3),
  valence.largest.toFixed(2),
  arousal.mean.toFixed(3),
  arousal.largest.toFixed(2),
]

const filmText = ({ film, known, span, results }: FilmStability): string =>
  `**${film}** (${known}). Its scenes span valence ${span.valence.toFixed(2)} and arousal ${span.arousal.toFixed(2)}.

${table(head, results.map(cells))}

${farthestMovement(results)}`

/** The section of the report: films with the goal, and what a film may lack without one. */
export const stabilityText = (films: readonly FilmStability[], lacks: readonly VariantResult[]): string =>
  `Movement of the curve, goal below 0.1, while the scenes span 0.4 in each dimension (a flat line is stable and useless; real
clips of one mood cannot span it).

${films.map(filmText).join('\n\n')}

Less is known of a film that lacks something (the painted moods, no goal):

${table(head, lacks.map(cells))}`
