import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseDocument } from '../../src/core/document/format'
import type { HitpointDocument } from '../../src/core/document/document'
import type { Note, Score } from '../../src/core/music/score'
import { createTempoMap } from '../../src/core/time/tempoMap'
import { analysed, drag, hasChromium, openPage, timelinePlaces, type OpenPage } from './browser'

const duration = 40
/** A busy machine composes slowly; what must be seen stays the same. */
const patience = { timeout: 120_000 }

let open: OpenPage

const button = (name: string | RegExp) => open.page.getByRole('button', { name, exact: true })
const tab = (name: string): Promise<void> => open.page.getByRole('tab', { name, exact: true }).click()
const waitForStep = (label: string): Promise<void> =>
  open.page.locator('.last-step', { hasText: label }).waitFor(patience)

/** Saves and reads what was saved. */
async function saved(): Promise<HitpointDocument> {
  const { page } = open
  await page.keyboard.press('Control+s')
  await page.getByText('saved', { exact: true }).waitFor(patience)
  return parseDocument(await readFile(join(open.folder, 'scoring.hitpoint'), 'utf8'))
}

/** Notes whose beginning lies in a range of the film, as time, key and velocity. */
function notesIn({ tracks, tempo }: Score, start: number, end: number, trackId?: string): string[] {
  const map = createTempoMap(tempo)
  return tracks
    .filter(({ id }) => trackId === undefined || id === trackId)
    .flatMap(({ id, notes }) =>
      notes
        .map((note: Note) => ({ time: map.secondsAt(note.start), note }))
        .filter(({ time }) => time >= start && time < end)
        .map(({ time, note }) => `${id} ${time.toFixed(3)} ${note.pitch} ${note.velocity}`),
    )
}

/** Marks a range of the film by dragging over its sound. */
async function markRange(start: number, end: number): Promise<void> {
  const { page } = open
  const { x, middleOf } = await timelinePlaces(page, duration)
  const y = await middleOf('waveform')
  await drag(
    page,
    [start, (start + end) / 2, end].map((time) => [x(time), y] as const),
  )
}

describe.skipIf(!hasChromium)(
  'takes, locks and tempo solutions in Chromium (needs Debian’s chromium)',
  () => {
    beforeAll(async () => {
      open = await openPage()
      const { page } = open
      await page.getByRole('button', { name: 'Try the sample film' }).click()
      await analysed(page)
      await tab('Score')
      await page.keyboard.press('g')
      await page.getByRole('region', { name: 'Takes' }).waitFor(patience)
      await waitForStep('Generate')
      await page.keyboard.press('Control+s')
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('scoring')
      await button('Save').last().click()
    }, 240_000)
    afterAll(() => open?.close())

    it('writes takes side by side, keeps the chosen one, and undo brings back the other', async () => {
      const { page } = open
      await button('Three takes').click()
      const takes = page.getByRole('region', { name: 'Takes' }).getByRole('listitem')
      await expect.poll(() => takes.count(), patience).toBe(3)
      const before = (await saved()).composition!
      expect(before.takes).toHaveLength(2)
      await takes
        .nth(1)
        .getByRole('button', { name: /^Take 2/u })
        .click()
      await takes.nth(1).getByRole('button', { name: 'Keep' }).click()
      await waitForStep('Keep take')
      const kept = (await saved()).composition!
      expect(kept.score).toEqual(before.takes![0]!.score)
      expect(kept.takes![0]!.score).toEqual(before.score)
      await page.keyboard.press('Control+z')
      expect((await saved()).composition!.score).toEqual(before.score)
    })

    it('keeps a locked range and a locked track note for note when it generates anew', async () => {
      await markRange(5, 12)
      await button('Lock range').click()
      await waitForStep('Lock range')
      await tab('Mixer')
      await button(/^Keep .* when composing again$/u)
        .first()
        .click()
      await waitForStep('Keep track')
      const before = (await saved()).composition!
      const [range, track] = before.locks!
      const trackId = track!.tracks![0]!
      await tab('Score')
      await button('Another').click()
      await button('Generate anew').click()
      await waitForStep('Generate')
      const after = (await saved()).composition!
      const [start, end] = [range!.start, range!.end]
      expect(notesIn(before.score, start, end).length).toBeGreaterThan(0)
      expect(notesIn(after.score, start, end)).toEqual(notesIn(before.score, start, end))
      expect(notesIn(after.score, 0, duration, trackId)).toEqual(notesIn(before.score, 0, duration, trackId))
      expect(notesIn(after.score, 0, duration)).not.toEqual(notesIn(before.score, 0, duration))
      expect(after.locks).toEqual(before.locks)
    })

    it('saves the controls of the next composition, undoes them, and composes with them', async () => {
      const { page } = open
      const density = page.getByRole('slider', { name: 'Density' })
      await density.focus()
      for (let press = 0; press < 3; press++) await page.keyboard.press('ArrowRight')
      await waitForStep('Density')
      const before = await saved()
      expect(before.controls).toEqual({ density: 1.15 })
      // What it was composed with is kept beside it.
      expect(before.composition!.controls).toBeUndefined()
      await page.keyboard.press('Control+z')
      await expect.poll(() => density.inputValue(), patience).toBe('1.1')
      await page.keyboard.press('Control+Shift+Z')
      await expect.poll(() => density.inputValue(), patience).toBe('1.15')
      await markRange(20, 24)
      await button('Regenerate range').click()
      await waitForStep('Regenerate range')
      expect((await saved()).composition!.controls).toEqual({ density: 1.15 })
      await page.reload()
      await tab('Score')
      await expect.poll(() => density.inputValue(), patience).toBe('1.15')
    })

    it('composes only what an edit made stale again', async () => {
      const { page } = open
      const before = (await saved()).composition!
      await markRange(31, 36)
      await tab('Emotion')
      await button('fear').click()
      await waitForStep('Set mood')
      await tab('Score')
      await page.locator('.stale').waitFor(patience)
      await button(/^Regenerate (?:it|them)$/u).click()
      await page.locator('.stale').waitFor({ state: 'detached', ...patience })
      await waitForStep('Regenerate what is stale')
      const after = (await saved()).composition!
      expect(notesIn(after.score, 0, 20)).toEqual(notesIn(before.score, 0, 20))
      expect(notesIn(after.score, 31, 36)).not.toEqual(notesIn(before.score, 31, 36))
    })

    it('lists the planner’s tempo solutions, and the next score takes the chosen one', async () => {
      const { page } = open
      await page.getByText('Tempo solutions', { exact: false }).first().click()
      const solutions = page.getByRole('radio', { name: /^Tempo solution/u })
      await expect.poll(() => solutions.count(), patience).toBeGreaterThan(1)
      await page.screenshot({ path: 'scratch/screenshots/tempo-solutions.png' })
      await solutions.nth(1).check()
      await waitForStep('Tempo solution')
      expect((await saved()).settings.solution).toBe(2)
      await page.getByText('need the whole score anew').waitFor(patience)
    })
  },
)
