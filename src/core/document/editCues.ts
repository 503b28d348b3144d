import { compareRational, rationalToNumber, subtractRational, zero, type Rational } from '../time/rational'
import type { Cue, HitpointDocument } from './document'

/** Spotting: where there is music. Rules: docs/spec/cut-editing.md, S1 to S6. Times are rational seconds from the first picture. */
export interface CueSpan {
  readonly musicIn: Rational
  readonly musicOut: Rational
}

/** A cue is at least so long, in seconds: less is no music. */
export const shortestCue = 1

const isBefore = (a: Rational, b: Rational): boolean => compareRational(a, b) < 0
const earlier = (a: Rational, b: Rational): Rational => (isBefore(b, a) ? b : a)
const later = (a: Rational, b: Rational): Rational => (isBefore(a, b) ? b : a)
const isLongEnough = ({ musicIn, musicOut }: CueSpan): boolean =>
  rationalToNumber(subtractRational(musicOut, musicIn)) >= shortestCue

/** The cues as they play: one over the whole film where none was made. */
export const playedCues = ({ cues, media }: Pick<HitpointDocument, 'cues' | 'media'>): readonly Cue[] =>
  cues.length > 0 ? cues : [{ id: 'film', name: '1m1', musicIn: zero, musicOut: media.info.duration }]

const inOrder = (cues: readonly Cue[]): readonly Cue[] =>
  [...cues].sort((a, b) => compareRational(a.musicIn, b.musicIn))

/** A name that no cue has: 1m1, 1m2 ... */
function freeName(cues: readonly Cue[]): string {
  const taken = new Set(cues.map(({ name }) => name))
  let number = 1
  while (taken.has(`1m${number}`)) number++
  return `1m${number}`
}

function freeId(cues: readonly Cue[]): string {
  const taken = new Set(cues.map(({ id }) => id))
  let number = 1
  while (taken.has(`cue-${number}`)) number++
  return `cue-${number}`
}

/** The parts of `cue` that a span leaves, each long enough to be a cue; the first keeps id and name. */
function without(cue: Cue, { musicIn, musicOut }: CueSpan, all: readonly Cue[]): Cue[] {
  if (!isBefore(musicIn, cue.musicOut) || !isBefore(cue.musicIn, musicOut)) return [cue]
  const parts = [
    { musicIn: cue.musicIn, musicOut: earlier(cue.musicOut, musicIn) },
    { musicIn: later(cue.musicIn, musicOut), musicOut: cue.musicOut },
  ].filter(isLongEnough)
  return parts.map((part, index) =>
    index === 0 ? { ...cue, ...part } : { id: freeId(all), name: freeName(all), ...part },
  )
}

/** Takes the music out of a span: cues are shortened, split, or go. A film's last cue stays. */
export function silence(cues: readonly Cue[], span: CueSpan): readonly Cue[] {
  const left = cues.reduce<readonly Cue[]>(
    (all, cue) => inOrder(all.flatMap((each) => (each.id === cue.id ? without(each, span, all) : [each]))),
    cues,
  )
  return left.length === 0 ? cues : left
}

/** Makes a cue of a span; others give way to it. */
export function addCue(cues: readonly Cue[], span: CueSpan): readonly Cue[] {
  if (!isLongEnough(span)) return cues
  const others = cues.flatMap((cue) => without(cue, span, cues))
  const unique = others.filter((cue, index) => others.findIndex(({ id }) => id === cue.id) === index)
  return inOrder([
    ...unique,
    { id: freeId([...cues, ...unique]), name: freeName([...cues, ...unique]), ...span },
  ])
}

/** Splits the cue at a time in two; nothing where a part would be too short. */
export function splitCue(cues: readonly Cue[], time: Rational): readonly Cue[] {
  const cue = cues.find(({ musicIn, musicOut }) => isBefore(musicIn, time) && isBefore(time, musicOut))
  if (!cue) return cues
  const parts = [
    { ...cue, musicOut: time },
    { id: freeId(cues), name: freeName(cues), musicIn: time, musicOut: cue.musicOut },
  ]
  return parts.every(isLongEnough) ? inOrder([...cues.filter(({ id }) => id !== cue.id), ...parts]) : cues
}

export type CueEdge = 'musicIn' | 'musicOut'

/** Moves a cue's music-in or music-out; not past its neighbours, not outside the film, not below the shortest cue. */
export function moveCueEdge(
  cues: readonly Cue[],
  id: string,
  edge: CueEdge,
  time: Rational,
  duration: Rational,
): readonly Cue[] {
  const place = cues.findIndex((cue) => cue.id === id)
  const cue = cues[place]
  if (!cue) return cues
  const low = cues[place - 1]?.musicOut ?? zero
  const high = cues[place + 1]?.musicIn ?? duration
  const moved = { ...cue, [edge]: later(low, earlier(high, time)) }
  if (!isLongEnough(moved) || compareRational(moved[edge], cue[edge]) === 0) return cues
  return cues.map((each) => (each.id === id ? moved : each))
}

/** Deletes a cue; there is silence in its place. A film's last cue stays. */
export const deleteCue = (cues: readonly Cue[], id: string): readonly Cue[] =>
  cues.length > 1 && cues.some((cue) => cue.id === id) ? cues.filter((cue) => cue.id !== id) : cues

/** Joins a cue with the one after it; the silence between them becomes music. */
export function joinCues(cues: readonly Cue[], id: string): readonly Cue[] {
  const place = cues.findIndex((cue) => cue.id === id)
  const [first, second] = [cues[place], cues[place + 1]]
  if (!first || !second) return cues
  return [...cues.slice(0, place), { ...first, musicOut: second.musicOut }, ...cues.slice(place + 2)]
}

/** Names a cue; an empty name changes nothing. */
export const renameCue = (cues: readonly Cue[], id: string, name: string): readonly Cue[] =>
  name.trim() !== '' && cues.some((cue) => cue.id === id && cue.name !== name.trim())
    ? cues.map((cue) => (cue.id === id ? { ...cue, name: name.trim() } : cue))
    : cues

/** Names all cues by their order: 1m1, 1m2 ... */
export const numberCues = (cues: readonly Cue[]): readonly Cue[] =>
  cues.every(({ name }, index) => name === `1m${index + 1}`)
    ? cues
    : cues.map((cue, index) => ({ ...cue, name: `1m${index + 1}` }))
