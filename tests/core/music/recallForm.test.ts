import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Section } from '../../../src/core/music/plan'
import { recallForm, type FormBar } from '../../../src/core/music/recallForm'

interface Part {
  readonly bars: number
  readonly returns: boolean
}

/** Sections of so many bars; one that returns takes up the first. */
function piece(parts: readonly Part[], lengths: readonly number[] = [96]) {
  const sections = parts.map(
    ({ returns }, index) =>
      ({ name: String(index), ...(returns && index > 0 && { returnsTo: 0 }) }) as Section,
  )
  const bars = parts.flatMap(({ bars: count }, index) =>
    Array.from({ length: count }, (_, bar): FormBar => ({
      length: lengths[(index + bar) % lengths.length]!,
      section: sections[index],
      key: { tonic: 0, mode: 'minor' },
    })),
  )
  return { sections, bars }
}

const parts = fc.array(fc.record({ bars: fc.integer({ min: 1, max: 19 }), returns: fc.boolean() }), {
  minLength: 1,
  maxLength: 5,
})

describe('the form of a piece (docs/spec/composer-decoding.md, D50)', () => {
  test('a bar recalls an earlier bar of its length, new material recalls nothing, what returns recalls its theme', () => {
    fc.assert(
      fc.property(parts, fc.integer(), fc.constantFrom([96], [96, 72]), (wanted, seed, lengths) => {
        const { sections, bars } = piece(wanted, lengths)
        const form = recallForm(bars, sections, seed)
        expect(form).toHaveLength(bars.length)
        bars.forEach(({ section, length }, bar) => {
          const { reference } = form[bar]!
          const first = bars.findIndex((other) => other.section === section)
          if (reference) {
            expect(reference.bar).toBeLessThan(bar)
            expect(reference.bar).toBeGreaterThanOrEqual(0)
            expect(bars[reference.bar]!.length).toBe(length)
          }
          const theme = section!.returnsTo === undefined ? undefined : sections[section!.returnsTo]
          const source = bar - first
          if (theme && bars[source]!.section === theme)
            expect(reference).toEqual(bars[source]!.length === length ? { bar: source, pitches: true } : null)
          else if (bar === first) expect(reference).toBeNull()
          else if (reference) expect(bars[reference.bar]!.section).toBe(section)
        })
      }),
    )
  })

  test('a long section is mostly recalled, seldom all of it literally', () => {
    const { sections, bars } = piece([{ bars: 16, returns: false }])
    for (let seed = 1; seed <= 20; seed++) {
      const references = recallForm(bars, sections, seed).map(({ reference }) => reference)
      expect(references.filter((reference) => reference === null)).toHaveLength(1)
      const literal = references.filter((reference) => reference?.pitches).length
      expect(literal).toBeGreaterThanOrEqual(4)
      expect(literal).toBeLessThan(15)
    }
  })

  test('same seed, same form; seeds differ; the scale is the key’s', () => {
    const { sections, bars } = piece([{ bars: 16, returns: false }])
    const forms = [1, 2, 3, 4, 5, 6].map((seed) => recallForm(bars, sections, seed))
    expect(recallForm(bars, sections, 1)).toEqual(forms[0])
    expect(new Set(forms.map((form) => JSON.stringify(form))).size).toBeGreaterThan(1)
    expect(forms[0]![0]!.scale).toEqual([0, 2, 3, 5, 7, 8, 10])
    const keyless = bars.map((bar) => ({ ...bar, key: undefined }))
    expect(recallForm(keyless, sections, 1).every(({ scale }) => scale === null)).toBe(true)
  })
})
