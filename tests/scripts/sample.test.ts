import { readFile, stat } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { rationalToNumber } from '../../src/core/time/rational'
import { createTransitionScorer } from '../../src/core/timeline/transitionScorer'
import { decodeMedia } from '../../src/main/engine/media/decode'
import { probeMedia } from '../../src/main/engine/media/probe'
import { ensureSample, sampleTruth } from '../../scripts/sample/makeSample'
import { createSamplePainter } from '../../scripts/sample/storyboard'
import { transitionsOfScores } from '../fixtures/transitionNetwork'
import { ffmpegsUnderTest } from '../synthetic/videos'

const folder = 'resources/sample'
const tools = await ffmpegsUnderTest()

describe('the sample film', () => {
  it('is there with its truth, and small', async () => {
    const never = (): Promise<never> => Promise.reject(new Error('the sample is missing'))
    const path = await ensureSample(folder, never)
    expect((await stat(path)).size).toBeLessThan(3e6)
    const truth: unknown = JSON.parse(await readFile(`${folder}/sample.json`, 'utf8'))
    expect(truth).toEqual(JSON.parse(JSON.stringify(sampleTruth)))
    const kinds = sampleTruth.transitions.map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind === 'cut').length).toBeGreaterThanOrEqual(7)
    expect(kinds).toContain('dissolve')
    expect(kinds).toContain('fade')
    expect(sampleTruth.moods.map(({ mood }) => mood)).toEqual(['calm', 'tension', 'chase', 'relief'])
  })

  it('is drawn the same on every run', () => {
    const [first, second] = [createSamplePainter(), createSamplePainter()]
    for (const frame of [0, 120, 700]) expect(Buffer.compare(first(frame), second(frame))).toBe(0)
    expect(first(0).every((value) => value === 0)).toBe(true)
    expect(first(959).every((value) => value === 0)).toBe(true)
  })

  it.each(tools.map((tool) => ({ name: `${tool.source} ${tool.version}`, tool })))(
    'has exactly its transitions found with $name',
    async ({ tool }) => {
      const path = `${folder}/sample.mp4`
      const info = await probeMedia(tool, path)
      expect(info).toMatchObject({ width: 640, height: 360, frameRate: { numerator: 24, denominator: 1 } })
      const scorer = createTransitionScorer(24)
      let loudest = 0
      const summary = await decodeMedia(tool, path, info, {
        pictureAnalysers: [scorer],
        soundAnalysers: [
          {
            pushSound: ({ samples }) =>
              samples.forEach((sample) => (loudest = Math.max(loudest, Math.abs(sample)))),
          },
        ],
      })
      expect(summary).toMatchObject({
        pictures: 960,
        duration: { numerator: 40, denominator: 1 },
        warnings: [],
      })
      expect(loudest).toBeGreaterThan(0.2)
      const found = await transitionsOfScores(scorer.scores())
      const brief = (kind: string, frame: number): string => `${kind} ${frame}`
      expect(found.map(({ kind, frame }) => brief(kind, frame))).toEqual(
        sampleTruth.transitions.map(({ kind, frame }) => brief(kind, frame)),
      )
      found.forEach(({ start, end }, index) => {
        const truth = sampleTruth.transitions[index]!
        expect(Math.abs(rationalToNumber(start) * 24 - truth.start)).toBeLessThanOrEqual(1)
        expect(Math.abs(rationalToNumber(end) * 24 - truth.end)).toBeLessThanOrEqual(1)
      })
    },
  )
})
