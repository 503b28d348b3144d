import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planForm, type FormSection } from '../../../src/core/music/planner/form'

const section = (valence: number, arousal: number, fixedName?: string): FormSection => ({
  valence,
  arousal,
  mode: valence < 0 ? 'minor' : 'major',
  ...(fixedName && { fixedName }),
})
const anySection = fc
  .record({
    valence: fc.double({ min: -1, max: 1, noNaN: true }),
    arousal: fc.double({ min: -1, max: 1, noNaN: true }),
    fixed: fc.option(fc.constantFrom('A', "A'", 'B', "B''", 'D'), { nil: undefined, freq: 6 }),
  })
  .map(({ valence, arousal, fixed }) => section(valence, arousal, fixed))

describe('planned form', () => {
  it('P15 brings the opening back when no mood does', () => {
    const form = planForm([section(0.8, -0.8), section(-0.8, 0.8), section(0.1, 0.3), section(-0.9, -0.9)])
    expect(form.map(({ name }) => name)).toEqual(['A', 'B', "A'", 'C'])
    expect(form[2]!.returnsTo).toBe(0)
  })

  it('P15 leaves short forms and forms that return by themselves alone', () => {
    expect(planForm([section(0.8, -0.8), section(-0.8, 0.8)]).map(({ name }) => name)).toEqual(['A', 'B'])
    const rondo = [section(0.5, 0), section(-0.5, 0.8), section(0.5, 0), section(0.5, 0.9), section(0.5, 0)]
    expect(planForm(rondo).map(({ name }) => name)).toEqual(['A', 'B', 'A', 'C', 'A'])
  })

  it('P15 keeps locked names, and new letters apart from them', () => {
    const form = planForm([
      section(0.8, -0.8),
      section(-0.5, 0.5, 'B'),
      section(-0.8, 0.9),
      section(0.8, -0.75),
    ])
    expect(form.map(({ name }) => name)).toEqual(['A', 'B', 'C', 'A'])
    expect(form[3]!.returnsTo).toBe(0)
  })

  it('P15 any form returns to first statements only, the opening among them', () => {
    fc.assert(
      fc.property(fc.array(anySection, { maxLength: 12 }), (sections) => {
        const form = planForm(sections)
        const letter = (index: number) => form[index]!.name.replace(/'+$/u, '')
        form.forEach(({ name, returnsTo }, index) => {
          if (sections[index]!.fixedName !== undefined) expect(name).toBe(sections[index]!.fixedName)
          const first = form.findIndex((_, other) => letter(other) === letter(index))
          expect(returnsTo).toBe(first < index ? first : undefined)
        })
        const free = sections.slice(2).filter(({ fixedName }) => fixedName === undefined).length
        if (sections.length >= 3 && free > 0) expect(form.some(({ returnsTo }) => returnsTo === 0)).toBe(true)
      }),
      { numRuns: 200 },
    )
  })
})
