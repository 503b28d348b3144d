/**
 * `node scripts/run.mjs bench/composerEmotion.ts --shared ../shared --python PYTHON [--variants NAME,...] [--seeds 101-104]
 * [--request JSON] [--models FOLDER]`: composes the report's grid of emotions with seeds of one's own and prints what the
 * judges heard. `--request` replaces fields of what the composer is told. For trying things out: choose on some seeds, state
 * the result on others. Build first: `npm run build`.
 */
import { resolve } from 'node:path'
import type { ComposeRequest } from '../src/core/music/decode'
import { composeGrid, responseAlone, variantResult, variants } from './composer/emotionGrid'
import { signed } from './composer/group'
import { readOptions } from './composer/options'
import { judge } from './composer/python'
import { openWorkshop } from './composer/workshop'

const dimensions = ['valence', 'arousal'] as const

function seedsOf(text: string): number[] {
  const [first = 1, last = first] = text.split('-').map(Number)
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

export async function main(parameters: readonly string[]): Promise<void> {
  const own = new Map<string, string>()
  const rest = [...parameters]
  for (const name of ['--variants', '--seeds', '--request']) {
    const at = rest.indexOf(name)
    if (at >= 0) own.set(name, rest.splice(at, 2)[1] ?? '')
  }
  const options = readOptions(rest, resolve(import.meta.dirname, '..'))
  const names = own.get('--variants')?.split(',')
  const told = JSON.parse(own.get('--request') ?? '{}') as Partial<ComposeRequest>
  const workshop = await openWorkshop(options.root, options.models)
  try {
    const grid = await composeGrid(
      { options, workshop, tell: (message) => console.error(message) },
      {
        seeds: seedsOf(own.get('--seeds') ?? '101-104'),
        variants: names ? variants.filter(({ name }) => names.includes(name)) : variants,
        alter: (request) => ({ ...request, ...told }),
      },
    )
    const judged = await judge(options, 'emotion-trial', grid.lines)
    for (const name of new Set(grid.requests.map(({ variant }) => variant))) {
      const result = variantResult(name, grid.requests, judged)
      for (const by of ['first', 'second'] as const)
        console.log(
          [name.padEnd(10), by.padEnd(6)]
            .concat(
              dimensions.map((dimension) => {
                const { perPiece, perCell } = result.response[by][dimension]
                const alone = responseAlone(result.cells, by, dimension)
                return `${dimension}: pieces ${signed(perPiece)} cells ${signed(perCell)} alone ${signed(alone)}`
              }),
            )
            .join('  '),
        )
    }
  } finally {
    await workshop.close()
  }
}
