import { readFile, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rationalToNumber } from '../../../src/core/time/rational'
import { createKnownCutMaker, cutSeconds, type KnownCut, type KnownCutMaker } from '../../synthetic/knownCut'
import { probeMedia } from '../../../src/main/engine/media/probe'
import { ffmpegsUnderTest } from '../../synthetic/videos'
import { observe } from './support/observe'

const tools = await ffmpegsUnderTest()
const plain: KnownCut = { rate: '25', frames: 50, cutFrame: 27 }
const halfFrame = 0.02

let films: KnownCutMaker
beforeAll(async () => {
  films = await createKnownCutMaker(tools[0]!)
})
afterAll(() => films.remove())

interface Joined {
  readonly path: string
  /** Seconds from the first picture to the cut, by the start times of the parts. */
  readonly cut: number
}

/** Two transport streams one after the other: a shot without sound, then the known cut with a change of format. */
async function join(name: string, change: Partial<KnownCut>): Promise<Joined> {
  const still: KnownCut = { ...plain, cutFrame: 50 }
  const first = await films.make(`first-${name}`, still)
  const second = await films.make(`second-${name}`, {
    ...plain,
    ...change,
    output: ['-output_ts_offset', '2.1'],
  })
  const starts = await Promise.all([first, second].map((path) => probeMedia(tools[0]!, path)))
  const [firstStart, secondStart] = starts.map((info) => rationalToNumber(info.startTime))
  await writeFile(films.path(name), Buffer.concat([await readFile(first), await readFile(second)]))
  return { path: films.path(name), cut: secondStart! - firstStart! + cutSeconds(plain) }
}

describe.each(tools.map((tool) => ({ name: `${tool.source} ${tool.version}`, tool })))(
  'what changes inside a file, with $name',
  ({ tool }) => {
    it.each([
      ['size', { size: '320x180' }],
      ['aspect ratio', { filters: 'setsar=4/3' }],
      ['pixel format', { video: ['-c:v', 'libx264', '-pix_fmt', 'yuv444p'] }],
      ['channels', { audio: ['-c:a', 'aac', '-ac', '2'] }],
      ['sample rate', { audio: ['-c:a', 'aac', '-ar', '44100'] }],
      ['size and sample rate', { size: '192x108', audio: ['-c:a', 'aac', '-ar', '32000', '-ac', '2'] }],
    ])('the %s changes in the middle', async (what, change) => {
      const { path, cut } = await join(`${what.replaceAll(' ', '-')}.ts`, change)
      const seen = await observe(tool, path)
      expect(seen.summary.pictures).toBe(100)
      expect(seen.cutFrame).toBe(77)
      expect(rationalToNumber(seen.times[77]!)).toBeCloseTo(cut, 4)
      expect(Math.abs(seen.toneSeconds! - cut)).toBeLessThan(halfFrame)
      expect(Math.abs(seen.summary.soundDuration - 4)).toBeLessThan(0.2)
    })
  },
)
