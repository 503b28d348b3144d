import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'
import { forbiddenImport, layerOf, layers } from '../../build/layers.js'

const root = join(import.meta.dirname, '../..')

/** One planted violation per row: an import that this row must refuse. */
const planted: readonly (readonly [file: string, code: string])[] = [
  ['src/core/base/planted.ts', "import { seconds } from '../time/units'\nexport const a = seconds(1)\n"],
  [
    'src/core/time/planted.ts',
    "import type { Transition } from '../timeline/transition'\nexport type A = Transition\n",
  ],
  ['src/core/media/planted.ts', "export * from '../timeline/transition'\n"],
  [
    'src/core/timeline/planted.ts',
    "import type { EmotionCurve } from '../emotion/emotionCurve'\nexport type A = EmotionCurve\n",
  ],
  ['src/core/emotion/planted.ts', "export type A = import('../music/score').Score\n"],
  [
    'src/core/music/planted.ts',
    "import type { HitpointDocument } from '../document/document'\nexport type A = HitpointDocument\n",
  ],
  ['src/core/document/planted.ts', "export const read = () => import('node:fs')\n"],
  ['src/core/playback/planted.ts', "import { z } from 'zod'\nexport const a = z\n"],
  ['src/core/export/planted.ts', "import electron from 'electron'\nexport const a = electron\n"],
  [
    'src/contract/planted.ts',
    "import { createEngine } from '../main/engine/engine'\nexport const a = createEngine\n",
  ],
  ['src/main/engine/planted.ts', "import { app } from 'electron'\nexport const a = app\n"],
  ['src/main/engine/inference/planted.ts', "import * as ort from 'onnxruntime-node'\nexport const a = ort\n"],
  ['src/main/engine/inference/session.ts', "import type { A } from '../media/ffmpeg'\nexport type B = A\n"],
  ['src/main/engine/inference/tasks/planted.ts', "import { b } from '../host'\nexport const a = b\n"],
  ['src/main/engine/media/planted.ts', "import { b } from '../sound/wavFile'\nexport const a = b\n"],
  ['src/main/engine/sound/planted.ts', "import { b } from '../inference/host'\nexport const a = b\n"],
  ['src/main/engine/files/planted.ts', "import { b } from '../media/ffmpeg'\nexport const a = b\n"],
  ['src/main/engine/midi/planted.ts', "import 'spessasynth_core'\n"],
  ['src/main/shell/planted.ts', "import { b } from '../serve/server'\nexport const a = b\n"],
  ['src/main/serve/planted.ts', "import { app } from 'electron'\nexport const a = app\n"],
  ['src/main/index.ts', "import { b } from './engine/engine'\nb()\n"],
  ['src/preload/planted.ts', "import { seconds } from '../core/time/units'\nexport const a = seconds\n"],
  ['src/renderer/src/planted.ts', "const fs = require('node:fs')\nexport const a = fs\n"],
  [
    'src/renderer/src/ui/planted.ts',
    "import type { Score } from '../../../core/music/score'\nexport type A = Score\n",
  ],
  ['src/renderer/src/timeline/layers/planted.ts', "import 'react'\n"],
  ['src/cli/planted.ts', "import { b } from '../renderer/src/App'\nexport const a = b\n"],
]

/** ESLint with only the layer rule, so that planted files need not exist on disk. */
async function layerMessages(file: string, code: string): Promise<string[]> {
  const { layersRule } = (await import('../../build/lint/layers.js')) as { layersRule: object }
  const { parser } = (await import('typescript-eslint')).default
  const eslint = new ESLint({
    cwd: root,
    overrideConfigFile: true,
    overrideConfig: [
      {
        files: ['**/*.ts'],
        languageOptions: { parser: parser },
        plugins: { hitpoint: { rules: { layers: layersRule as never } } },
        rules: { 'hitpoint/layers': 'error' },
      },
    ],
  })
  const [result] = await eslint.lintText(code, { filePath: join(root, file) })
  return (result?.messages ?? []).map((message) => message.message)
}

describe('the layer table', () => {
  it.each(planted)('refuses a violation planted in %s', async (file, code) => {
    const messages = await layerMessages(file, code)
    expect(messages).toHaveLength(1)
    expect(messages[0]).toContain('may not')
  })

  it('has a planted violation for every row', () => {
    const rows = new Set(planted.map(([file]) => layerOf(file)?.path))
    expect(layers.map((layer) => layer.path).filter((path) => !rows.has(path))).toEqual([])
  })

  it('puts every source file in a row', () => {
    const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
      .map((file) => `src/${file.replaceAll('\\', '/')}`)
      .filter((file) => /\.tsx?$/.test(file))
    expect(files.length).toBeGreaterThan(20)
    expect(files.filter((file) => !layerOf(file))).toEqual([])
  })

  it('lets an allowed import pass', () => {
    expect(forbiddenImport('src/main/engine/engine.ts', '../../core/time/units')).toBeNull()
    expect(forbiddenImport('src/main/engine/inference/session.ts', 'onnxruntime-node')).toBeNull()
  })

  it('is the table that ARCHITECTURE.md prints', () => {
    const page = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8')
    for (const layer of layers) expect(page).toContain(`\`${layer.path}\``)
    for (const folder of readdirSync(join(root, 'src/core'))) expect(page).toContain(`src/core/${folder}`)
  })
})
