import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import sampleTruth from '../../resources/sample/sample.json' with { type: 'json' }
import { repositoryRoot, samplePath } from '../support/commandLine'

const chromiumPath = '/usr/bin/chromium'
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
]

let host: ChildProcess
let address: string
let browser: Browser

describe.skipIf(!existsSync(chromiumPath))(
  'the page in Chromium, served by `hitpoint serve` (needs Debian’s chromium)',
  () => {
    beforeAll(async () => {
      host = spawn(process.execPath, [join(repositoryRoot, 'bin/hitpoint.js'), 'serve', samplePath], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      address = await new Promise((resolve, reject) => {
        host.stdout!.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()))
        host.once('exit', (code) => reject(new Error(`hitpoint serve ended with ${code}`)))
      })
      browser = await chromium.launch({ executablePath: chromiumPath, args: flags })
    })

    afterAll(async () => {
      await browser?.close()
      host?.kill('SIGINT')
    })

    it('shows the opened video and lists its cuts, without a console error', async () => {
      const page = await browser.newPage()
      const complaints: string[] = []
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
      page.on('pageerror', (error) => complaints.push(error.message))
      await page.goto(address)
      await page.getByRole('heading', { name: 'sample.mp4' }).waitFor()
      await page.getByRole('button', { name: 'Find the cuts' }).click()
      const rows = page.getByRole('table', { name: 'Cuts' }).locator('tbody tr')
      await rows.first().waitFor({ timeout: 60_000 })
      expect(await rows.count()).toBe(sampleTruth.transitions.length)
      expect(await page.getByRole('region', { name: 'System' }).textContent()).toContain('composer')
      expect(complaints).toEqual([])
      await page.close()
    })

    it('ends in peace when it is interrupted', async () => {
      const ended = new Promise<number | null>((resolve) => host.once('exit', resolve))
      host.kill('SIGINT')
      expect(await ended).toBe(0)
    })
  },
)
