import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Engine } from '../../src/main/engine/engine'
import type { Analysis } from '../../src/main/engine/workflow/analyse'

export interface ClipResult {
  readonly name: string
  readonly analysis: Analysis
}

/** Analyses every MP4 of a folder, in order of name. */
export async function readClips(engine: Engine, folder: string): Promise<ClipResult[]> {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.mp4'))
    .sort()
  const results: ClipResult[] = []
  for (const name of names) results.push({ name, analysis: await engine.analyse(join(folder, name)) })
  return results
}
