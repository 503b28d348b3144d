import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ticksPerStep } from '../../../src/core/music/vocabulary'
import type { ComposedBar } from '../../../src/main/engine/compose/composeScore'
import { createEngine, type Engine } from '../../../src/main/engine/engine'
import { forkInferenceProcess } from '../../../src/main/engine/inference/forkProcess'
import { repositoryRoot, temporaryFolder } from '../../support/commandLine'
import { createKnownCutMaker, type KnownCutMaker } from '../../synthetic/knownCut'
import { ffmpegsUnderTest } from '../../synthetic/videos'
import { builtInferenceProcess } from '../inference/support/builtProcess'

const folder = temporaryFolder()
let films: KnownCutMaker
let engine: Engine

beforeAll(async () => {
  const [tool] = await ffmpegsUnderTest()
  films = await createKnownCutMaker(tool!)
  const entry = await builtInferenceProcess()
  engine = createEngine({
    version: 'test',
    modelFolder: join(repositoryRoot, 'resources/models'),
    cacheFolder: join(folder, 'cache'),
    ffmpegPath: tool!.path,
    startInference: () => forkInferenceProcess(entry),
    log: () => undefined,
  })
})
afterAll(async () => {
  await engine.close()
  await films.remove()
  await rm(folder, { recursive: true, force: true })
})

describe('scoring a film', () => {
  it('tells every bar while it composes, and each is what the score then holds', async () => {
    const input = await films.make('film.mp4', { rate: '25', frames: 200, cutFrame: 90 })
    const heard: ComposedBar[] = []
    let isDone = false
    const { composition } = await engine.score(
      {
        input,
        outputFolder: join(folder, 'out'),
        wav: false,
        force: false,
        composition: { controls: { quantised: true } },
      },
      {
        onBar(bar) {
          expect(isDone).toBe(false)
          heard.push(bar)
        },
      },
    )
    isDone = true
    const { plan, score } = composition
    expect(heard.map(({ bar }) => bar)).toEqual(plan.bars.map((_, index) => index))
    const place = (start: number, pitch: number): string => `${start} ${pitch}`
    const written = new Set(
      score.tracks.flatMap(({ notes }) => notes.map(({ start, pitch }) => place(start, pitch))),
    )
    const told = heard.flatMap(({ cue, music }) =>
      music.notes.map(({ onset, pitch }) => place(cue.startTick + onset * ticksPerStep, pitch)),
    )
    expect(told.length).toBeGreaterThan(10)
    expect(new Set(told)).toEqual(written)
  })
})
