import type { Ensemble, Family } from './families'

/** An instrument of a preset: plays its family's notes that lie in or near its zone. */
export interface PartDefinition {
  readonly id: string
  readonly name: string
  readonly family: Family
  /** 0-based General MIDI program. */
  readonly program: number
  /** The keys that the part prefers; zones of one family meet without a gap. */
  readonly zone: readonly [number, number]
  /** The keys that the instrument can play. */
  readonly range: readonly [number, number]
  /** CC 7 and CC 10, 0..127. */
  readonly volume: number
  readonly pan: number
  /** One note at a time: a new note ends the one before. */
  readonly monophonic?: boolean | undefined
}

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
]

const part = ([name, family, program, zone, range, volume, pan]: PartRow): PartDefinition => ({
  id: name.toLowerCase().replaceAll(' ', '-'),
  name,
  family,
  program,
  zone,
  range,
  volume,
  pan,
  monophonic: family === 'bass',
})

const all = [0, 127] as const

/** Ranges: Adler, The Study of Orchestration; seats of a symphony orchestra as the audience hears it for pan. */
const stringSection: readonly PartRow[] = [
  ['Violins', 'strings', 48, [67, 127], [55, 103], 100, 44],
  ['Violas', 'strings', 48, [55, 66], [48, 88], 96, 70],
  ['Cellos', 'strings', 48, [40, 54], [36, 76], 98, 80],
  ['Double Basses', 'strings', 48, [0, 39], [24, 60], 96, 88],
]

const chamberStrings: readonly PartRow[] = [
  ['Violin', 'strings', 40, [67, 127], [55, 103], 100, 48],
  ['Viola', 'strings', 41, [55, 66], [48, 88], 96, 72],
  ['Cello', 'strings', 42, [40, 54], [36, 76], 100, 82],
  ['Double Bass', 'strings', 43, [0, 39], [24, 60], 96, 64],
]

const brassSection: readonly PartRow[] = [
  ['Trumpets', 'brass', 56, [67, 127], [52, 86], 92, 74],
  ['Horns', 'brass', 60, [53, 66], [34, 77], 94, 52],
  ['Trombones', 'brass', 57, [42, 52], [34, 72], 92, 78],
  ['Tuba', 'brass', 58, [0, 41], [26, 60], 92, 82],
]

const woodwindSection: readonly PartRow[] = [
  ['Flutes', 'woodwind', 73, [74, 127], [60, 98], 90, 58],
  ['Clarinets', 'woodwind', 71, [58, 73], [50, 92], 88, 68],
  ['Bassoons', 'woodwind', 70, [0, 57], [34, 75], 90, 72],
]

const piano: PartRow = ['Piano', 'piano', 0, all, [21, 108], 100, 64]
const drums: PartRow = ['Drums', 'drums', 0, all, [27, 88], 96, 64]
const choir: PartRow = ['Choir', 'voice', 52, all, [40, 84], 90, 64]

const orchestralMallets: readonly PartRow[] = [
  ['Glockenspiel', 'mallets', 9, [72, 127], [67, 108], 80, 46],
  ['Marimba', 'mallets', 12, [56, 71], [45, 96], 84, 50],
  ['Timpani', 'mallets', 47, [0, 55], [36, 60], 100, 56],
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
    ['Synth Lead', 'lead', 81, all, [36, 108], 84, 70],
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
