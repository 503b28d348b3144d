import type { ModelIdentity } from '../../src/core/document/document'
import type { GroupName } from './options'
import type { Remarks } from './remarks'

/** A chapter of the report; without lines it was not run. */
export type Chapter =
  | { readonly name: GroupName; readonly lines: null }
  | {
      readonly name: GroupName
      readonly lines: readonly string[]
      readonly seeds: number
      readonly quick: boolean
      readonly minutes: number
      readonly date: string
      /** False when the result was measured with another model than the one that the report names. */
      readonly isOfThisModel: boolean
    }

const titles: Readonly<Record<GroupName, string>> = {
  hits: 'Hits',
  emotion: 'Emotion',
  music: 'Sound as music',
  originality: 'Originality',
  learning: 'Learning and ablations',
  speed: 'Speed and memory',
  looks: 'Piano rolls and sound',
}

function chapterLines(chapter: Chapter): string[] {
  const heading = `## ${titles[chapter.name]}`
  if (!chapter.lines)
    return [
      heading,
      '',
      `Not run: \`node scripts/run.mjs bench/composerReport.ts --only ${chapter.name}\`.`,
      '',
    ]
  const { seeds, quick, minutes, date, isOfThisModel } = chapter
  const facts =
    `\`--only ${chapter.name} --seeds ${seeds}${quick ? ' --quick' : ''}\`, ${date}, ${minutes.toFixed(1)} min` +
    (quick ? '; **a rehearsal, not a measurement**' : '') +
    (isOfThisModel ? '.' : '; **measured with another model**.')
  return [heading, '', facts, '', ...chapter.lines, '']
}

function remarkLines(remarks: Remarks | null, model: ModelIdentity): string[] {
  if (!remarks) return []
  const isOfThisModel = model.sha256.startsWith(remarks.model)
  const about = isOfThisModel ? 'this model' : `an earlier model (files ${remarks.model})`
  return [
    '## Seen by eye',
    '',
    `Written by hand in \`bench/composer/remarks.md\` about ${about}.`,
    '',
    remarks.text,
    '',
    '## What was tried',
    '',
    'Written by hand in `bench/composer/attempts.md`.',
    '',
    remarks.attempts,
    '',
  ]
}

/** The whole document. */
export function reportText(
  model: ModelIdentity,
  chapters: readonly Chapter[],
  remarks: Remarks | null,
): string {
  const measured = chapters.flatMap((chapter) => (chapter.lines ? [chapter] : []))
  const minutes = measured.reduce((sum, chapter) => sum + chapter.minutes, 0)
  return [
    '# Composer report',
    '',
    `Composer ${model.version} (\`${model.name}\`, files ${model.sha256.slice(0, 12)}). Written by ` +
      '`node scripts/run.mjs bench/composerReport.ts --shared ../shared --python PYTHON` (after `npm run build`; ' +
      `${minutes.toFixed(0)} minutes here; each chapter names its part of the command). The films are fixed lists of cuts and moods made ` +
      'up for this report (`bench/composer/plans.ts`); no training saw them.',
    '',
    'What the numbers cannot say: that the music is good. They describe its surface, and the judges of emotion are models ' +
      'taught on piano music.',
    '',
    ...chapters.flatMap(chapterLines),
    ...remarkLines(remarks, model),
  ]
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()
    .concat('\n')
}
