import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import axe from 'axe-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import sampleTruth from '../../resources/sample/sample.json' with { type: 'json' }
import { defaultGuidance } from '../../src/core/music/sampling'
import { parseDocument } from '../../src/core/document/format'
import { repositoryRoot } from '../support/commandLine'
import { analysed, drag, hasChromium, openPage, rowCount, timelinePlaces, type OpenPage } from './browser'

const duration = 40
/** A busy machine shows what a key did a moment later; what it must show stays the same. */
const patience = { timeout: 10_000 }
const screenshots = join(repositoryRoot, 'scratch', 'screenshots')

let open: OpenPage

const shoot = async (name: string): Promise<void> => {
  await open.page.screenshot({ path: join(screenshots, `${name}.png`) })
}
const lastStep = (): Promise<string | null> => open.page.locator('.last-step').textContent()
const waitForStep = (label: string): Promise<void> =>
  open.page.locator('.last-step', { hasText: label }).waitFor({ timeout: 60_000 })
const tab = (name: string): Promise<void> => open.page.getByRole('tab', { name, exact: true }).click()
const timecodeOfCut = (place: number): Promise<string> =>
  open.page.getByRole('textbox', { name: `Time code of cut ${place}`, exact: true }).inputValue()

async function violations(): Promise<string[]> {
  await open.page.evaluate(axe.source)
  return open.page.evaluate(async () => {
    const results = await (window as unknown as { axe: typeof axe }).axe.run(document)
    return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
  })
}

