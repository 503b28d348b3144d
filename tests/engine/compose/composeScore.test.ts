import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { durationSteps, ticksPerStep } from '../../../src/core/music/vocabulary'
import { seconds, ticksPerQuarter } from '../../../src/core/time/units'
import { locksAround } from '../../../src/core/music/keptMusic'
import type { Score } from '../../../src/core/music/score'
import { createTempoMap } from '../../../src/core/time/tempoMap'
import { composeScore, composeTakes } from '../../../src/main/engine/compose/composeScore'
import { forkInferenceProcess } from '../../../src/main/engine/inference/forkProcess'
import { createInferenceHost, type InferenceHost } from '../../../src/main/engine/inference/host'
import { createModelStore, type ModelStore } from '../../../src/main/engine/inference/modelStore'
import { arcCurve, filmPlan } from '../../core/music/support/filmPlan'
import { repositoryRoot } from '../../support/commandLine'
import { builtInferenceProcess } from '../inference/support/builtProcess'

const models = createModelStore(join(repositoryRoot, 'resources/models'))
const duration = 24
const hits = [3.1, 7.4, 12.2, 15, 18.7]
const curve = arcCurve(duration)
let entry: string
let host: InferenceHost

beforeAll(async () => {
  entry = await builtInferenceProcess()
  host = createInferenceHost({ start: () => forkInferenceProcess(entry) })
})
afterAll(() => host.stop())

const compose = (options: {
  seed: number
  presetName?: string
  signal?: AbortSignal
  onProgress?: (done: number) => void
}) => {
  const presetName = options.presetName ?? 'orchestral'
  return composeScore({
    presetName,
    plan: filmPlan({ duration, hits, presetName }),
    curve,
    host,
    models,
    ...options,
  })
}

