import type { ValenceArousal } from '../../emotion/emotionCurve'
import type { Mode } from '../score'

/** A section before it has a name. */
export interface FormSection extends ValenceArousal {
  readonly mode: Mode
  /** The name that it has in a locked part. */
  readonly fixedName?: string | undefined
}

export interface SectionForm {
  /** A, B, A' ... */
  readonly name: string
  /** Index of the section that stated the material first. */
  readonly returnsTo?: number | undefined
}

/**
 * Moods nearer than this share a letter; much nearer, they are a literal return. Valence counts half: a theme is
 * recognised in another light (the mode is the same), less so in another tempo and texture.
 */
const sameLetterDistance = 0.38
const literalReturnDistance = 0.15

/** When a theme must return: what another mode costs, and how much a late return is liked. In units of mood distance. */
const otherModeCost = 0.5
const latenessBonus = 0.3

const moodDistance = (a: ValenceArousal, b: ValenceArousal): number =>
  Math.hypot((a.valence - b.valence) * Math.SQRT1_2, a.arousal - b.arousal)

interface Theme {
  readonly letter: string
  readonly section: FormSection
  readonly first: number
  variations: number
}

/**
 * Names sections by mood: a new mood gets the next letter, a mood heard before its letter again; a neighbour or a
 * looser likeness is a variation and gets primes (A A' B A). With three sections or more the opening theme returns at
 * least once: if no mood brings it back, the later section that suits it best takes it up.
 */
export function planForm(sections: readonly FormSection[]): SectionForm[] {
  const form = nameSections(sections, -1)
  if (sections.length < 3 || form.some(({ returnsTo }) => returnsTo === 0)) return form
  const back = bestReturn(sections)
  return back < 0 ? form : nameSections(sections, back)
}

/** The section from the third on that suits the return of the opening best; -1 when all are locked. */
function bestReturn(sections: readonly FormSection[]): number {
  const opening = sections[0]!
  let [best, least] = [-1, Infinity]
  sections.forEach((section, index) => {
    if (index < 2 || section.fixedName !== undefined) return
    const cost =
      moodDistance(section, opening) +
      (section.mode === opening.mode ? 0 : otherModeCost) -
      (latenessBonus * index) / sections.length
    if (cost < least) [best, least] = [index, cost]
  })
  return best
}

/** `back`: index of a section that takes up the opening whatever its mood. */
function nameSections(sections: readonly FormSection[], back: number): SectionForm[] {
  const reserved = new Set(sections.flatMap(({ fixedName }) => (fixedName ? [letterOf(fixedName)] : [])))
  const themes: Theme[] = []
  let previous: Theme | undefined
  return sections.map((section, index): SectionForm => {
    const before = previous
    if (section.fixedName !== undefined) {
      const wanted = letterOf(section.fixedName)
      const known = themes.find((theme) => theme.letter === wanted)
      previous = known ?? newTheme(themes, section, index, wanted)
      previous.variations = Math.max(previous.variations, section.fixedName.length - wanted.length)
      return formOf(section.fixedName, known)
    }
    const nearest = index === back ? themes[0] : nearestTheme(themes, section)
    if (!nearest) {
      previous = newTheme(themes, section, index, nextLetter(themes, reserved))
      return { name: previous.letter }
    }
    previous = nearest
    const isFar =
      nearest.section.mode !== section.mode || moodDistance(nearest.section, section) > literalReturnDistance
    if (nearest !== before && !isFar) return formOf(nearest.letter, nearest)
    // Three primes are enough to read; later variations repeat them.
    nearest.variations = (nearest.variations % 3) + 1
    return formOf(nearest.letter + "'".repeat(nearest.variations), nearest)
  })
}

const formOf = (name: string, theme: Theme | undefined): SectionForm => ({
  name,
  ...(theme ? { returnsTo: theme.first } : {}),
})

function newTheme(themes: Theme[], section: FormSection, first: number, letter: string): Theme {
  const theme = { letter, section, first, variations: 0 }
  themes.push(theme)
  return theme
}

/** The theme in the same mode whose mood is near enough to share a letter. */
function nearestTheme(themes: readonly Theme[], section: FormSection): Theme | undefined {
  let nearest: Theme | undefined
  let least = sameLetterDistance
  for (const theme of themes) {
    const distance = moodDistance(theme.section, section)
    if (theme.section.mode === section.mode && distance < least) [nearest, least] = [theme, distance]
  }
  return nearest
}

const letterOf = (name: string): string => name.replace(/'+$/u, '')

function nextLetter(themes: readonly Theme[], reserved: ReadonlySet<string>): string {
  const used = new Set(themes.map((theme) => theme.letter))
  for (let index = 0; ; index++) {
    const letter = letterAt(index)
    if (!used.has(letter) && !reserved.has(letter)) return letter
  }
}

function letterAt(index: number): string {
  const own = String.fromCharCode(65 + (index % 26))
  return index < 26 ? own : letterAt(Math.floor(index / 26) - 1) + own
}
