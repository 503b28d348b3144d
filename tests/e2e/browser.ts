import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { repositoryRoot } from '../support/commandLine'

const chromiumPath = '/usr/bin/chromium'

/** The tests of the page need Debian's chromium; without it they are skipped by name. */
export const hasChromium = existsSync(chromiumPath)

/** A web host with folders of its own, and a browser that shows its page. */
export interface OpenPage {
  readonly page: Page
  /** What the page complained of. */
  readonly complaints: readonly string[]
  readonly folder: string
  /** Another page of the same host. */
  another(): Promise<Page>
  /** Ends the host without a chance to say goodbye, as a power cut does. */
  kill(): Promise<void>
  /** Starts the host again on the same folders and shows its page. */
  restart(): Promise<void>
  /** Ends the host as a user does; answers its exit code. */
  interrupt(): Promise<number | null>
  close(): Promise<void>
}

async function startHost(
  folder: string,
  input: string | undefined,
  environment: Readonly<Record<string, string>>,
): Promise<{ host: ChildProcess; address: string }> {
  const command = [join(repositoryRoot, 'bin/hitpoint.js'), 'serve', ...(input === undefined ? [] : [input])]
  const host = spawn(process.execPath, command, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      ...{ HITPOINT_DATA: join(folder, 'data'), HITPOINT_CACHE: join(folder, 'cache') },
      ...environment,
    },
  })
  const address = await new Promise<string>((resolve, reject) => {
    host.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()))
    host.once('exit', (code) => reject(new Error(`hitpoint serve ended with ${code}`)))
  })
  return { host, address }
}

const ended = (host: ChildProcess): Promise<number | null> =>
  host.exitCode !== null || host.signalCode !== null
    ? Promise.resolve(host.exitCode)
    : new Promise((resolve) => host.once('exit', resolve))

export async function openPage(
  input?: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<OpenPage> {
  const folder = await mkdtemp(join(tmpdir(), 'hitpoint-page-'))
  let { host, address } = await startHost(folder, input, environment)
  const browser: Browser = await chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
      '--autoplay-policy=no-user-gesture-required',
    ],
  })
  const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } })
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.stack ?? error.message))
  await page.goto(address)
  return {
    page,
    complaints,
    folder,
    async another() {
      const other = await browser.newPage({ viewport: { width: 1600, height: 1000 } })
      await other.goto(address)
      return other
    },
    async kill() {
      host.kill('SIGKILL')
      await ended(host)
    },
    async restart() {
      ;({ host, address } = await startHost(folder, input, environment))
      page.once('dialog', (dialog) => void dialog.accept())
      await page.goto(address)
    },
    async interrupt() {
      host.kill('SIGINT')
      return ended(host)
    },
    async close() {
      await browser.close()
      host.kill('SIGINT')
      await ended(host)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Rows of a table, with those that are scrolled out of sight and so are not there. */
export const rowCount = async (page: Page, name: string): Promise<number> =>
  Number(await page.getByRole('table', { name }).getAttribute('aria-rowcount')) - 1

/** Waits until the list of cuts shows an analysed film. */
export const analysed = (page: Page): Promise<void> =>
  page.getByRole('button', { name: /^Go to cut 1 /u }).waitFor({ timeout: 60_000 })

/** Where things are in the timeline while it shows the whole film of `duration` seconds. */
export async function timelinePlaces(page: Page, duration: number) {
  const box = (await page.locator('.timeline-overlay').boundingBox())!
  const middleOf = async (lane: string): Promise<number> => {
    const head = (await page.locator(`.lane-head.lane-${lane}`).first().boundingBox())!
    return head.y + head.height / 2
  }
  return {
    x: (time: number): number => box.x + (time / duration) * box.width,
    middleOf,
  }
}

/** Drags the pointer along places. */
export async function drag(page: Page, places: readonly (readonly [number, number])[]): Promise<void> {
  const [first, ...rest] = places
  await page.mouse.move(...first!)
  await page.mouse.down()
  for (const place of rest) await page.mouse.move(...place, { steps: 4 })
  await page.mouse.up()
}
