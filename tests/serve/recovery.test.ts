import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenedFile } from '../../src/contract/files'
import type { OpenProject, Recovery } from '../../src/contract/project'
import type { ProjectFile } from '../../src/core/document/fileSchema'
import { samplePath, temporaryFolder } from '../support/commandLine'
import { connectTo, serve, type ServedHost, type WebClient } from './support/webClient'

const folder = temporaryFolder()
const film = join(folder, 'film.mp4')
const environment = { HITPOINT_DATA: join(folder, 'data'), HITPOINT_CACHE: join(folder, 'cache') }

let host: ServedHost
let client: WebClient

async function start(args: readonly string[] = []): Promise<void> {
  host = await serve(args, environment)
  client = await connectTo(host.address)
}

async function killHost(): Promise<void> {
  const ended = new Promise((resolve) => host.process.once('exit', resolve))
  host.process.kill('SIGKILL')
  await ended
  client.close()
}

beforeAll(async () => {
  await mkdir(folder, { recursive: true })
  await copyFile(samplePath, film)
})

afterAll(async () => {
  await killHost()
  await rm(folder, { recursive: true, force: true })
})

const edit = (document: ProjectFile, arousal: number): ProjectFile => ({
  ...document,
  curve: [[1, 0, arousal, 1, 0]],
})

describe('a host that is killed in the middle of work (docs/spec/host.md, H43, H46)', () => {
  let project: OpenProject

  it('has every state on the disk that it answered for', async () => {
    await start([film])
    const [file] = await client.ask<OpenedFile[]>('files', 'takeOpened')
    project = await client.ask('project', 'open', { fileId: file!.fileId })
    // As a page does: one entry after the other, each the moment the one before is answered for, for two seconds.
    let answered = 0
    const end = Date.now() + 2000
    let kill: Promise<void> | undefined
    while (!kill) {
      const revision = answered + 1
      const entry = client.ask('project', 'journal', {
        projectId: project.projectId,
        revision,
        state: edit(project.document, revision / 100_000),
      })
      if (Date.now() >= end) kill = killHost()
      else {
        await entry
        answered = revision
      }
    }
    await kill
    expect(answered).toBeGreaterThan(10)

    await start()
    const recoveries = await client.ask<Recovery[]>('project', 'recoveries')
    expect(recoveries).toMatchObject([{ name: 'film', folder, isOlderThanFile: false }])
    const recovered = await client.ask<OpenProject>('project', 'recover', {
      recoveryId: recoveries[0]!.recoveryId,
    })
    expect(recovered).toMatchObject({ unsaved: true, hasFile: false, mediaProblem: null })
    const revision = Math.round((recovered.document.curve?.[0]?.[2] ?? 0) * 100_000)
    // The entry that was under way when it was killed may have arrived or not; nothing answered for is lost.
    expect([answered, answered + 1]).toContain(revision)
    project = recovered
  })

  it('offers the work again when the host that recovered it is killed too', async () => {
    await killHost()
    await start()
    const recoveries = await client.ask<Recovery[]>('project', 'recoveries')
    expect(recoveries).toHaveLength(1)
    expect(recoveries[0]!.recoveryId).toBe(project.projectId)
  })

  it('forgets work that the user does not want', async () => {
    await client.ask('project', 'discardRecovery', { recoveryId: project.projectId })
    expect(await client.ask<Recovery[]>('project', 'recoveries')).toEqual([])
  })

  it('passes over a damaged journal', async () => {
    const opened = await client.ask<OpenedFile>('files', 'sample')
    project = await client.ask('project', 'open', { fileId: opened.fileId })
    const { projectId } = project
    await client.ask('project', 'journal', { projectId, revision: 1, state: edit(project.document, 0.5) })
    const path = join(environment.HITPOINT_DATA, 'unsaved', projectId, 'state.json')
    const text = await readFile(path, 'utf8')
    await killHost()
    await writeFile(path, text.slice(0, text.length / 2))
    await start()
    expect(await client.ask<Recovery[]>('project', 'recoveries')).toEqual([])
  })
})
