import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What somebody saw on the plots, and of which model: `remarks.md` beside this file, its first line the model's files hash. */
export interface Remarks {
  readonly model: string
  readonly text: string
}

/** Reads the remarks, or null where nobody wrote any. */
export function readRemarks(root: string): Remarks | null {
  const file = join(root, 'bench/composer/remarks.md')
  if (!existsSync(file)) return null
  const [model = '', ...lines] = readFileSync(file, 'utf8').split('\n')
  return { model: model.trim(), text: lines.join('\n').trim() }
}
