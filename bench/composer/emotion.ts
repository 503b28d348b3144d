import { changeResult, composeChanges, type ChangeResult } from './emotionChanges'
import { composeGrid, responseAlone, variantResult, variants, type VariantResult } from './emotionGrid'
import { coursePicture, gridPicture } from './emotionPlots'
import { percent, signed, table, type Group, type GroupContext, type Page } from './group'
import { judge, type Validation } from './python'

export interface EmotionResult {
  readonly seeds: number
  readonly validation: Validation
  readonly variants: readonly VariantResult[]
  readonly changes: ChangeResult
}

async function run(context: GroupContext): Promise<EmotionResult> {
  const grid = await composeGrid(context)
  const changes = await composeChanges(context)
  context.tell('the judges listen')
  const judged = await judge(context.options, 'emotion', [...grid.lines, ...changes.lines])
  return {
    seeds: context.options.seeds,
    validation: judged.validation,
    variants: variants.map(({ name }) => variantResult(name, grid.requests, judged)),
    changes: changeResult(changes, judged),
  }
}

const dimensions = ['valence', 'arousal'] as const
const judges = ['first', 'second'] as const

function judgesSection(validation: Validation): string[] {
  const row = (label: string, of: Validation['first']): string[] => [
    label,
    ...dimensions
      .flatMap((dimension) => [of.piece[dimension], of.fourMeasures[dimension]])
      .map(({ r, l1 }) => `${r.toFixed(2)} / ${l1.toFixed(2)}`),
  ]
  const { betweenJudges, l1OfTheMean } = validation
  return [
    '### The judges',
    '',
    `Both are ridge regressions taught by the people of VGMIDI (${validation.pieces} piano arrangements of game music, about 30 ` +
      `listeners each, ${validation.windows} windows of four measures) and measured by ${validation.folds} folds over ` +
      `${validation.series} game series. **First:** the ${validation.first.features} features that also made the training ` +
      `labels (tempo, velocity, density, register, mode ...). **Second:** ${validation.second.features} others, of notes ` +
      'alone in beats and relative pitch (intervals of melody and bass, chord types and changes, struck intervals, ' +
      'pitch-class spectrum, metrical places, texture); no tempo, velocity, register, density or key profile ' +
      '(`training/hitpoint_training/judge.py`, `judge_features.py`). **Neither is validated on ensembles.**',
    '',
    'r / L1 against people (labels run from −1 to 1; always guessing the mean of all pieces has L1 ' +
      `${l1OfTheMean.valence.toFixed(2)} and ${l1OfTheMean.arousal.toFixed(2)}):`,
    '',
    ...table(
      ['', 'valence, piece', 'valence, four measures', 'arousal, piece', 'arousal, four measures'],
      [
        row('first judge', validation.first),
        row('second judge', validation.second),
        row('the judges with each other', { ...validation.second, ...betweenJudges }),
      ],
    ),
    '',
    'The second judge knows less of arousal, because tempo, loudness and density, which it may not hear, carry most of it.',
    '',
  ]
}

function gridSection({ seeds, variants: results }: EmotionResult, page: Page): string[] {
  const rows = results.flatMap((result) =>
    judges.map((judge) => [
      judge === 'first'
        ? `**${result.name}** (${variants.find(({ name }) => name === result.name)?.says})`
        : '',
      judge,
      ...dimensions.flatMap((dimension) => {
        const { perPiece, perCell, l1, l1Chance } = result.response[judge][dimension]
        const alone = responseAlone(result.cells, judge, dimension)
        return [signed(perPiece), signed(perCell), signed(alone), `${l1.toFixed(2)} (${l1Chance.toFixed(2)})`]
      }),
    ]),
  )
  const cells = results[0]?.cells.length ?? 0
  return [
    '### What was asked and what was heard',
    '',
    `${cells} constant requests of valence and arousal × ${seeds} seeds, 20 s each. Spearman's rank correlation over single ` +
      'pieces, over the means of the cells, and “alone”: the mean over rows of cells in which the other dimension is the same; L1 between the request and the rank of what was heard among the pieces of VGMIDI ' +
      `(in brackets: with the requests shuffled). Chance for the correlations is 0 ± ${(1 / Math.sqrt(cells * seeds - 1)).toFixed(2)} ` +
      `(pieces) and ± ${(1 / Math.sqrt(cells - 1)).toFixed(2)} (cells).`,
    '',
    ...table(
      [
        'variant',
        'judge',
        'V pieces',
        'V cells',
        'V alone',
        'V L1',
        'A pieces',
        'A cells',
        'A alone',
        'A L1',
      ],
      rows,
    ),
    '',
    `The judges rank the pieces of variant “app” alike with ${signed(results[0]?.judgesAgree.valence ?? 0)} (valence) and ` +
      `${signed(results[0]?.judgesAgree.arousal ?? 0)} (arousal). Aims: per piece .5 and .75, cells .8 and .9.`,
    '',
    page.picture(
      'emotion-grid',
      'What the judges heard for every request, as rank times ten',
      gridPicture(results),
    ),
    '',
  ]
}

function changesSection({ changes }: EmotionResult, page: Page): string[] {
  return [
    '### Changes inside a piece',
    '',
    'Arousal that jumps between −0.6 and 0.6 at half time (two bars after against two bars before), and eight bars of valence ' +
      '−0.7 against eight of 0.7, both ways, piano, strings and piano, orchestra and chamber strings in turn; “one mode”: the ' +
      'key is set to C major throughout, so that the planner cannot change the mode. Share of pieces that moved as asked (chance ' +
      '50 %):',
    '',
    ...table(
      ['', 'pieces', 'first judge', 'second judge', 'notes per second'],
      changes.right.map(({ kind, pieces, first, second, busier }) => [
        kind,
        String(pieces),
        percent(first, 0),
        percent(second, 0),
        busier === undefined ? '' : percent(busier, 0),
      ]),
    ),
    '',
    page.picture(
      'emotion-change',
      'Notes per second and velocity around a change of arousal',
      coursePicture(changes.courses),
    ),
  ]
}

const write = (result: EmotionResult, page: Page): string[] => [
  ...judgesSection(result.validation),
  ...gridSection(result, page),
  ...changesSection(result, page),
]

export const emotionGroup: Group<EmotionResult> = { needsData: true, run, write }
