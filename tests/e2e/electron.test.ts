import type {} from '../../src/preload/window'
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findElectron } from '../../scripts/electronBinary.mjs'
import sampleTruth from '../../resources/sample/sample.json' with { type: 'json' }
import { repositoryRoot, samplePath } from '../support/commandLine'
import { analysed, rowCount } from './browser'

const binary = findElectron(repositoryRoot)
const xvfb = ['/usr/bin/Xvfb', '/usr/local/bin/Xvfb'].find((path) => existsSync(path))
const hasDisplay = process.platform !== 'linux' || process.env['DISPLAY'] !== undefined || xvfb !== undefined
const display = ':97'

let app: ElectronApplication
let data: string
let server: ReturnType<typeof spawn> | undefined

/** A display of memory, where the machine has none. */
async function startDisplay(): Promise<Record<string, string>> {
  if (process.platform !== 'linux' || process.env['DISPLAY'] !== undefined) return {}
  server = spawn(xvfb!, [display, '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], { stdio: 'ignore' })
  await new Promise((resolve) => setTimeout(resolve, 1000))
  return { DISPLAY: display }
}

describe.skipIf(binary === null || !hasDisplay)(
  'the built app in a real Electron (needs its binary, ELECTRON_OVERRIDE_DIST_PATH or node_modules/electron/dist, and a display or Xvfb)',
  () => {
    beforeAll(async () => {
      data = await mkdtemp(join(tmpdir(), 'hitpoint-electron-'))
      const root = process.platform === 'linux' && process.getuid?.() === 0
      app = await _electron.launch({
        executablePath: binary!,
        // Chromium's sandbox refuses root, whom only machines that test run it as.
        args: [...(root ? ['--no-sandbox'] : []), `--user-data-dir=${data}`, repositoryRoot, samplePath],
        env: { ...(process.env as Record<string, string>), ...(await startDisplay()) },
      })
    })

    afterAll(async () => {
      await app?.close()
      server?.kill()
      await rm(data, { recursive: true, force: true })
    })

    it('opens the sample, finds its cuts and shows one', async () => {
      const page = await app.firstWindow()
      const complaints: string[] = []
      page.on('pageerror', (error) => complaints.push(error.message))
      expect(page.url()).toBe('hitpoint://app/index.html')
      await page.getByText('sample', { exact: false }).first().waitFor()
      const host = await page.evaluate(async () => {
        const page = globalThis as unknown as Pick<Window, 'hitpointBridge'> & { require?: unknown }
        const { services, adopt } = page.hitpointBridge!
        const ask = services['system']!['capabilities'] as BridgeCall
        const answer = await ask({})
        return { answer, adopt: typeof adopt, node: typeof page.require }
      })
      expect(host).toMatchObject({
        answer: { ok: true, value: { host: 'electron' } },
        adopt: 'function',
        node: 'undefined',
      })
      await analysed(page)
      expect(await rowCount(page, 'Cuts')).toBe(sampleTruth.transitions.length)
      expect(complaints).toEqual([])
    })

    it('seeks in the film over its own scheme', async () => {
      const page = await app.firstWindow()
      const video = page.locator('video').first()
      await video.waitFor({ state: 'attached' })
      await video.evaluate(async (element: HTMLVideoElement) => {
        if (element.readyState < 1)
          await new Promise((resolve) => element.addEventListener('loadedmetadata', resolve, { once: true }))
        element.currentTime = 30
        await new Promise((resolve) => element.addEventListener('seeked', resolve, { once: true }))
      })
      expect(await video.evaluate((element: HTMLVideoElement) => element.currentTime)).toBeCloseTo(30, 1)
    })
  },
)
