import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hitpoint, samplePath, temporaryFolder } from '../support/commandLine'

let folder: string
beforeAll(() => {
  folder = temporaryFolder()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('hitpoint thumbnails', () => {
  it('writes as many JPEG files as asked for, tells their times, and replaces them only when told to', async () => {
    const out = join(folder, 'strip')
    const environment = { HITPOINT_CACHE: join(folder, 'cache') }
    const run = (...options: string[]) =>
      hitpoint(['thumbnails', samplePath, '--out', out, '--count', '4', ...options], { environment })
    const result = await run('--json')
    expect(result).toMatchObject({ code: 0, stderr: '' })
    const written = JSON.parse(result.stdout) as readonly { time: number; path: string }[]
    expect(written.map(({ path }) => path)).toEqual(
      [1, 2, 3, 4].map((number) => join(out, `sample-${number}.jpg`)),
    )
    const times = written.map(({ time }) => time)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    for (const { path } of written) expect([...readFileSync(path).subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff])
    expect(await run()).toMatchObject({ code: 1, stdout: '' })
    expect(await run('--force')).toMatchObject({ code: 0 })
    expect(readdirSync(out)).toHaveLength(4)
  })

  it('names a video that is not there', async () => {
    const result = await hitpoint(['thumbnails', join(folder, 'nowhere.mp4'), '--out', folder])
    expect(result.code).toBe(1)
    expect(result.stderr).toContain('nowhere.mp4')
  })
})