describe.skipIf(!hasChromium)(
  'an editor’s way through the page in Chromium (needs Debian’s chromium)',
  () => {
    beforeAll(async () => {
      await mkdir(screenshots, { recursive: true })
      open = await openPage()
    })
    afterAll(() => open?.close())

    it('shows the sample film in one click, analysed', async () => {
      const { page } = open
      await page.getByRole('button', { name: 'Try the sample film' }).waitFor()
      await shoot('start')
      expect(await violations()).toEqual([])
      await page.getByRole('button', { name: 'Try the sample film' }).click()
      await analysed(page)
      await expect.poll(() => rowCount(page, 'Cuts'), patience).toBe(sampleTruth.transitions.length)
      await page.getByRole('heading', { name: /sample/u }).waitFor()
      await page.waitForTimeout(1500)
      await shoot('analysed')
    })

    it('moves a cut by dragging it, which is one step to undo (H5, T3)', async () => {
      const { page } = open
      await expect.poll(() => timecodeOfCut(3), patience).toBe('00:00:09:00')
      const { x, middleOf } = await timelinePlaces(page, duration)
      const y = await middleOf('cuts')
      const path = [9, 9.2, 9.4, 9.6].map((time) => [x(time), y] as const)
      await drag(page, path)
      await expect.poll(() => lastStep(), patience).toBe('Move cut')
      await expect.poll(() => timecodeOfCut(3), patience).toMatch(/^00:00:09:1[2-6]$/u)
      await page.keyboard.press('Control+z')
      await expect.poll(() => timecodeOfCut(3), patience).toBe('00:00:09:00')
      await expect.poll(() => lastStep(), patience).toBe('')
      await page.keyboard.press('Control+Shift+Z')
      await expect.poll(() => timecodeOfCut(3), patience).not.toBe('00:00:09:00')
    })

    it('adds and rejects cuts by key, and keeps them through another threshold (T2, T7)', async () => {
      const { page } = open
      const count = await rowCount(page, 'Cuts')
      const field = page.getByRole('textbox', { name: 'Time code of the playhead' })
      await field.fill('00:00:02:12')
      await field.press('Enter')
      await page.keyboard.press('m')
      await expect.poll(() => rowCount(page, 'Cuts'), patience).toBe(count + 1)
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('x')
      await expect.poll(() => rowCount(page, 'Cuts'), patience).toBe(count)
      await page.getByRole('slider', { name: 'Threshold' }).focus()
      for (let press = 0; press < 12; press++) await page.keyboard.press('ArrowRight')
      await waitForStep('Threshold')
      const times = (): Promise<string[]> =>
        page
          .getByRole('textbox', { name: /^Time code of cut/u })
          .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value))
      await expect.poll(times, patience).not.toContain('00:00:05:00')
      expect(await times()).toContain('00:00:02:12')
    })

    it('drags a curve’s point, draws, and undoes both', async () => {
      const { page } = open
      await tab('Emotion')
      const { x, middleOf } = await timelinePlaces(page, duration)
      const y = await middleOf('valence')
      const points = (): Promise<number> => rowCount(page, 'Points of the curve')
      const count = await points()
      await page.mouse.dblclick(x(3), y)
      await waitForStep('Add point')
      await expect.poll(() => points(), patience).toBe(count + 1)
      await drag(page, [
        [x(3), y],
        [x(3), y - 12],
        [x(3), y - 24],
      ])
      await waitForStep('Move points')
      await page.keyboard.press('d')
      const arousal = await middleOf('arousal')
      await drag(
        page,
        Array.from(
          { length: 12 },
          (_, index) => [x(20 + index / 2), arousal + 18 * Math.sin(index / 2)] as const,
        ),
      )
      await waitForStep('Draw curve')
      await page.keyboard.press('v')
      await shoot('curve')
      for (let step = 0; step < 3; step++) await page.keyboard.press('Control+z')
      await expect.poll(() => points(), patience).toBe(count)
    })

    it('sets the mood of a marked range', async () => {
      const { page } = open
      const { x, middleOf } = await timelinePlaces(page, duration)
      const y = await middleOf('waveform')
      await drag(page, [
        [x(16), y],
        [x(19), y],
        [x(22), y],
      ])
      await page.getByRole('button', { name: 'calm', exact: true }).click()
      await waitForStep('Set mood')
      expect(await page.getByRole('application', { name: /^Mood/u }).getAttribute('aria-label')).toContain(
        'pleasant 0.60, excited -0.50',
      )
      await shoot('mood')
    })

    it('generates, marks what an edit made stale, and regenerates that alone (R1 to R3)', async () => {
      const { page } = open
      await tab('Score')
      const strength = page.getByRole('slider', { name: 'Emotion strength' })
      expect(await strength.inputValue()).toBe(String(defaultGuidance))
      await page.keyboard.press('g')
      await page.getByRole('region', { name: 'Takes' }).waitFor({ timeout: 120_000 })
      await waitForStep('Generate')
      expect(await page.locator('.lane-head.lane-track').count()).toBeGreaterThan(3)
      expect(await page.locator('.stale').count()).toBe(0)
      await shoot('scored')
      await tab('Emotion')
      await page.getByRole('button', { name: 'joy', exact: true }).click()
      await tab('Score')
      await page.locator('.stale').waitFor()
      await shoot('stale')
      await page.getByRole('button', { name: /^Regenerate (?:it|them)$/u }).click()
      await page.locator('.stale').waitFor({ state: 'detached', timeout: 120_000 })
      await expect.poll(() => lastStep(), patience).toBe('Regenerate what is stale')
    })

    it('plays picture and music together', async () => {
      const { page } = open
      await tab('Mixer')
      await page.keyboard.press('Home')
      await page.keyboard.press('Space')
      await page.waitForFunction(() => document.querySelector('video')!.currentTime > 1.5, null, {
        timeout: 30_000,
      })
      await page.keyboard.press('k')
      const frame = Number(
        (await page.getByRole('textbox', { name: 'Time code of the playhead' }).inputValue()).slice(-2),
      )
      expect(frame).toBeLessThan(24)
      expect(await page.evaluate(() => document.querySelector('video')!.paused)).toBe(true)
    })

    it('scrolls the tracks alone in a small window: by key, by wheel and to a focused switch (V9)', async () => {
      const { page } = open
      await page.setViewportSize({ width: 1000, height: 700 })
      const scrolled = (): Promise<number> =>
        page.locator('.track-heads').evaluate((element) => element.scrollTop)
      const tempoTop = async (): Promise<number> => (await page.locator('.lane-tempo').boundingBox())!.y
      // Every lane that stays is in sight, and some tracks below them.
      await expect.poll(async () => 700 - (await tempoTop()), patience).toBeGreaterThan(90)
      const top = await tempoTop()
      await page.keyboard.press('PageDown')
      await expect.poll(() => scrolled(), patience).toBe(45)
      await page.keyboard.press('PageUp')
      await expect.poll(() => scrolled(), patience).toBe(0)
      await page.locator('.track-switches button').last().focus()
      await expect.poll(() => scrolled(), patience).toBeGreaterThan(45)
      const { x } = await timelinePlaces(page, duration)
      await page.mouse.move(x(20), top + 60)
      await page.mouse.wheel(0, -2000)
      await expect.poll(() => scrolled(), patience).toBe(0)
      expect(await tempoTop()).toBe(top)
      await shoot('small-window')
      await page.setViewportSize({ width: 1600, height: 1000 })
    })

    it('is accessible in every panel', async () => {
      for (const name of ['Cuts', 'Emotion', 'Cues', 'Score', 'Mixer', 'Playback']) {
        await tab(name)
        expect([name, ...(await violations())]).toEqual([name])
        await shoot(`panel-${name.toLowerCase()}`)
      }
      await open.page.keyboard.press('?')
      await open.page.getByRole('dialog', { name: 'Keys' }).waitFor()
      expect(await violations()).toEqual([])
      await shoot('keys')
      await open.page.keyboard.press('Escape')
    })

    it('recovers the work after the host was killed, and saves it', async () => {
      const { page } = open
      await page.waitForTimeout(2000)
      await open.kill()
      await open.restart()
      await page.getByRole('region', { name: 'Unsaved work' }).waitFor()
      await shoot('recovery')
      await page.getByRole('button', { name: 'Recover' }).click()
      await page.locator('.lane-head.lane-track').first().waitFor()
      await page.keyboard.press('Control+s')
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('journey')
      await page.getByRole('button', { name: 'Save', exact: true }).last().click()
      await page.getByText('saved', { exact: true }).waitFor()
      const document = parseDocument(await readFile(join(open.folder, 'journey.hitpoint'), 'utf8'))
      expect(document.composition?.score.tracks.length).toBeGreaterThan(3)
      expect(document.detection?.rejected).toContain('cut-216')
    })

    it('ends in peace when it is interrupted, without a complaint of the page', async () => {
      // A host that is killed under a page is what the page must complain of.
      const own = open.complaints.filter(
        (line) => !/WebSocket|ERR_CONNECTION|Failed to load resource|inline script/u.test(line),
      )
      expect(own).toEqual([])
      expect(await open.interrupt()).toBe(0)
    })
  },
)
