import { Failure } from '../base/failure'
import type { PlanSettings } from './plan'
import { barHalfBeats } from './planner/barFilling'
import { tempoRange } from './planner/tempoRange'

const refuse = (reason: string): Failure => new Failure('wrong-use', { reason })

/**
 * Parses a tempo range such as `80-120` or one tempo such as `96`, in quarters a minute. Throws Failure `wrong-use` with
 * the reason.
 */
export function parseTempoRange(text: string): Pick<PlanSettings, 'minimumTempo' | 'maximumTempo'> {
  const match = /^(\d+(?:\.\d+)?)(?:\s*[-–]\s*(\d+(?:\.\d+)?))?$/u.exec(text.trim())
  if (!match) throw refuse(`“${text}” is no tempo range; write two tempi such as 80-120, or one`)
  const [minimumTempo, maximumTempo] = [Number(match[1]), Number(match[2] ?? match[1])]
  tempoRange({ minimumTempo, maximumTempo })
  return { minimumTempo, maximumTempo }
}

/** Parses a metre such as `3/4`. Throws Failure `wrong-use` with the reason. */
export function parseMetre(text: string): PlanSettings['metre'] {
  const match = /^(\d{1,3})\s*\/\s*(\d{1,3})$/u.exec(text.trim())
  if (!match) throw refuse(`“${text}” is no metre; write one such as 3/4`)
  const metre = { numerator: Number(match[1]), denominator: Number(match[2]) }
  barHalfBeats(metre)
  return metre
}

const naturalTonics: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 }
const accidentals: Readonly<Record<string, number>> = { '': 0, '#': 1, '♯': 1, b: -1, '♭': -1 }

/** Parses `auto`, `D minor`, `Bb major`, `F# minor`. Throws Failure `wrong-use` with the reason. */
export function parseKey(text: string): PlanSettings['key'] {
  if (/^auto(matic)?$/iu.test(text.trim())) return 'automatic'
  const match = /^([A-G])([#♯b♭]?)[\s-]*(major|minor)$/iu.exec(text.trim())
  const natural = match ? naturalTonics[match[1]!.toUpperCase()] : undefined
  const accidental = match ? accidentals[match[2]!.toLowerCase()] : undefined
  if (!match || natural === undefined || accidental === undefined)
    throw refuse(`“${text}” is no key; write one such as D minor or Bb major, or auto`)
  return {
    tonic: (natural + accidental + 12) % 12,
    mode: match[3]!.toLowerCase() === 'minor' ? 'minor' : 'major',
  }
}
