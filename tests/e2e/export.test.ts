import { copyFile, mkdir, readFile } from 'node:fs/promises'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import axe from 'axe-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMediaReference } from '../../src/main/engine/files/mediaReference'
import { saveProject } from '../../src/main/engine/files/projectFile'
import { resolveFfmpeg } from '../../src/main/engine/media/ffmpeg'
import { probeMedia } from '../../src/main/engine/media/probe'
import { exportDocument } from '../fixtures/exportSource'
import { repositoryRoot, samplePath, temporaryFolder } from '../support/commandLine'
import { hasChromium, openPage, type OpenPage } from './browser'

const screenshots = join(repositoryRoot, 'scratch', 'screenshots')
let folder: string
let open: OpenPage

/** A project with a score on the sample film. */
async function scoredProject(): Promise<string> {
  const film = join(folder, 'night.mp4')
  await copyFile(samplePath, film)
  const info = await probeMedia(await resolveFfmpeg({ environment: process.env }), film)
  const project = join(folder, 'night.hitpoint')
  const media = await createMediaReference(project, film, info)
  await saveProject(project, { ...exportDocument, media, transitions: [] })
  return project
}

describe.skipIf(!hasChromium)('the export dialog in Chromium (needs Debian’s chromium; H56)', () => {
  beforeAll(async () => {
    folder = temporaryFolder()
    await mkdir(screenshots, { recursive: true })
    open = await openPage(await scoredProject())
  })
  afterAll(async () => {
    await open?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('has a preset with its hint for a program, and no obstacle for anyone', async () => {
    const { page } = open
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    await page.getByRole('button', { name: 'Live', exact: true }).click()
    expect(await page.getByRole('checkbox', { name: /Guide track/u }).isChecked()).toBe(true)
    await page.getByText('The guide track lets Live read the tempo').waitFor()
    await page.getByRole('button', { name: 'Premiere / Resolve' }).click()
    expect(await page.getByRole('checkbox', { name: 'Stems (WAV)' }).isChecked()).toBe(true)
    await page.screenshot({ path: join(screenshots, 'export.png') })
    await page.evaluate(axe.source)
    const violations = await page.evaluate(async () => {
      const results = await (window as unknown as { axe: typeof axe }).axe.run('dialog')
      return results.violations.map(({ id }) => id)
    })
    expect(violations).toEqual([])
  })

  it('gives the files for download', async () => {
    const { page } = open
    await page.getByRole('button', { name: 'REAPER' }).click()
    await page.getByRole('checkbox', { name: 'Table (CSV)' }).check()
    await page.getByRole('button', { name: 'Export for download' }).click()
    const files = page.getByRole('list', { name: 'Exported files' })
    await files.waitFor()
    expect(await files.locator('li span:first-child').allTextContents()).toEqual(['night.rpp', 'night.csv'])
    const download = page.waitForEvent('download')
    await files.getByRole('link', { name: 'Download' }).first().click()
    expect(await readFile(await (await download).path(), 'utf8')).toMatch(/^<REAPER_PROJECT/u)
  })

  it('writes stems into a folder, and asks before it replaces any', async () => {
    const { page } = open
    await page.getByRole('button', { name: 'Premiere / Resolve' }).click()
    for (const answer of [null, 'Replace them']) {
      await page.getByRole('button', { name: 'Export to a folder …' }).click()
      await page.getByRole('dialog', { name: 'Save' }).getByRole('button', { name: 'Save' }).click()
      if (answer !== null) await page.getByRole('button', { name: answer }).click()
      await page.getByText('night.xml').waitFor({ timeout: 60_000 })
    }
    const names = await page.locator('.exported li span:first-child').allTextContents()
    expect(names).toContain('night_00-00-00-00_Percussion.wav')
    const written = await readFile(join(folder, 'night export', 'night_00-00-00-00_Mix.wav'))
    expect(written.subarray(0, 4).toString()).toBe('RIFF')
    expect(open.complaints).toEqual([])
  })
})
