import type { ChordQuality, ChordSymbol } from '../music/score'

/** Pitch classes as film composers write roots most often: flats but for C sharp and F sharp. */
const pitchNames = ['C', 'C#', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'Ab', 'A', 'Bb', 'B'] as const

const suffixes: Readonly<Record<ChordQuality, string>> = {
  major: '',
  minor: 'm',
  diminished: 'dim',
  augmented: 'aug',
  suspended: 'sus4',
  dominantSeventh: '7',
  majorSeventh: 'maj7',
  minorSeventh: 'm7',
  diminishedSeventh: 'dim7',
}

const nameOf = (pitchClass: number): string => pitchNames[((pitchClass % 12) + 12) % 12]!

/** A chord symbol in ASCII: `Am7`, `F#dim`, `C/E`. */
export function chordText({ root, quality, bass }: ChordSymbol): string {
  const slash = bass === root ? '' : `/${nameOf(bass)}`
  return `${nameOf(root)}${suffixes[quality]}${slash}`
}
