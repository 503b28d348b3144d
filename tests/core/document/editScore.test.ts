import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Composition } from '../../../src/core/document/document'
import { addNote, changeChord, changeNote } from '../../../src/core/document/editScore'
import { planDocument } from '../../../src/core/document/planDocument'
import type { ChordQuality, Note, Track } from '../../../src/core/music/score'
import { rational } from '../../../src/core/time/rational'
import { ticks } from '../../../src/core/time/units'
import { exampleDocument } from '../../fixtures/exampleDocument'

const plan = planDocument({
  ...exampleDocument,
  media: { ...exampleDocument.media, info: { ...exampleDocument.media.info, duration: rational(30) } },
  transitions: [],
  cues: [],
  settings: { ...exampleDocument.settings, hits: 'none', solution: 1, preset: 'orchestral' },
  composition: undefined,
})

const note = (start: number, pitch: number): Note => ({
  start: ticks(start),
  duration: ticks(960),
  pitch,
  velocity: 80,
})
const track = (id: string, family: Track['family'], notes: readonly Note[]): Track => ({
  ...{ id, name: id, family, channel: 0, program: 0, volume: 100, pan: 64, controls: [] },
  notes,
})

const composition: Composition = {
  ...exampleDocument.composition!,
  plan,
  locks: undefined,
  score: {
    ...exampleDocument.composition!.score,
    ...{ tempo: plan.tempo, metre: plan.metre, keys: plan.keys, endTick: plan.endTick },
    chords: [
      { tick: ticks(0), root: 0, quality: 'major', bass: 0 },
      { tick: ticks(3840), root: 7, quality: 'major', bass: 7 },
    ],
    tracks: [
      track('strings', 'strings', [note(0, 60), note(960, 64), note(1920, 67), note(3840, 67)]),
      track('bass', 'bass', [note(0, 36), note(3840, 43)]),
      track('drums', 'drums', [note(0, 36), note(960, 38)]),
    ],
  },
}
const notesOf = ({ score }: Composition, id: string) => score.tracks.find((each) => each.id === id)!.notes

const qualities: readonly ChordQuality[] = ['major', 'minor', 'suspended', 'dominantSeventh', 'diminished']

describe('docs/spec/score-editing.md', () => {
  it('N2: C becomes A minor: roots, thirds and fifths keep their roles, the bass follows, drums stay', () => {
    const changed = changeChord(composition, 0, { root: 9, quality: 'minor' })
    expect(changed.score.chords[0]).toMatchObject({ root: 9, quality: 'minor', bass: 9 })
    expect(notesOf(changed, 'strings').map(({ pitch }) => pitch % 12)).toEqual([9, 0, 4, 7])
    expect(notesOf(changed, 'bass').map(({ pitch }) => pitch)).toEqual([33, 43])
    expect(notesOf(changed, 'drums')).toBe(notesOf(composition, 'drums'))
  })

  it('N1, N2: any change of a chord moves notes by a tritone at most, only under it, and locks its bars', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 11 }),
        fc.constantFrom(...qualities),
        fc.integer({ min: 0, max: 11 }),
        (root, quality, bass) => {
          const changed = changeChord(composition, 0, { root, quality, bass })
          if (changed === composition) {
            expect([root, quality, bass]).toEqual([0, 'major', 0])
            return
          }
          for (const { id, notes } of composition.score.tracks)
            notes.forEach((before, index) => {
              const after = notesOf(changed, id)[index]!
              expect(Math.abs(after.pitch - before.pitch)).toBeLessThanOrEqual(6)
              if (before.start >= 3840) expect(after).toEqual(before)
            })
          expect(changed.locks).toHaveLength(1)
          expect(changed.locks![0]).toMatchObject({ start: 0 })
          expect(changed.locks![0]!.tracks).toBeUndefined()
        },
      ),
    )
  })

  it('N1: the same lock is not added twice', () => {
    const once = changeNote(composition, 'strings', 0, { pitch: 62 })
    const twice = changeNote(once, 'strings', 0, { pitch: 65 })
    expect(twice.locks).toHaveLength(1)
    expect(twice.locks![0]!.tracks).toEqual(['strings'])
  })

  it('N3: notes stay playable and in order, whatever is asked', () => {
    fc.assert(
      fc.property(
        fc.nat(3),
        fc.record({
          start: fc.integer({ min: -5000, max: 200_000 }).map(ticks),
          duration: fc.integer({ min: -10, max: 200_000 }).map(ticks),
          pitch: fc.integer({ min: -20, max: 150 }),
          velocity: fc.integer({ min: -5, max: 200 }),
        }),
        (index, change) => {
          for (const edited of [
            changeNote(composition, 'strings', index, change),
            addNote(composition, 'strings', change),
          ]) {
            const notes = notesOf(edited, 'strings')
            notes.forEach((each, place) => {
              expect(each.start).toBeGreaterThanOrEqual(notes[place - 1]?.start ?? 0)
              expect(each.start + each.duration).toBeLessThanOrEqual(composition.score.endTick)
              expect(each.duration).toBeGreaterThan(0)
              expect(each.pitch).toBe(Math.max(0, Math.min(127, each.pitch)))
              expect(each.velocity).toBe(Math.max(1, Math.min(127, each.velocity)))
            })
          }
        },
      ),
    )
  })

  it('N4: what is not there, or does not change, changes nothing; a note can be deleted', () => {
    expect(changeChord(composition, 9, { root: 1 })).toBe(composition)
    expect(changeChord(composition, 0, {})).toBe(composition)
    expect(changeNote(composition, 'harp', 0, { pitch: 1 })).toBe(composition)
    expect(addNote(composition, 'harp', note(0, 60))).toBe(composition)
    expect(notesOf(changeNote(composition, 'strings', 1, null), 'strings')).toHaveLength(3)
  })
})