describe('composing in the real inference process with the committed model', () => {
  test.each(['orchestral', 'solo-piano', 'band'])(
    'every kept hit has its chord on the exact tick: %s',
    async (presetName) => {
      const plan = filmPlan({ duration, hits, presetName })
      const { score, report } = await compose({ seed: 1, presetName })
      const kept = plan.hits.filter((hit) => hit.kept)
      expect(kept.length).toBeGreaterThanOrEqual(4)
      const notes = score.tracks.filter((track) => track.family !== 'drums').flatMap((track) => track.notes)
      for (const hit of kept) {
        const next = kept.find((other) => other.tick > hit.tick)?.tick ?? plan.endTick
        // Two beats, or until the next hit, as the nearest shorter note length of the vocabulary (E9).
        const room = Math.min(2 * ticksPerQuarter, next - hit.tick) / ticksPerStep
        const least = durationSteps.findLast((steps) => steps <= room)! * ticksPerStep
        // A key struck again right after them may be moved by less than half a grid step (D36) and cuts its note.
        const heard = least - ticksPerStep / 2
        const chord = notes.filter((note) => note.start === hit.tick && note.duration > heard)
        expect(new Set(chord.map((note) => note.pitch)).size, `hit at ${hit.time} s`).toBeGreaterThanOrEqual(
          3,
        )
      }
      for (const note of notes) expect(note.start + note.duration).toBeLessThanOrEqual(plan.endTick)
      expect(Math.max(...notes.map((note) => note.start + note.duration))).toBeGreaterThan(plan.endTick - 40)
      expect(report.provider).toBe('cpu')
    },
  )

  test('same seed, same score; another seed, another; progress ends at 1', async () => {
    const progress: number[] = []
    const first = await compose({ seed: 5, onProgress: (done) => progress.push(done) })
    expect(progress).toEqual([...progress].sort((a, b) => a - b))
    expect(progress.length).toBeGreaterThan(3)
    expect(progress.at(-1)).toBe(1)
    expect((await compose({ seed: 5 })).score).toEqual(first.score)
    expect((await compose({ seed: 6 })).score.tracks).not.toEqual(first.score.tracks)
    expect(first.model).toMatchObject({ name: 'composer' })
  })

  test('a range is composed again: outside of it every note stays, inside it changes', async () => {
    const plan = filmPlan({ duration, hits })
    const earlier = await compose({ seed: 1 })
    const [start, end] = [seconds(hits[1]!), seconds(hits[3]!)]
    const tempo = createTempoMap(plan.tempo)
    const [from, to] = [tempo.ticksAt(start), tempo.ticksAt(end)]
    const again = await composeScore({
      plan,
      curve,
      presetName: 'orchestral',
      seed: 2,
      host,
      models,
      earlier: { plan, score: earlier.score },
      locks: locksAround(start, end, plan.duration),
    })
    const notes = (score: Score, isInside: boolean): string[] =>
      score.tracks.flatMap((track) =>
        track.notes
          .filter((note) => (note.start >= from - 20 && note.start < to - 20) === isInside)
          .map((note) => [track.id, note.start, note.duration, note.pitch, note.velocity].join(' ')),
      )
    expect(notes(again.score, false).sort()).toEqual(notes(earlier.score, false).sort())
    expect(notes(again.score, true).length).toBeGreaterThan(5)
    expect(notes(again.score, true)).not.toEqual(notes(earlier.score, true))
    expect(again.report.steps).toBeLessThan(4 * earlier.report.steps)
  })

  test('takes differ, their bars are heard as they are written', async () => {
    const heard: number[] = []
    const takes = await composeTakes(
      {
        plan: filmPlan({ duration, hits }),
        curve,
        presetName: 'solo-piano',
        seed: 1,
        host,
        models,
        onBar: ({ take, bar }) => bar === 0 && heard.push(take),
      },
      3,
    )
    expect(new Set(takes.map(({ score }) => JSON.stringify(score.tracks))).size).toBe(3)
    expect([...new Set(heard)].sort()).toEqual([0, 1, 2])
  })

  test('a model that has learnt themes writes a returning section anew, and what is before it as ever (D38)', async () => {
    const withPrefixes = (prefixes: readonly string[]): ModelStore => ({
      ...models,
      async resolve(task) {
        const model = await models.resolve(task)
        return { ...model, meta: { ...(model.meta as object), prefixes } }
      },
    })
    const long = 48
    const plan = filmPlan({ duration: long, hits: [9, 17, 31, 40] })
    const returning = plan.sections.find(({ returnsTo }) => returnsTo !== undefined)!
    const film = { plan, curve: arcCurve(long), presetName: 'orchestral', seed: 2, host }
    const quantised = { controls: { quantised: true, emotionStrength: 1 } }
    const plain = await composeScore({ ...film, ...quantised, models: withPrefixes([]) })
    const told = await composeScore({ ...film, ...quantised, models: withPrefixes(['theme']) })
    const onsets = ({ score }: { score: Score }, isBefore: boolean): string[] =>
      score.tracks
        .flatMap(({ notes }) => notes)
        .filter(({ start }) => start < returning.startTick === isBefore)
        .map(({ start, pitch }) => `${start} ${pitch}`)
        .sort()
    expect(onsets(told, true)).toEqual(onsets(plain, true))
    expect(onsets(told, false)).not.toEqual(onsets(plain, false))
  })

  test('cancelling between events fails as cancelled and the process goes on', async () => {
    const abort = new AbortController()
    const composing = compose({ seed: 1, signal: abort.signal, onProgress: () => abort.abort() })
    await expect(composing).rejects.toMatchObject({ code: 'cancelled' })
    expect((await compose({ seed: 1 })).score.tracks.length).toBeGreaterThan(0)
  })

  test('a killed process fails the call as crashed and the next call works', async () => {
    const started: ReturnType<typeof forkInferenceProcess>[] = []
    const fragile = createInferenceHost({
      start: () => {
        const process = forkInferenceProcess(entry)
        started.push(process)
        return process
      },
    })
    const options = {
      plan: filmPlan({ duration, hits }),
      curve,
      presetName: 'orchestral',
      seed: 1,
      host: fragile,
      models,
    }
    const composing = composeScore({ ...options, onProgress: () => started[0]!.kill() })
    await expect(composing).rejects.toMatchObject({ code: 'inference-crashed' })
    expect((await composeScore(options)).score.tracks.length).toBeGreaterThan(0)
    expect(started).toHaveLength(2)
    await fragile.stop()
  })

  test('an unknown preset is wrong use', async () => {
    const plan = filmPlan({ duration, hits })
    await expect(
      composeScore({ plan, curve, presetName: 'kazoo', seed: 1, host, models }),
    ).rejects.toMatchObject({
      code: 'wrong-use',
    })
  })

  test('the process ends by itself when its host is gone', () => {
    const script = `const{fork}=require('node:child_process');const c=fork(${JSON.stringify(entry)},[],{serialization:'advanced'});c.once('message',()=>{console.log(c.pid);process.exit(0)})`
    const { stdout } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8', timeout: 20_000 })
    const child = Number(stdout)
    expect(child).toBeGreaterThan(0)
    const deadline = Date.now() + 5000
    const alive = (): boolean => {
      try {
        return process.kill(child, 0)
      } catch {
        return false
      }
    }
    while (alive() && Date.now() < deadline) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)
    expect(alive()).toBe(false)
  })
})
