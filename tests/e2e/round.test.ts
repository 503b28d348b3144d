import { execFileSync } from 'node:child_process'
import { openProject } from '../../src/main/engine/files/projectFile'
import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportFormatNames, exportFormats } from '../../src/core/export/formats'
import { checkEditorFiles } from '../support/checkEditorFiles'
import { checkExports } from '../support/checkExports'
import { hitpoint, samplePath, temporaryFolder } from '../support/commandLine'
import { hasPrograms } from '../support/independentChecks'
import { hasOpenTimelineIo } from '../support/openTimelineIo'
import { analysed, hasChromium, openPage, type OpenPage } from './browser'

const patience = { timeout: 60_000 }
const programs = 'needs Debian’s ffmpeg, fluidsynth, libxml2-utils, midicsv and sox'
const sample = { film: samplePath, frameRate: 24, duration: 40 }

describe.skipIf(!hasPrograms)(`the full round at the command line (${programs})`, () => {
  let folder: string
  const at = (name: string): string => join(folder, name)
  const command = async (...words: string[]): Promise<string> => {
    const { code, stdout, stderr } = await hitpoint(words)
    expect([code, stderr]).toEqual([0, ''])
    return stdout
  }
  beforeAll(() => void (folder = temporaryFolder()))
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('scores, exports everything, and takes it back', async () => {
    const film = at('night.mp4')
    execFileSync('ffmpeg', ['-v', 'error', '-i', samplePath, '-t', '16', '-c:v', 'mpeg4', '-q:v', '3', film])
    await command('score', film, '--out', folder, '--quiet')
    const [project, out] = [at('night.hitpoint'), at('out')]
    const formats = exportFormatNames.join(',')
    await command('export', project, '--format', formats, '--out', out, '--film-sound', 'without', '--quiet')
    checkExports({ ...sample, duration: 16, folder: out, name: 'night', film })
    const midi = await command('import', project, '--midi', join(out, 'night.mid'), '--quiet')
    expect(midi).toMatch(/^As they were: /u)
    for (const list of ['night.edl', 'night.fcpxml', 'night.xml', 'night.otio', 'night.csv']) {
      const told = await command('import', project, '--cuts', join(out, list), '--quiet')
      expect([list, told]).toEqual([list, expect.stringContaining('100.0 % of the picture')])
      expect(told).toMatch(/Transitions: \d+ kept, 0 added, 0 dropped/u)
      expect(told).not.toContain('score was taken out')
    }
  }, 240_000)

  it.skipIf(!hasOpenTimelineIo)('its lists hold the project’s cuts (PyPI opentimelineio)', async () =>
    checkEditorFiles(at('out'), 'night', await openProject(at('night.hitpoint'))),
  )
})

