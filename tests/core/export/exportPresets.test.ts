import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { exportPresets } from '../../../src/core/export/exportPresets'

describe('the presets of the export dialog', () => {
  it('are for the programs that docs/formats.md has hints for', () => {
    const hints = readFileSync('docs/formats.md', 'utf8').split('## Hints')[1]!
    for (const { name } of exportPresets)
      for (const program of name.split(' / ')) expect(hints).toContain(program)
  })

  it('give Live its guide track and Logic its pre-roll, and never send a format twice', () => {
    const of = (name: string) => exportPresets.find((preset) => preset.name === name)!
    expect([of('Live').guideTrack, of('Logic').preRollBars]).toEqual([true, 1])
    for (const { formats } of exportPresets) expect(new Set(formats).size).toBe(formats.length)
  })
})
