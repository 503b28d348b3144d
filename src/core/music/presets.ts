import type { Ensemble, Family } from './families'
import type { PartDefinition } from './parts'

/** A choice of instruments that the composer may write for. */
export interface Preset {
  readonly name: string
  readonly title: string
  readonly families: readonly Family[]
  readonly ensemble: Ensemble
  readonly parts: readonly PartDefinition[]
}

type PartRow = readonly [
  name: string,
  family: Family,
  program: number,
  zone: readonly [number, number],
  range: readonly [number, number],
  volume: number,
  pan: number,
  voices?: number,
]

/** CC 91 by family: what sits far back in a scoring stage is wetter, what carries rhythm and bass drier. Judgement. */
const reverbSends: Readonly<Record<Family, number>> = {
  drums: 28,
  bass: 16,
  piano: 40,
  mallets: 56,
  organ: 48,
  plucked: 40,
  strings: 60,
  voice: 72,
  brass: 64,
  woodwind: 60,
  lead: 40,
  pad: 64,
}

const part = ([name, family, program, zone, range, volume, pan, voices]: PartRow): PartDefinition => ({
  id: name.toLowerCase().replaceAll(' ', '-'),
  name,
  family,
  program,
  zone,
  range,
  volume,
  pan,
  reverb: reverbSends[family],
  ...(family === 'bass' ? { voices: 1 } : voices !== undefined && { voices }),
})

const all = [0, 127] as const

/** Ranges: Adler, The Study of Orchestration; seats of a symphony orchestra as the audience hears it for pan. */
const stringSection: readonly PartRow[] = [
  ['Violins', 'strings', 48, [67, 127], [55, 103], 100, 44, 4],
  ['Violas', 'strings', 48, [55, 66], [48, 88], 96, 70, 3],
  ['Cellos', 'strings', 48, [40, 54], [36, 76], 98, 80, 3],
  ['Double Basses', 'strings', 48, [0, 39], [24, 60], 96, 88, 2],
]

const chamberStrings: readonly PartRow[] = [
  ['Violin', 'strings', 40, [67, 127], [55, 103], 100, 48, 2],
  ['Viola', 'strings', 41, [55, 66], [48, 88], 96, 72, 1],
  ['Cello', 'strings', 42, [40, 54], [36, 76], 100, 82, 1],
  ['Double Bass', 'strings', 43, [0, 39], [24, 60], 96, 64, 1],
]

const brassSection: readonly PartRow[] = [
  ['Trumpets', 'brass', 56, [67, 127], [52, 86], 92, 74, 3],
  ['Horns', 'brass', 60, [53, 66], [34, 77], 94, 52, 4],
  ['Trombones', 'brass', 57, [42, 52], [34, 72], 92, 78, 3],
  ['Tuba', 'brass', 58, [0, 41], [26, 60], 92, 82, 1],
]

const woodwindSection: readonly PartRow[] = [
  ['Flutes', 'woodwind', 73, [74, 127], [60, 98], 90, 58, 2],
  ['Clarinets', 'woodwind', 71, [58, 73], [50, 92], 88, 68, 2],
  ['Bassoons', 'woodwind', 70, [0, 57], [34, 75], 90, 72, 2],
]

const piano: PartRow = ['Piano', 'piano', 0, all, [21, 108], 100, 64]
const drums: PartRow = ['Drums', 'drums', 0, all, [27, 88], 96, 64]
const choir: PartRow = ['Choir', 'voice', 52, all, [40, 84], 90, 64]

const orchestralMallets: readonly PartRow[] = [
  ['Glockenspiel', 'mallets', 9, [72, 127], [67, 108], 80, 46, 2],
  ['Marimba', 'mallets', 12, [56, 71], [45, 96], 84, 50, 4],
  ['Timpani', 'mallets', 47, [0, 55], [36, 60], 100, 56, 2],
]

function preset(name: string, title: string, ensemble: Ensemble, rows: readonly PartRow[]): Preset {
  const parts = rows.map(part)
  return { name, title, ensemble, parts, families: [...new Set(parts.map(({ family }) => family))] }
}

/** The instrumentation presets, the default first. */
export const presets: readonly Preset[] = [
  preset('orchestral', 'Orchestra', 'orchestra', [
    ...woodwindSection,
    ...brassSection,
    ...orchestralMallets,
    ...stringSection,
  ]),
  preset('chamber-strings', 'Chamber strings', 'strings', chamberStrings),
  preset('strings-and-piano', 'Strings and piano', 'song', [piano, ...chamberStrings]),
  preset('electronic', 'Electronic', 'band', [
    drums,
    ['Synth Bass', 'bass', 38, all, [24, 60], 100, 64],
    ['Electric Piano', 'piano', 4, all, [28, 103], 88, 54],
    ['Synth Lead', 'lead', 81, all, [36, 108], 84, 70, 2],
    ['Warm Pad', 'pad', 89, all, [24, 108], 92, 64],
  ]),
  preset('band', 'Band', 'band', [
    drums,
    ['Electric Bass', 'bass', 33, all, [24, 60], 100, 64],
    ['Piano', 'piano', 0, all, [21, 108], 92, 52],
    ['Organ', 'organ', 16, all, [36, 96], 80, 76],
    ['Guitar', 'plucked', 27, all, [40, 88], 92, 44],
  ]),
  preset('solo-piano', 'Solo piano', 'keyboard', [piano]),
  preset('ambient', 'Ambient', 'unknown', [
    ['Electric Piano', 'piano', 4, all, [28, 103], 84, 56],
    ['Vibraphone', 'mallets', 11, all, [53, 89], 80, 76],
    ['Strings', 'strings', 49, all, [28, 103], 84, 64],
    ['Choir Pad', 'pad', 91, all, [24, 108], 88, 64],
  ]),
  preset('winds-and-brass', 'Winds and brass', 'chamber', [...woodwindSection, ...brassSection]),
  preset('hybrid-trailer', 'Hybrid trailer', 'orchestra', [
    drums,
    ['Synth Bass', 'bass', 39, all, [24, 60], 100, 64],
    ...stringSection,
    choir,
    ...brassSection,
    ['Sweep Pad', 'pad', 95, all, [24, 108], 84, 64],
  ]),
]

export const presetNames: readonly string[] = presets.map(({ name }) => name)

/** The preset of that name, or undefined. */
export const findPreset = (name: string): Preset | undefined =>
  presets.find((candidate) => candidate.name === name)
