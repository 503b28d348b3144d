import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What somebody saw on the plots, and of which model: `remarks.md` beside this file, its first line the model's files hash. */
export interface Remarks {
  readonly model: string
  readonly text: string
  /** What was tried at the measures that lie outside, `attempts.md` beside this file; of the composer that it names. */
  readonly attempts: string
}

/** Reads the remarks, or null where nobody wrote any. */
export function readRemarks(root: string): Remarks | null {
  const file = join(root, 'bench/composer/remarks.md')
  if (!existsSync(file)) return null
  const [model = '', ...lines] = readFileSync(file, 'utf8').split('\n')
  const attempts = readFileSync(join(root, 'bench/composer/attempts.md'), 'utf8')
  return { model: model.trim(), text: lines.join('\n').trim(), attempts: attempts.trim() }
}
