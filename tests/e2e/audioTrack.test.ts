import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createKnownCutMaker, x264, type KnownCutMaker } from '../synthetic/knownCut'
import { ffmpegsUnderTest } from '../synthetic/videos'
import { repositoryRoot } from '../support/commandLine'

const chromiumPath = '/usr/bin/chromium'

let films: KnownCutMaker
let host: ChildProcess
let address: string
let browser: Browser

/** A minute with two audio tracks, of which the last third is missing. */
async function cutOffFilm(): Promise<string> {
  const whole = await films.make('whole.mkv', {
    ...{ rate: '25', frames: 1500, cutFrame: 300 },
    video: [...x264, '-preset', 'ultrafast', '-g', '50'],
    output: ['-map', '0:v', '-map', '1:a', '-map', '1:a', '-metadata:s:a:1', 'title=Musik'],
  })
  const bytes = await readFile(whole)
  await writeFile(films.path('film.mkv'), bytes.subarray(0, Math.round(bytes.length * 0.66)))
  return films.path('film.mkv')
}

describe.skipIf(!existsSync(chromiumPath))(
  'the page, with a film of two audio tracks (needs Debian’s chromium)',
  () => {
    beforeAll(async () => {
      films = await createKnownCutMaker((await ffmpegsUnderTest())[0]!)
      const film = await cutOffFilm()
      host = spawn(process.execPath, [join(repositoryRoot, 'bin/hitpoint.js'), 'serve', film], {
        env: { ...process.env, HITPOINT_CACHE: films.path('cache') },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      address = await new Promise((resolve) =>
        host.stdout!.once('data', (chunk: Buffer) => resolve(chunk.toString().trim())),
      )
      browser = await chromium.launch({
        executablePath: chromiumPath,
        args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run'],
      })
    })
    afterAll(async () => {
      await browser?.close()
      host?.kill('SIGINT')
      await films?.remove()
    })

    it('chooses the track, cancels, says what is wrong with the film, and analyses anew for another track', async () => {
      const page = await browser.newPage()
      await page.goto(address)
      const chooser = page.getByRole('combobox', { name: 'Audio track' })
      await chooser.waitFor()
      expect(await chooser.locator('option').allTextContents()).toEqual([
        '1: aac, mono, 48000 Hz',
        '2: “Musik”, aac, mono, 48000 Hz',
      ])
      const find = page.getByRole('button', { name: 'Find the cuts' })
      await find.click()
      await page.getByRole('button', { name: 'Cancel' }).click()
      await find.waitFor()
      await chooser.selectOption('1')
      await find.click()
      const warnings = page.getByRole('list', { name: 'Warnings' })
      await warnings.waitFor({ timeout: 60_000 })
      expect(await warnings.textContent()).toContain('although the file promises 00:01:00.0')
      expect(await page.getByRole('table', { name: 'Cuts' }).locator('tbody tr').count()).toBe(1)
      await page.getByText('Read with audio track 2').waitFor()
      await chooser.selectOption('0')
      await page.getByText('Read with audio track 1').waitFor({ timeout: 60_000 })
      await page.close()
    })
  },
)
