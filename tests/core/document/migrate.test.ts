import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { migrations } from '../../../src/core/document/migrations'
import { migrate, type Migration } from '../../../src/core/document/migrations/migrate'
import { parseDocument, printDocument, projectVersion } from '../../../src/core/document/format'
import { exampleDocument } from '../../fixtures/exampleDocument'

/** P10: a made-up history of a format: version 2 renamed `speed` to `tempo`, version 3 stores it as a list. */
const history: readonly Migration[] = [
  { from: 1, to: 2, apply: ({ speed, ...rest }) => ({ ...rest, tempo: speed }) },
  { from: 2, to: 3, apply: (project) => ({ ...project, tempo: [project.tempo] }) },
]

describe('migrate', () => {
  it('P10: takes every step from an old version', () => {
    expect(migrate({ version: 1, speed: 120 }, 1, 3, history)).toEqual({ version: 3, tempo: [120] })
  })

  it('P10: starts where the file is', () => {
    expect(migrate({ version: 2, tempo: 90 }, 2, 3, history)).toEqual({ version: 3, tempo: [90] })
  })

  it('leaves the current version alone', () => {
    const project = { version: 3, tempo: [1] }
    expect(migrate(project, 3, 3, history)).toBe(project)
  })

  it('says which version it cannot read', () => {
    expect(() => migrate({}, 1, 3, history.slice(1))).toThrow('version 1')
    expect(() => migrate({}, 1, 3, [{ from: 1, to: 1, apply: (project) => ({ ...project }) }])).toThrow(
      RangeError,
    )
  })

  it('P10: the program has a step from every older version', () => {
    expect(migrations.map((step) => [step.from, step.to])).toEqual(
      Array.from({ length: projectVersion - 1 }, (_, index) => [index + 1, index + 2]),
    )
  })
})

describe('version 1', () => {
  const text = readFileSync(new URL('../../fixtures/projects/version1.hitpoint', import.meta.url), 'utf8')

  it('P10: opens with one cue over the film, chords at its hits and the cheapest tempo', () => {
    const document = parseDocument(text)
    const { composition } = exampleDocument
    expect(document.cues).toEqual([])
    expect(document.settings.solution).toBe(1)
    expect(document.composition!.score).toEqual(composition!.score)
    expect(document.composition!.plan.hits).toEqual([{ ...composition!.plan.hits[0], kind: 'chord' }])
    expect(document.composition!.plan.cues).toEqual([{ ...composition!.plan.cues[0], id: 'film' }])
    expect(document.transitions.map((transition) => transition.hit)).toEqual([undefined, 'must'])
  })

  it('P7, P10: refuses a damaged old project as damaged', () => {
    const project = JSON.parse(text) as Record<string, unknown>
    for (const member of ['settings', 'composition', 'transitions', 'media'])
      for (const value of [null, 7, 'x', { plan: 1 }])
        expect(() => parseDocument(JSON.stringify({ ...project, [member]: value }))).toThrow(
          'project-damaged',
        )
  })
})

describe.each([2, 3, 4])('version %i', (version) => {
  it('P10: what it holds is called the same since', () => {
    const text = printDocument(exampleDocument)
    const older = text.replace('"version": 5', `"version": ${version}`)
    expect(older).not.toBe(text)
    expect(parseDocument(older)).toEqual(exampleDocument)
  })
})

describe('version 4', () => {
  const text = readFileSync(new URL('../../fixtures/projects/version4.hitpoint', import.meta.url), 'utf8')

  it('P10: the next composition is made as the last one was', () => {
    const { controls, composition, mixer, ...rest } = parseDocument(text)
    expect(controls).toEqual({ emotionStrength: 1.5, density: 0.8, without: ['brass'], quantised: true })
    expect(composition).toEqual({ ...exampleDocument.composition, controls })
    expect(mixer).toMatchObject({ muted: ['violins'], volumes: { basses: 90 } })
    expect({ ...rest, composition: exampleDocument.composition }).toEqual(exampleDocument)
  })

  it('P7, P10: without a composition nothing is added; a damaged one is refused as damaged', () => {
    const { composition: _, ...project } = JSON.parse(text) as Record<string, unknown>
    expect(parseDocument(JSON.stringify(project)).controls).toBeUndefined()
    for (const composition of [null, 7, 'x', { controls: 3 }])
      expect(() => parseDocument(JSON.stringify({ ...project, composition }))).toThrow('project-damaged')
  })
})
