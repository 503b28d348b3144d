import { spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { createKnownCutMaker, x264, type KnownCutMaker } from '../synthetic/knownCut'
import { ffmpegsUnderTest } from '../synthetic/videos'
import { hitpoint, repositoryRoot } from '../support/commandLine'

let films: KnownCutMaker
let film: string
let environment: Readonly<Record<string, string>>
beforeAll(async () => {
  films = await createKnownCutMaker((await ffmpegsUnderTest())[0]!)
  film = await films.make('long film.mp4', {
    ...{ rate: '25', frames: 3000, cutFrame: 1500, audio: null },
    video: [...x264, '-preset', 'ultrafast'],
  })
  environment = { HITPOINT_CACHE: films.path('cache') }
})
afterAll(() => films.remove())

/** Command lines of all processes of this machine that name the film. */
async function processesWithFilm(): Promise<readonly string[]> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const lines = await Promise.all(
    processes.map((name) => readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')),
  )
  return lines.filter((line) => line.includes(film))
}

async function filesLeft(): Promise<readonly string[]> {
  const files = await readdir(films.folder, { recursive: true })
  return files.filter((name) => /\.(?:analysis|tmp|part)$/.test(name))
}

describe.runIf(process.platform === 'linux')('Ctrl-C (needs /proc)', () => {
  it('ends an analysis: 130, no process, no file', async () => {
    const result = await hitpoint(['analyse', film], {
      environment,
      onStderr: (text, interrupt) => /Analysing: \d/.test(text) && interrupt(),
    })
    expect(result.code).toBe(130)
    expect(result.stderr).toContain('Cancelled')
    expect(await processesWithFilm()).toEqual([])
    expect(await filesLeft()).toEqual([])
  })

  it('ends the web host with the analysis that runs in it', async () => {
    const host = spawn(process.execPath, [join(repositoryRoot, 'bin/hitpoint.js'), 'serve', film], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = new Promise<number | null>((resolve) => host.once('exit', resolve))
    const address = await new Promise<URL>((resolve) =>
      host.stdout.once('data', (chunk: Buffer) => resolve(new URL(chunk.toString().trim()))),
    )
    const socket = new WebSocket(`ws://${address.host}/socket${address.search}`)
    const send = (id: number, service: string, member: string, input: object): void =>
      socket.send(JSON.stringify({ id, service, member, input }))
    socket.on('open', () => send(1, 'files', 'takeOpened', {}))
    await new Promise<void>((resolve) =>
      socket.on('message', (data: Buffer) => {
        const message = JSON.parse(data.toString()) as {
          readonly id?: number
          readonly answer?: { readonly value: unknown }
          readonly channel?: string
        }
        if (message.channel === 'hitpoint:jobs.onJob') resolve()
        if (message.id === 1) {
          const [file] = message.answer?.value as readonly [{ readonly fileId: string }]
          send(2, 'project', 'open', { fileId: file.fileId })
        }
        if (message.id === 2) {
          const { mediaId } = message.answer?.value as { readonly mediaId: string }
          send(3, 'analysis', 'start', { mediaId })
        }
      }),
    )
    await expect.poll(async () => (await processesWithFilm()).length, { timeout: 20_000 }).toBeGreaterThan(1)
    host.kill('SIGINT')
    expect(await ended).toBe(0)
    expect(await processesWithFilm()).toEqual([])
    expect(await filesLeft()).toEqual([])
  })
})
