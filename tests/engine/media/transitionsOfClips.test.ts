import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rationalToNumber } from '../../../src/core/time/rational'
import { createTransitionScorer } from '../../../src/core/timeline/transitionScorer'
import type { Transition } from '../../../src/core/timeline/transition'
import { decodeMedia } from '../../../src/main/engine/media/decode'
import type { FfmpegTool } from '../../../src/main/engine/media/ffmpeg'
import { probeMedia } from '../../../src/main/engine/media/probe'
import { transitionsOfScores } from '../../fixtures/transitionNetwork'
import { createSyntheticVideos, ffmpegsUnderTest, type SyntheticVideos } from '../../synthetic/videos'

async function transitionsOf(tool: FfmpegTool, path: string): Promise<readonly Transition[]> {
  const info = await probeMedia(tool, path)
  const scorer = createTransitionScorer(rationalToNumber(info.frameRate))
  await decodeMedia(tool, path, info, { pictureAnalysers: [scorer], soundAnalysers: [] })
  return transitionsOfScores(scorer.scores())
}

const brief = (transitions: readonly Transition[]): string[] =>
  transitions.map(({ kind, frame }) => `${kind} ${frame}`)
const tools = await ffmpegsUnderTest()

describe.each(tools.map((tool) => ({ name: `${tool.source} ${tool.version}`, tool })))(
  'transitions of made clips with $name',
  ({ tool }) => {
    let videos: SyntheticVideos
    beforeAll(async () => {
      videos = await createSyntheticVideos(tool)
    })
    afterAll(() => videos.remove())

    it.each(['24', '25', '30000/1001'])('are exact at %s pictures per second', async (rate) => {
      const { path, cutFrames } = await videos.cutClip(`cuts-${rate.replace('/', '-')}.mp4`, rate)
      const found = await transitionsOf(tool, path)
      expect(brief(found)).toEqual(cutFrames.map((frame) => `cut ${frame}`))
      const [numerator, denominator] = [...rate.split('/').map(Number), 1] as [number, number]
      found.forEach(({ time, frame }) =>
        expect(time.numerator * numerator).toBe(frame * denominator * time.denominator),
      )
    })

    it('are exact in time at a variable rate', async () => {
      const { path, cutFrames } = await videos.variableRateClip('variable.mp4')
      const found = await transitionsOf(tool, path)
      expect(found.map(({ frame }) => frame)).toEqual(cutFrames)
      // 30 pictures of 1/24 s; then 40 of these and 11 of 1/12 s.
      expect(found[0]?.time).toEqual({ numerator: 5, denominator: 4 })
      expect(found[1]?.time).toEqual({ numerator: 31, denominator: 12 })
    })
  },
)

const clips = resolve('../shared/clips')

describe('transitions of the shared clips', () => {
  const clip = (name: string) => ({ path: `${clips}/${name}`, missing: !existsSync(`${clips}/${name}`) })
  const [bunny, tester, oneShot] = [
    'bbb_480p_30s.mp4',
    'pyscenedetect_testvideo.mp4',
    'chaplin_oneshot.mp4',
  ].map(clip)

  it.skipIf(bunny!.missing)('bbb_480p_30s.mp4: the three cuts and the fade-in', async () => {
    const found = await transitionsOf(tools[0]!, bunny!.path)
    expect(brief(found)).toEqual(['fade 5', 'cut 285', 'cut 378', 'cut 553'])
  })

  it.skipIf(tester!.missing)('pyscenedetect_testvideo.mp4: cuts, fades and the dissolve', async () => {
    const found = await transitionsOf(tools[0]!, tester!.path)
    expect(found.map(({ kind }) => kind)).toEqual(['cut', 'cut', 'fade', 'fade', 'fade', 'dissolve', 'fade'])
    expect(brief(found).slice(0, 2)).toEqual(['cut 30', 'cut 180'])
    const dissolve = found.find(({ kind }) => kind === 'dissolve')
    expect(Math.abs((dissolve?.frame ?? 0) - 543)).toBeLessThanOrEqual(2)
  })

  it.skipIf(oneShot!.missing)('chaplin_oneshot.mp4: none', async () => {
    expect(await transitionsOf(tools[0]!, oneShot!.path)).toEqual([])
  })
})
