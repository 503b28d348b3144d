import type { Family } from '../../../../core/music/families'

/** Every colour of the app. Canvas layers take them from here; `main.tsx` hands them to the style sheets as variables. */
export const palette = {
  ground: '#121316',
  panel: '#191b1f',
  raised: '#22252a',
  field: '#0e0f12',
  line: '#2a2d34',
  lineSoft: '#202329',
  text: '#e3e5ea',
  textSoft: '#a8adb8',
  textFaint: '#8b919e',
  accent: '#5b9dff',
  accentStrong: '#2f6fd2',
  accentSoft: '#5b9dff2e',
  good: '#5fc48a',
  fair: '#e6b450',
  bad: '#f0716a',
  playhead: '#ff5a4f',
  valence: '#f0b64c',
  arousal: '#ec6a8d',
  wave: '#5d7a8c',
  cue: '#4b6fae',
  section: '#38404d',
  chord: '#8fa3bf',
  tempo: '#63c1b4',
  stale: '#e6b450',
  lock: '#9aa4b5',
} as const

export type ColourName = keyof typeof palette

/** Colours of the instrument families, of one lightness. */
export const familyColours: Readonly<Record<Family, string>> = {
  drums: '#b0a08a',
  bass: '#8d8be0',
  piano: '#d3d7de',
  mallets: '#c48be0',
  organ: '#d59a6c',
  plucked: '#a9c96a',
  strings: '#6ea8f0',
  voice: '#e08fb4',
  brass: '#e6b055',
  woodwind: '#66c39a',
  lead: '#5ec9dc',
  pad: '#8fa0d8',
}

/** A colour with an opacity of 0..1. */
export const withOpacity = (colour: string, opacity: number): string =>
  `${colour.slice(0, 7)}${Math.round(opacity * 255)
    .toString(16)
    .padStart(2, '0')}`

export const canvasFont = (size: number, weight = 400): string =>
  `${weight} ${size}px Inter, "Segoe UI", system-ui, "Noto Sans", "DejaVu Sans", sans-serif`