describe.skipIf(!hasChromium || !hasPrograms)(
  `the full round in Chromium (needs chromium, ${programs})`,
  () => {
    let open: OpenPage
    beforeAll(async () => void (open = await openPage()))
    afterAll(() => open?.close())
    const lastStep = (): Promise<string | null> => open.page.locator('.last-step').textContent()
    const chooseIn = async (...names: string[]): Promise<void> => {
      const picker = open.page.getByRole('dialog', { name: 'Open', exact: true })
      for (const name of names) await picker.getByRole('button', { name }).click()
    }

    it('opens, edits, generates and plays', async () => {
      const { page } = open
      await page.getByRole('button', { name: 'Try the sample film' }).click()
      await analysed(page)
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('e')
      await expect.poll(lastStep, patience).toBe('No hit')
      await page.keyboard.press('g')
      await expect.poll(lastStep, { timeout: 120_000 }).toBe('Generate')
      await page.keyboard.press('Home')
      await page.keyboard.press('Space')
      await expect
        .poll(() => page.evaluate(() => window.hitpointHearing!.peak()), patience)
        .toBeGreaterThan(0.005)
      await expect
        .poll(
          () => page.evaluate(() => window.hitpointHearing!.musicTimeAt(performance.now()) ?? 0),
          patience,
        )
        .toBeGreaterThan(1)
      await page.keyboard.press('k')
    }, 240_000)

    it('exports everything by the dialog, each file as other programs read it', async () => {
      const { page } = open
      await page.keyboard.press('Control+e')
      for (const name of exportFormatNames)
        await page.getByRole('checkbox', { name: exportFormats[name].label, exact: true }).check()
      await page.getByRole('button', { name: 'Music instead of it' }).click()
      await page.getByRole('button', { name: 'Export to a folder …' }).click()
      await page.getByRole('dialog', { name: 'Save' }).getByRole('button', { name: 'Save' }).click()
      await page.getByRole('list', { name: 'Exported files' }).waitFor({ timeout: 180_000 })
      checkExports({ ...sample, folder: join(open.folder, 'sample export'), name: 'sample' })
      await page.getByText('A browser’s page can neither open folders').waitFor()
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
      await page
        .getByRole('listitem')
        .filter({ hasText: 'sample.rpp' })
        .getByRole('button', { name: 'Copy path' })
        .click()
      await expect
        .poll(() => page.evaluate(() => navigator.clipboard.readText()), patience)
        .toBe(join(open.folder, 'sample export', 'sample.rpp'))
    }, 300_000)

    it.skipIf(!hasOpenTimelineIo)(
      'its lists hold the project’s cuts (PyPI opentimelineio)',
      async () => {
        const { page } = open
        await page.getByRole('dialog', { name: 'Export' }).getByRole('button', { name: 'Close' }).click()
        await page.keyboard.press('Control+s')
        await page.getByRole('dialog', { name: 'Save' }).getByRole('button', { name: 'Save' }).click()
        const project = join(open.folder, 'sample.hitpoint')
        await expect.poll(() => existsSync(project), patience).toBe(true)
        checkEditorFiles(join(open.folder, 'sample export'), 'sample', await openProject(project))
        await page.keyboard.press('Control+e')
      },
      120_000,
    )

    it('exports only the marked range, where the dialog says so', async () => {
      const { page } = open
      await page.getByRole('dialog', { name: 'Export' }).getByRole('button', { name: 'Close' }).click()
      await page.keyboard.press('Home')
      for (let second = 0; second < 10; second++) await page.keyboard.press('Shift+ArrowRight')
      await page.keyboard.press('i')
      for (let second = 0; second < 5; second++) await page.keyboard.press('Shift+ArrowRight')
      await page.keyboard.press('o')
      await page.keyboard.press('Control+e')
      for (const name of exportFormatNames)
        await page
          .getByRole('checkbox', { name: exportFormats[name].label, exact: true })
          .setChecked(name === 'wav')
      await page
        .getByRole('combobox', { name: 'Part' })
        .selectOption({ label: 'The range, 10.00 to 15.00 s' })
      await page.getByRole('button', { name: 'Export for download' }).click()
      await page.getByText('sample_00-00-10-00_Mix.wav').waitFor({ timeout: 60_000 })
      await page.getByRole('dialog', { name: 'Export' }).getByRole('button', { name: 'Close' }).click()
    }, 120_000)

    it('takes cut list and MIDI file back, tells what became of them, and undoes it', async () => {
      const { page } = open
      const files = await readdir(join(open.folder, 'sample export'))
      expect(files).toContain('sample.mid')
      await page.keyboard.press('Control+i')
      const dialog = page.getByRole('dialog', { name: 'Import' })
      await dialog.getByRole('button', { name: 'Choose the new cut list …' }).click()
      await chooseIn('sample export', 'sample.fcpxml')
      await dialog.getByText('100.0 % of the picture is still there').waitFor()
      await dialog.getByRole('button', { name: 'Choose the MIDI file …' }).click()
      await chooseIn('sample export', 'sample - 01')
      await dialog.getByText('Not in the file, left as they were').waitFor()
      await dialog.getByRole('spinbutton', { name: 'Pre-roll bars' }).fill('2')
      await dialog.getByRole('button', { name: 'Choose the MIDI file …' }).click()
      await chooseIn('sample export', 'sample.mid')
      await dialog.getByRole('alert').getByText('pre-roll').waitFor()
      await dialog.getByRole('button', { name: 'Close' }).click()
      expect(await lastStep()).toBe('Import MIDI')
      await page.keyboard.press('Control+z')
      expect(await lastStep()).toBe('Import cuts')
      expect(open.complaints).toEqual([])
    }, 120_000)
  },
)
