import { describe, expect, it } from 'vitest'
import { readSample } from '../../bench/cuts/clips'
import { pySceneDetectors } from '../../bench/cuts/columns'
import { ffmpegDetectors } from '../../bench/cuts/ffmpegDetectors'
import { openOurs } from '../../bench/cuts/ours'
import { openPySceneDetect } from '../../bench/cuts/pyscenedetect'
import { scoreFilm } from '../../bench/cuts/score'
import { gradualPairs } from '../../bench/cuts/scored'
import { resolveFfmpeg } from '../../src/main/engine/media/ffmpeg'

describe('the detectors of the benchmark, on the sample film', async () => {
  const sample = readSample()
  const ffmpeg = await resolveFfmpeg({ environment: process.env })

  it('name the very pictures that ffmpeg picks', async () => {
    for (const detector of ffmpegDetectors(ffmpeg)) {
      const { exactCuts } = scoreFilm(sample.truth, await detector.detect(sample))
      expect(exactCuts.matched, detector.id).toBeGreaterThan(0)
      expect(exactCuts.reported, detector.id).toBe(exactCuts.matched)
    }
  }, 180_000)

  it('keep the kinds and the ends of what Hitpoint finds', async () => {
    const ours = openOurs(ffmpeg)
    const counts = scoreFilm(sample.truth, await ours.detector.detect(sample))
    await ours.close()
    expect(counts.exactCuts).toEqual({ truth: 10, reported: 10, matched: 10 })
    expect(gradualPairs(counts)).toEqual({ truth: 3, reported: 3, matched: 3 })
    expect(Object.keys(counts.confusion['fade-in'] ?? {})).toEqual(['fade-in'])
    expect(Object.keys(counts.confusion['fade-out'] ?? {})).toEqual(['fade-out'])
  }, 180_000)
})

it('PySceneDetect is named as not run where its Python is missing', async () => {
  const { detectors, notRun } = await openPySceneDetect('/nowhere/python3')
  expect(detectors).toEqual([])
  expect(Object.keys(notRun)).toEqual(Object.keys(pySceneDetectors))
  expect(Object.values(notRun).every((reason) => reason.includes('ENOENT'))).toBe(true)
})
