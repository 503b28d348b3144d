import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseMidi } from 'midi-file'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { resolveFfmpeg } from '../../src/main/engine/media/ffmpeg'
import { hitpoint } from '../support/commandLine'
import { isPanic } from '../support/virtualPorts'
import { makeHeardFilm } from '../synthetic/heardFilm'
import { hasChromium, openPage, type OpenPage } from './browser'

const [desk, second] = ['Test desk', 'Test second']
const length = 20
const patience = { timeout: 60_000 }

interface Heard {
  readonly port: string
  /** Milliseconds. */
  readonly at: number
  readonly process: number
  readonly bytes: readonly number[]
}

let folder: string
let open: OpenPage
let page: Page
let project: string
/** Messages before the case that runs. */
let before = 0

const log = (): string => join(folder, 'heard.txt')
/** What ports were told since the case began. */
const heard = (port = desk): readonly Heard[] =>
  existsSync(log())
    ? readFileSync(log(), 'utf8')
        .split('\n')
        .slice(before, -1)
        .map((line) => JSON.parse(line) as Heard)
        .filter((each) => each.port === port)
    : []
const notes = (port = desk): readonly Heard[] =>
  heard(port).filter(({ bytes }) => (bytes[0]! & 0xe0) === 0x80)
const isOn = ({ bytes }: Heard): boolean => (bytes[0]! & 0xf0) === 0x90 && bytes[2]! > 0
/** Channel and pitch of what sounds. */
function sounding(port = desk): readonly string[] {
  const held = new Set<string>()
  for (const note of notes(port)) {
    const name = `${note.bytes[0]! & 0x0f} ${note.bytes[1]!}`
    if (isOn(note)) held.add(name)
    else held.delete(name)
  }
  return [...held]
}
const panics = (port = desk): number => heard(port).filter(({ bytes }) => isPanic(bytes)).length
/** A whole panic: three controllers on each channel. */
const onePanic = 48

/** Notes of the exported file, by a reader that is not ours, at seconds: 120 beats a minute throughout. */
async function exportedNotes(): Promise<
  readonly { readonly time: number; readonly bytes: readonly number[] }[]
> {
  const out = join(folder, 'out')
  expect((await hitpoint(['export', project, '--format', 'mid', '--out', out, '--quiet'])).code).toBe(0)
  const { header, tracks } = parseMidi(readFileSync(join(out, (await readdir(out))[0]!)))
  return tracks.flatMap((events) => {
    let tick = 0
    return events.flatMap((event) => {
      tick += event.deltaTime
      const time = tick / header.ticksPerBeat! / 2
      if (event.type === 'noteOn')
        return [{ time, bytes: [0x90 | event.channel, event.noteNumber, event.velocity] }]
      return event.type === 'noteOff' ? [{ time, bytes: [0x80 | event.channel, event.noteNumber, 0] }] : []
    })
  })
}

async function goTo(timecode: string, on: Page = page): Promise<void> {
  const field = on.getByRole('textbox', { name: 'Time code of the playhead' })
  await field.fill(timecode)
  await field.press('Enter')
}
const playFrom = async (timecode: string, on: Page = page): Promise<void> => {
  await goTo(timecode, on)
  await on.keyboard.press('Space')
}
const choose = async (port: string, on: Page = page): Promise<void> => {
  await on.getByRole('tab', { name: 'Playback', exact: true }).click()
  await on.getByRole('combobox', { name: 'All tracks', exact: true }).selectOption({ label: port })
}
const playsNotes = (port = desk): Promise<void> => expect.poll(() => sounding(port).length, patience).toBe(2)
const isSilenced = async (port = desk): Promise<void> => {
  await expect.poll(() => panics(port) >= onePanic && sounding(port).length === 0, patience).toBe(true)
}
const text = (bytes: readonly number[]): string => bytes.join(' ')

