import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseDocument } from '../../src/core/document/format'
import type { HitpointDocument } from '../../src/core/document/document'
import { analysed, hasChromium, openPage, rowCount, type OpenPage } from './browser'

/** A busy machine shows what was done a moment later; what it must show stays the same. */
const patience = { timeout: 20_000 }

let open: OpenPage

const saved = async (): Promise<HitpointDocument> =>
  parseDocument(await readFile(join(open.folder, 'saving.hitpoint'), 'utf8'))
const isSaved = (page: Page): Promise<void> => page.getByText('saved', { exact: true }).waitFor(patience)
const addCutAt = async (page: Page, timecode: string): Promise<void> => {
  const field = page.getByRole('textbox', { name: 'Time code of the playhead' })
  await field.fill(timecode)
  await field.press('Enter')
  await page.keyboard.press('m')
}

/** Transitions in the journal of unsaved work; -1 while there is none. */
async function journalledCuts(): Promise<number> {
  const folder = join(open.folder, 'data', 'unsaved')
  const [name] = await readdir(folder).catch(() => [])
  if (name === undefined) return -1
  const text = await readFile(join(folder, name, 'state.json'), 'utf8').catch(() => null)
  if (text === null) return -1
  return (JSON.parse(text) as { state: { transitions: unknown[] } }).state.transitions.length
}

/** Another page on the same host, as another tab of the browser. */
async function openSecondPage(): Promise<Page> {
  const coming = open.page.context().waitForEvent('page')
  await open.page.evaluate(() => void window.open(location.href))
  return coming
}

describe.skipIf(!hasChromium)(
  'saving, earlier versions and two pages in Chromium (needs Debian’s chromium)',
  () => {
    beforeAll(async () => {
      open = await openPage()
      await open.page.getByRole('button', { name: 'Try the sample film' }).click()
      await analysed(open.page)
    })
    afterAll(() => open?.close())

    it('saves once under a name, however often it is asked, and what stands when the name is given', async () => {
      const { page } = open
      await page.keyboard.press('Control+s')
      const name = page.getByRole('textbox', { name: 'Name', exact: true })
      await name.fill('saving')
      await page.keyboard.press('Control+s')
      await page.getByRole('button', { name: 'Save', exact: true }).last().click()
      await isSaved(page)
      expect(await page.getByRole('dialog').count()).toBe(0)
    })

    it('saves the mixer with the project, undone like every edit (L4)', async () => {
      const { page } = open
      await page.getByRole('tab', { name: 'Mixer', exact: true }).click()
      await page.getByRole('slider', { name: 'Film', exact: true }).focus()
      for (let press = 0; press < 3; press++) await page.keyboard.press('ArrowLeft')
      await page.getByRole('button', { name: 'Mute the film’s sound' }).click()
      await page.keyboard.press('Control+s')
      await expect
        .poll(async () => (await saved()).mixer, patience)
        .toMatchObject({
          filmMuted: true,
          filmLevel: -7,
        })
      await isSaved(page)
      await page.keyboard.press('Control+z')
      const mute = page.getByRole('button', { name: 'Mute the film’s sound' })
      await expect.poll(() => mute.getAttribute('aria-pressed'), patience).toBe('false')
    })

    it('opens the version before the last save, which is undone as well (H42)', async () => {
      const { page } = open
      await page.getByText('More', { exact: true }).click()
      await page.getByRole('button', { name: 'Open the earlier version' }).click()
      const level = page.getByRole('slider', { name: 'Film', exact: true })
      await expect.poll(() => level.inputValue(), patience).toBe('-4')
      await page.keyboard.press('Control+z')
      await expect.poll(() => level.inputValue(), patience).toBe('-7')
    })

    it('tells a second page that it is one, and lets it take over with every edit (H48)', async () => {
      const { page } = open
      await page.getByRole('tab', { name: 'Cuts', exact: true }).click()
      const count = await rowCount(page, 'Cuts')
      await addCutAt(page, '00:00:02:12')
      await expect.poll(() => rowCount(page, 'Cuts'), patience).toBe(count + 1)
      const second = await openSecondPage()
      await second.getByRole('dialog', { name: /is open in another page/u }).waitFor(patience)
      await second.getByRole('button', { name: 'Work on it here' }).click()
      await expect.poll(() => rowCount(second, 'Cuts'), patience).toBe(count + 1)
      await page.getByRole('dialog', { name: /is now worked on in another page/u }).waitFor(patience)
      await addCutAt(second, '00:00:03:12')
      await expect.poll(() => rowCount(second, 'Cuts'), patience).toBe(count + 2)
      await page.getByRole('button', { name: 'Work on it here again' }).click()
      await page.getByRole('button', { name: 'Work on it here', exact: true }).click()
      await expect.poll(() => rowCount(page, 'Cuts'), patience).toBe(count + 2)
      await second.close()
      await page.keyboard.press('Control+s')
      await isSaved(page)
      expect((await saved()).transitions).toHaveLength(count + 2)
    })

    it('goes on with its edits when the page is loaded again, and keeps the next ones (H43, H45)', async () => {
      const { page } = open
      page.on('dialog', (dialog) => void dialog.accept())
      const count = await rowCount(page, 'Cuts')
      // An edit after the page was loaded again must not be taken for one of before.
      for (const [added, timecode] of ['00:00:04:12', '00:00:06:00', '00:00:07:00'].entries()) {
        await addCutAt(page, timecode)
        await expect.poll(journalledCuts, patience).toBe(count + added + 1)
        await page.reload()
        await page.getByRole('table', { name: 'Cuts' }).waitFor(patience)
        await expect.poll(() => rowCount(page, 'Cuts'), patience).toBe(count + added + 1)
      }
    })
  },
)
