import { readFile, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createKnownCutMaker, x264, type KnownCutMaker } from '../synthetic/knownCut'
import { ffmpegsUnderTest } from '../synthetic/videos'
import { analysed, hasChromium, openPage, rowCount, type OpenPage } from './browser'

let films: KnownCutMaker
let open: OpenPage

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

describe.skipIf(!hasChromium)(
  'the page, with a cut-off film of two audio tracks (needs Debian’s chromium)',
  () => {
    beforeAll(async () => {
      films = await createKnownCutMaker((await ffmpegsUnderTest())[0]!)
      open = await openPage(await cutOffFilm())
    })
    afterAll(async () => {
      await open?.close()
      await films?.remove()
    })

    it('says what is wrong with the film, and analyses anew for another track', async () => {
      const { page } = open
      await analysed(page)
      expect(await rowCount(page, 'Cuts')).toBe(1)
      const warnings = page.getByRole('list', { name: 'Warnings' })
      await warnings.waitFor()
      expect(await warnings.textContent()).toContain('although the file promises 00:01:00.0')
      await page.getByRole('tab', { name: 'Mixer' }).click()
      const chooser = page.getByRole('combobox', { name: 'Audio track' })
      expect(await chooser.locator('option').allTextContents()).toEqual([
        '1: aac, mono, 48000 Hz',
        '2: “Musik”, aac, mono, 48000 Hz',
      ])
      expect(await chooser.inputValue()).toBe('0')
      await chooser.selectOption('1')
      await page.locator('.jobs', { hasText: 'Ready' }).waitFor({ timeout: 60_000 })
      await page.waitForFunction(
        () => document.querySelector<HTMLSelectElement>('.field select')!.value === '1',
        null,
        { timeout: 60_000 },
      )
    })
  },
)