describe.skipIf(!hasChromium)(
  'the page plays on a MIDI port, by the process that the host forks (needs Debian’s chromium; docs/spec/midi-ports.md)',
  () => {
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'hitpoint-ports-'))
      const ffmpeg = await resolveFfmpeg({ environment: process.env })
      project = await makeHeardFilm(ffmpeg, folder, { length, from: 1 })
      const preload = pathToFileURL(join(import.meta.dirname, 'support/virtualPorts.mjs')).href
      open = await openPage(project, {
        NODE_OPTIONS: `--import ${preload}`,
        HITPOINT_TEST_PORTS: `${desk},${second}`,
        HITPOINT_TEST_PORTS_LOG: log(),
      })
      page = open.page
      await page.getByRole('heading', { name: /heard/u }).waitFor()
      await choose(desk)
    })
    beforeEach(async () => {
      await page.keyboard.press('k')
      await expect.poll(() => sounding().length + sounding(second).length, patience).toBe(0)
      before = existsSync(log()) ? readFileSync(log(), 'utf8').split('\n').length - 1 : 0
    })
    afterAll(async () => {
      await open?.close()
      await rm(folder, { recursive: true, force: true })
    })

    it('M2, M10: every note of the exported file, in its order and at its time', async () => {
      const expected = await exportedNotes()
      expect(expected).toHaveLength(4 * (length - 1))
      await playFrom('00:00:00:00')
      await expect.poll(() => notes().length, patience).toBeGreaterThanOrEqual(expected.length)
      const late: number[] = []
      for (const channel of [0, 1]) {
        const of = <Event extends { readonly bytes: readonly number[] }>(all: readonly Event[]): Event[] =>
          all.filter(({ bytes }) => (bytes[0]! & 0x0f) === channel)
        const [told, wanted] = [of(notes()), of(expected)]
        expect(told.map(({ bytes }) => text(bytes))).toEqual(wanted.map(({ bytes }) => text(bytes)))
        late.push(...told.map(({ at }, index) => at - wanted[index]!.time * 1000))
      }
      const middle = late.toSorted((a, b) => a - b)[late.length >> 1]!
      // A busy machine may hold single messages back; most are where the file has them.
      const near = late.filter((each) => Math.abs(each - middle) < 200)
      expect(near.length).toBeGreaterThan(late.length * 0.8)
    })

    it('M3: a stop, a jump and Escape end every note and silence the port', async () => {
      for (const end of ['k', 'Escape']) {
        await playFrom('00:00:04:00')
        await playsNotes()
        await page.keyboard.press(end)
        await isSilenced()
        before = readFileSync(log(), 'utf8').split('\n').length - 1
      }
      await playFrom('00:00:04:00')
      await playsNotes()
      await goTo('00:00:12:12')
      await expect.poll(() => panics(), patience).toBeGreaterThanOrEqual(onePanic)
      await playsNotes()
    })

    it('M3: another port: the first is silenced, the second plays', async () => {
      await playFrom('00:00:04:00')
      await playsNotes()
      await choose(second)
      await isSilenced()
      await playsNotes(second)
      await choose(desk)
      await isSilenced(second)
      await playsNotes()
    })

    it('M9: another page opens and closes, and the music goes on; its own closing silences it', async () => {
      await playFrom('00:00:02:00')
      await playsNotes()
      const panicsBefore = panics()
      const other = await open.another()
      await other.getByRole('tab', { name: 'Playback', exact: true }).click()
      await other
        .getByRole('combobox', { name: 'All tracks', exact: true })
        .locator('option', { hasText: desk })
        .first()
        .waitFor({ state: 'attached' })
      await other.close()
      const sofar = notes().length
      await expect.poll(() => notes().length, patience).toBeGreaterThan(sofar + 4)
      expect(panics()).toBe(panicsBefore)
      before = readFileSync(log(), 'utf8').split('\n').length - 1
      await page.goto('about:blank')
      await expect.poll(() => panics(), patience).toBeGreaterThanOrEqual(onePanic)
      expect(notes().at(-1)!.bytes[0]! & 0xf0).toBe(0x80)
      await page.goBack()
      await page.getByRole('tab', { name: 'Playback', exact: true }).click()
    })

    it('M3: a host that is killed: the MIDI process sees it and leaves silence', async () => {
      await playFrom('00:00:02:00')
      await playsNotes()
      await open.kill()
      await isSilenced()
      const { process: pid } = notes()[0]!
      const isThere = (): boolean => {
        try {
          return process.kill(pid, 0)
        } catch {
          return false
        }
      }
      await expect.poll(isThere, patience).toBe(false)
    })
  },
)
