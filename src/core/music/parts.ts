import { familyLimits, type FamilyLimit } from './decodeFrame'
import { families, type Family } from './families'

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
  /** CC 91, the share that goes to the reverb, 0..127. */
  readonly reverb: number
  /** The most notes that the part holds at once; as many as its family when absent. */
  readonly voices?: number | undefined
}

/** Limits by family index of what these parts can play: their ranges and voices together, inside the family's. */
export function partLimits(parts: readonly PartDefinition[]): FamilyLimit[] {
  return familyLimits.map((limit, index) => {
    const members = parts.filter((part) => part.family === families[index])
    if (members.length === 0) return limit
    const voices = members.reduce((sum, part) => sum + (part.voices ?? limit.voices), 0)
    return {
      lowest: Math.max(limit.lowest, Math.min(...members.map((part) => part.range[0]))),
      highest: Math.min(limit.highest, Math.max(...members.map((part) => part.range[1]))),
      voices: Math.min(limit.voices, voices),
    }
  })
}
