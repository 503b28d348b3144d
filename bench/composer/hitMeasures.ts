import type { Plan } from '../../src/core/music/plan'
import type { Random } from '../../src/core/music/random'
import type { Score } from '../../src/core/music/score'
import { createTempoMap } from '../../src/core/time/tempoMap'
import { seconds, ticks, ticksPerQuarter } from '../../src/core/time/units'

/** One frame at 25 frames per second. */
export const frame = 1 / 25
/** Onsets nearer than this belong to one chord, and a chord is three pitches held 1.8 beats (score.md of the plan). */
const together = 0.03
const leastPitches = 3
export const longBeats = 1.8
/** Chance moments keep this many seconds from real targets. */
const apart = 0.25
/** A hit's chord that the next hit cuts short must fill this share of the room. */
const filled = 0.9

/** Moments in seconds at which three or more distinct melodic pitches begin, and how long each of them is in beats. */
interface Onset {
  readonly at: number
  readonly pitch: number
  readonly beats: number
}

function onsetsOf(score: Score): Onset[] {
  const tempo = createTempoMap(score.tempo)
  return score.tracks
    .filter((track) => track.family !== 'drums')
    .flatMap((track) =>
      track.notes.map((note) => ({
        at: tempo.secondsAt(note.start),
        pitch: note.pitch,
        beats: note.duration / ticksPerQuarter,
      })),
    )
    .sort((a, b) => a.at - b.at)
}

/** Times of long chords: three or more distinct melodic pitches within 30 ms, each held `beats` or more. */
export function longChordTimes(score: Score, beats = longBeats): number[] {
  const long = onsetsOf(score).filter((onset) => onset.beats >= beats - 1e-6)
  const times: number[] = []
  for (let first = 0; first < long.length;) {
    let last = first
    while (last < long.length && long[last]!.at - long[first]!.at <= together) last++
    const pitches = new Set(long.slice(first, last).map((onset) => onset.pitch))
    if (pitches.size >= leastPitches) times.push(long[first]!.at)
    first = last
  }
  return times
}

/** Kept must-hits that ask for a chord, with the beats of room until the next kept one or the end of the music. */
export function chordHits(plan: Plan): { readonly time: number; readonly room: number }[] {
  const kept = plan.hits.filter((hit) => hit.kept && hit.mode === 'must')
  return kept.flatMap((hit, index) => {
    if (hit.kind !== 'chord') return []
    const next = kept[index + 1]?.tick ?? plan.endTick
    return [{ time: hit.time, room: (next - hit.tick) / ticksPerQuarter }]
  })
}

/** Kept must-hits, and those of them with a long chord within a frame. */
export function keptHits(score: Score, plan: Plan): { readonly kept: number; readonly struck: number } {
  const hits = chordHits(plan)
  const struck = hits.filter(({ time, room }) => {
    const least = Math.min(longBeats, filled * room)
    return longChordTimes(score, least).some((at) => Math.abs(at - time) <= frame)
  })
  return { kept: hits.length, struck: struck.length }
}

/** How many targets have one of the times within the tolerance; all in seconds. */
export const hitCount = (targets: readonly number[], times: readonly number[], tolerance: number): number =>
  targets.filter((target) => times.some((time) => Math.abs(time - target) <= tolerance)).length

/** The targets with their distances in another order and turned by a random time around the film. */
export function shuffledCuts(targets: readonly number[], duration: number, random: Random): number[] {
  const gaps = targets.map((time, index) => time - (targets[index - 1] ?? 0))
  for (let last = gaps.length - 1; last > 0; last--) {
    const other = Math.floor(random.next() * (last + 1))
    ;[gaps[last], gaps[other]] = [gaps[other]!, gaps[last]!]
  }
  let time = random.next() * duration
  return gaps.map((gap) => (time = (time + gap) % duration))
}

/**
 * The targets at the same place in other bars, drawn at random: the metre knows as much of these as of the real ones.
 * Moments at which a real target lies are not drawn; a target without any such bar is left out.
 */
export function otherBars(plan: Plan, targets: readonly number[], random: Random): number[] {
  const tempo = createTempoMap(plan.tempo)
  return targets.flatMap((time) => {
    const tick = tempo.ticksAt(seconds(time))
    const own = plan.bars.findLast((bar) => bar.tick <= tick + 1) ?? plan.bars[0]!
    const inside = Math.round(tick - own.tick)
    const moments = plan.bars
      .filter((bar) => bar.length > inside)
      .map((bar) => tempo.secondsAt(ticks(bar.tick + inside)))
      .filter((moment) => targets.every((target) => Math.abs(target - moment) > apart))
    return moments[Math.floor(random.next() * moments.length)] ?? []
  })
}
