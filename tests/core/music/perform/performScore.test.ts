import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { valueAt } from '../../../../src/core/emotion/evaluateCurve'
import type { GridNote } from '../../../../src/core/music/events'
import { families } from '../../../../src/core/music/families'
import { performScore } from '../../../../src/core/music/perform/performScore'
import { findPreset, presetNames, presets } from '../../../../src/core/music/presets'
import type { Score } from '../../../../src/core/music/score'
import { durationSteps, ticksPerStep } from '../../../../src/core/music/vocabulary'
import { arcCurve, filmPlan } from '../support/filmPlan'

const duration = 16
const curve = arcCurve(duration)
const plan = filmPlan({ duration, hits: [4, 8.5] })
const endStep = Math.floor(plan.endTick / ticksPerStep)

function perform(notes: readonly GridNote[], presetName: string): Score {
  return performScore({
    plan,
    parts: findPreset(presetName)!.parts,
    emotionAt: (time) => valueAt(curve, time),
    cues: [{ cue: plan.cues[0]!, music: { notes, chords: [] } }],
  })
}

function notesOf(presetName: string): fc.Arbitrary<GridNote[]> {
  const available = findPreset(presetName)!.families.map((family) => families.indexOf(family))
  return fc.array(
    fc.record({
      onset: fc.integer({ min: 0, max: endStep - 1 }),
      duration: fc.constantFrom(...durationSteps),
      family: fc.constantFrom(...available),
      pitch: fc.integer({ min: 36, max: 80 }),
      velocity: fc.integer({ min: 1, max: 127 }),
    }),
    { maxLength: 120 },
  )
}

describe('performing (score.md, stage 4)', () => {
  test.each(presetNames)('every onset sounds, nothing overlaps or passes the end: %s', (presetName) => {
    fc.assert(
      fc.property(notesOf(presetName), (notes) => {
        const { tracks } = perform(notes, presetName)
        const written = tracks.flatMap((track) =>
          track.notes.map((note) => `${track.family} ${note.start} ${note.pitch}`),
        )
        const wanted = notes.map(
          (note) => `${families[note.family]} ${note.onset * ticksPerStep} ${note.pitch}`,
        )
        // A monophonic part drops no pitch either: notes of one onset are not cut to nothing.
        expect([...new Set(written)].sort()).toEqual([...new Set(wanted)].sort())
        for (const { notes: played } of tracks) {
          const ends = new Map<number, number>()
          for (const note of played) {
            expect(note.duration).toBeGreaterThan(0)
            expect(note.start + note.duration).toBeLessThanOrEqual(plan.endTick)
            expect(note.start).toBeGreaterThanOrEqual(ends.get(note.pitch) ?? 0)
            ends.set(note.pitch, note.start + note.duration)
          }
        }
      }),
      { numRuns: 30 },
    )
  })

  test('channels: drums on 9, at most fifteen melodic ones, none shared', () => {
    for (const preset of presets) {
      const notes = preset.parts.map((part) => ({
        onset: 0,
        duration: 24,
        family: families.indexOf(part.family),
        pitch: Math.round(
          (Math.max(part.zone[0], part.range[0]) + Math.min(part.zone[1], part.range[1])) / 2,
        ),
        velocity: 80,
      }))
      const { tracks } = perform(notes, preset.name)
      expect(tracks.map((track) => track.id).sort()).toEqual(preset.parts.map((part) => part.id).sort())
      const channels = tracks.map((track) => track.channel)
      expect(new Set(channels).size).toBe(channels.length)
      expect(Math.max(...channels)).toBeLessThan(16)
      for (const track of tracks) expect(track.channel === 9).toBe(track.family === 'drums')
    }
  })

  test('strings are split by pitch and a line stays with its part', () => {
    const note = (onset: number, pitch: number): GridNote => ({
      onset,
      duration: 24,
      family: 6,
      pitch,
      velocity: 70,
    })
    const split = perform([note(0, 76), note(0, 60), note(0, 48), note(0, 33)], 'orchestral')
    expect(split.tracks.map((track) => [track.name, track.notes[0]!.pitch])).toEqual([
      ['Violins', 76],
      ['Violas', 60],
      ['Cellos', 48],
      ['Double Basses', 33],
    ])
    const line = perform([note(0, 69), note(24, 67), note(48, 65), note(72, 67)], 'orchestral')
    expect(line.tracks.map((track) => track.name)).toEqual(['Violins'])
  })

  test('expression follows arousal and starts at tick 0', () => {
    const { tracks } = perform([{ onset: 0, duration: 24, family: 6, pitch: 60, velocity: 70 }], 'orchestral')
    const controls = tracks[0]!.controls.filter((change) => change.controller === 11)
    expect(controls[0]!.tick).toBe(0)
    const calm = controls[0]!.value
    const chase = Math.max(...controls.map((change) => change.value))
    expect(chase - calm).toBeGreaterThan(30)
    expect(controls.every((change) => change.value >= 0 && change.value <= 127)).toBe(true)
  })

  test('markers: one per cut and section, kept hits on their tick', () => {
    const { markers } = perform([], 'orchestral')
    expect(markers.filter((marker) => marker.kind === 'cut').map((marker) => marker.tick)).toEqual(
      plan.hits.map((hit) => hit.tick),
    )
    expect(markers.filter((marker) => marker.kind === 'section')).toHaveLength(plan.sections.length)
  })
})

describe('presets', () => {
  test('names are unique, zones of a family meet, zones lie in reach', () => {
    expect(new Set(presetNames).size).toBe(presets.length)
    expect(presetNames).toEqual(
      expect.arrayContaining([
        'orchestral',
        'chamber-strings',
        'strings-and-piano',
        'electronic',
        'band',
        'solo-piano',
      ]),
    )
    for (const preset of presets) {
      expect(new Set(preset.parts.map((part) => part.id)).size).toBe(preset.parts.length)
      expect(preset.parts.filter((part) => part.family !== 'drums').length).toBeLessThanOrEqual(15)
      for (const family of preset.families) {
        const zones = preset.parts
          .filter((part) => part.family === family)
          .map((part) => part.zone)
          .sort((a, b) => a[0] - b[0])
        expect(zones[0]![0]).toBe(0)
        expect(zones.at(-1)![1]).toBe(127)
        zones.slice(1).forEach((zone, index) => expect(zone[0]).toBe(zones[index]![1] + 1))
      }
    }
  })
})
