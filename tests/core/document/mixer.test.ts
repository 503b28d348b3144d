import { describe, expect, it } from 'vitest'
import {
  defaultMixer,
  gainOf,
  silentLevel,
  silentTracks,
  withVolumes,
} from '../../../src/core/document/mixer'
import { isTrackLocked, lockTrack, unlockTrack } from '../../../src/core/document/trackLocks'
import { seconds } from '../../../src/core/time/units'
import { exampleDocument } from '../../fixtures/exampleDocument'

const composition = exampleDocument.composition!
const ids = composition.score.tracks.map(({ id }) => id)
const [first, ...others] = ids as [string, ...string[]]

describe('levels (L4)', () => {
  it('are decibels: full is 1, six less the half, the lowest silence', () => {
    expect(gainOf(0)).toBe(1)
    expect(gainOf(-6)).toBeCloseTo(0.5, 2)
    expect(gainOf(silentLevel)).toBe(0)
  })
})

describe('silent tracks (L3)', () => {
  const silent = (change: Partial<typeof defaultMixer>): string[] => [
    ...silentTracks(composition.score, { ...defaultMixer, ...change }),
  ]
  it('are the muted ones, and all beside solo ones', () => {
    expect(silent({})).toEqual([])
    expect(silent({ muted: [first] })).toEqual([first])
    expect(silent({ solo: [first] })).toEqual(others)
    expect(silent({ solo: [first], muted: [first] })).toEqual(ids)
  })
  it('are none because of a solo track that is gone', () => {
    expect(silent({ solo: ['no such track'] })).toEqual([])
  })
})

describe('volumes that were set by hand (L4)', () => {
  it('go to the score and every take', () => {
    const take = { seed: 2, score: composition.score }
    const volumes = { [first]: 17, 'no such track': 3 }
    const mixed = withVolumes({ ...composition, takes: [take] }, { ...defaultMixer, volumes })
    const expected = composition.score.tracks.map(({ id, volume }) => (id === first ? 17 : volume))
    for (const score of [mixed.score, mixed.takes![0]!.score])
      expect(score.tracks.map(({ volume }) => volume)).toEqual(expected)
  })
  it('leave a composition as it is where there are none', () => {
    expect(withVolumes(composition, undefined)).toBe(composition)
    expect(withVolumes(composition, defaultMixer)).toBe(composition)
  })
})

describe('a track that stays', () => {
  it('is locked over the whole film once, and let go', () => {
    const locked = lockTrack(composition, first)
    expect(isTrackLocked(locked, first)).toBe(true)
    expect(lockTrack(locked, first)).toBe(locked)
    expect(isTrackLocked(unlockTrack(locked, first), first)).toBe(false)
  })
  it('leaves locks of ranges and of other tracks alone', () => {
    const range = { start: seconds(0), end: seconds(1) }
    const both = { start: seconds(0), end: composition.plan.duration, tracks: [first, 'other'] }
    const unlocked = unlockTrack({ ...composition, locks: [range, both] }, first)
    expect(unlocked.locks).toEqual([range, { ...both, tracks: ['other'] }])
    expect(isTrackLocked({ ...composition, locks: [range] }, first)).toBe(false)
  })
})
