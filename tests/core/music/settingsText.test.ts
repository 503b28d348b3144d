import { describe, expect, it } from 'vitest'
import { isFailure } from '../../../src/core/base/failure'
import { parseKey, parseMetre, parseTempoRange } from '../../../src/core/music/settingsText'

const reasonOf = (work: () => unknown): string => {
  try {
    work()
    return 'none'
  } catch (error) {
    return isFailure(error) && error.code === 'wrong-use' ? String(error.context.reason) : String(error)
  }
}

describe('settings in words (docs/spec/planner.md P19)', () => {
  it.each([
    ['80-120', 80, 120],
    ['96', 96, 96],
    [' 60.5 – 61 ', 60.5, 61],
    ['20-400', 20, 400],
  ])('reads the tempo range %s', (text, minimumTempo, maximumTempo) => {
    expect(parseTempoRange(text)).toEqual({ minimumTempo, maximumTempo })
  })

  it.each(['', 'fast', '80-', '-80', '80-120-140', '80..120', '1e2', '120-80', '19-90', '80-401', '0-9'])(
    'refuses the tempo range “%s”',
    (text) => expect(reasonOf(() => parseTempoRange(text))).toMatch(/tempo range/),
  )

  it.each([
    ['3/4', 3, 4],
    ['12/8', 12, 8],
    ['2 / 2', 2, 2],
    ['16/4', 16, 4],
  ])('reads the metre %s', (text, numerator, denominator) => {
    expect(parseMetre(text)).toEqual({ numerator, denominator })
  })

  it.each(['', '4', '4/', '0/4', '17/4', '5/16', '3/3', '3.5/4', '-3/4'])('refuses the metre “%s”', (text) =>
    expect(reasonOf(() => parseMetre(text))).toMatch(/metre/),
  )

  it.each([
    ['D minor', 2, 'minor'],
    ['bb major', 10, 'major'],
    ['F# minor', 6, 'minor'],
    ['Cb major', 11, 'major'],
    ['B# MINOR', 0, 'minor'],
    ['E♭-major', 3, 'major'],
  ])('reads the key %s', (text, tonic, mode) => {
    expect(parseKey(text)).toEqual({ tonic, mode })
  })

  it('reads an automatic key', () => {
    expect(parseKey('auto')).toBe('automatic')
    expect(parseKey('Automatic')).toBe('automatic')
  })

  it.each(['', 'H minor', 'D', 'minor', 'D dorian', 'Dbb major', 'D minor 7'])(
    'refuses the key “%s”',
    (text) => expect(reasonOf(() => parseKey(text))).toMatch(/is no key/),
  )
})
