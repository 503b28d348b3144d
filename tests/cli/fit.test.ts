import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hitpoint, samplePath, temporaryFolder } from '../support/commandLine'

interface Solution {
  readonly solution: number
  readonly cost: Readonly<Record<string, number>>
  readonly tempo: { readonly slowest: number; readonly fastest: number }
  readonly cues: readonly { readonly name: string; readonly start: number; readonly end: number }[]
  readonly hits: readonly {
    readonly time: number
    readonly grade: string
    readonly errorMilliseconds: number
    readonly errorFrames: number
    readonly downbeat: boolean
    readonly reason?: string
  }[]
}

let folder: string
beforeAll(() => {
  folder = temporaryFolder()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const wishes = ['--cue', '2-19.5', '--cue', '00:00:22:00-end', '--tempo', '70-130', '--metre', '3/4']

/** What `hitpoint fit` lists for the sample. */
async function solutionsOf(...options: readonly string[]): Promise<readonly Solution[]> {
  const result = await hitpoint(['fit', samplePath, '--json', '--quiet', ...options])
  expect(result.stderr).toBe('')
  expect(result.code).toBe(0)
  return (JSON.parse(result.stdout) as { solutions: readonly Solution[] }).solutions
}

describe('hitpoint fit on the sample', () => {
  it('P16 ranks distinct solutions by their cost and grades every hit, without writing anything', async () => {
    const before = readdirSync(join(samplePath, '..'))
    const solutions = await solutionsOf(...wishes)
    expect(solutions.length).toBeGreaterThan(3)
    expect(solutions.map(({ solution }) => solution)).toEqual(solutions.map((_, index) => index + 1))
    const costs = solutions.map(({ cost }) => cost.total!)
    expect(costs).toEqual([...costs].sort((a, b) => a - b))
    for (const { tempo, cues, hits } of solutions) {
      expect(tempo.slowest).toBeGreaterThanOrEqual(70 - 1e-3)
      expect(tempo.fastest).toBeLessThanOrEqual(130 + 1e-3)
      expect(cues).toEqual([
        { name: '1m1', start: 2, end: 19.5 },
        { name: '1m2', start: 22, end: 40 },
      ])
      expect(hits.filter(({ grade }) => grade === 'hit').length).toBeGreaterThanOrEqual(5)
      for (const { grade, errorMilliseconds, errorFrames } of hits)
        if (grade === 'hit') {
          expect(Math.abs(errorMilliseconds)).toBeLessThan(0.3)
          expect(Math.abs(errorFrames)).toBeLessThan(0.02)
        }
      expect(hits.filter(({ time }) => time > 19.5 && time < 22).map(({ reason }) => reason)).toEqual([
        'outside-cue',
      ])
    }
    expect(readdirSync(join(samplePath, '..'))).toEqual(before)
  })

  it('P16 prints each solution with its terms and its hits for people', async () => {
    const { stdout, code } = await hitpoint(['fit', samplePath, '--quiet'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^1\. .* beats per minute, \d+ of \d+ hits/)
    expect(stdout).toMatch(/cost [\d.]+: tempo distance [\d.]+, tempo change [\d.]+, hits off the downbeat/)
    expect(stdout).toMatch(/hit {6}-?\d\.\d{3} ms, -?\d\.\d{4} frames/)
  })

  it.each([
    [['--tempo', '120-100'], 'the slower first'],
    [['--metre', '5/16'], 'A metre of 5/16 is not possible'],
    [['--key', 'H minor'], 'is no key'],
    [['--cue', '5'], 'is no cue'],
    [['--solution', '11'], 'from 1 to 10'],
    [['--cue', '1-10', '--cue', '9-20'], 'before cue 1m1 has ended'],
    [['--cue', '10-4000'], 'outside the film'],
  ])('P19 refuses %j as wrong use, with the reason and no output', async (options, reason) => {
    const out = join(folder, 'refused')
    const result = await hitpoint(['score', samplePath, '--out', out, '--quiet', ...options])
    expect(result.code).toBe(2)
    expect(result.stderr).toContain(reason)
    expect(existsSync(out) ? readdirSync(out) : []).toEqual([])
  })

  it('P17 marks single hits: the nearest transition, or a place where none is', async () => {
    const marks = ['--hit', '7.13:accent:+2', '--hit', '00:00:23:10:soft']
    const [best] = await solutionsOf('--hits', 'none', ...marks)
    expect(best!.hits).toMatchObject([
      { mode: 'must', kind: 'accent', markedByUser: true, kept: true, grade: 'hit' },
    ])
    const [plain] = await solutionsOf('--hits', 'all')
    const off = plain!.hits[1]!
    const [without] = await solutionsOf('--hits', 'all', '--hit', `${off.time.toFixed(3)}:off`)
    expect(without!.hits.map(({ time }) => time)).not.toContain(off.time)
    expect(without!.hits).toHaveLength(plain!.hits.length - 1)
  })

  it('P16 scores the solution that is asked for, in the key that is asked for', async () => {
    const second = (await solutionsOf('--tempo', '70-130'))[1]!
    const out = join(folder, 'second')
    const options = ['--solution', '2', '--tempo', '70-130', '--key', 'D minor']
    const result = await hitpoint(['score', samplePath, '--out', out, '--quiet', '--json', ...options])
    expect(result.code).toBe(0)
    const score = JSON.parse(result.stdout) as Pick<Solution, 'solution' | 'cost'>
    expect([score.solution, score.cost]).toEqual([2, second.cost])
    const again = await hitpoint(['fit', join(out, 'sample.hitpoint'), '--quiet', '--json'])
    const reopened = (JSON.parse(again.stdout) as { solutions: readonly Solution[] }).solutions
    expect(reopened[1]!.cost).toEqual(second.cost)
  }, 200_000)
})
