import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import configuration, { keptBinaries } from '../../build/electron-builder.config.mjs'
import verifyPackage, { foreignBinaries, systemOfBinary, type System } from '../../build/verifyPackage.mjs'
import { drawIcon } from '../../scripts/icon/drawIcon.mjs'
import { findElectron, noWindowBecause } from '../../scripts/electronBinary.mjs'
import { projectExtension } from '../../src/core/document/format'
import { outsideArchive } from '../../src/main/engine/files/outsideArchive'
import { repositoryRoot } from '../support/commandLine'

const modules = join(repositoryRoot, 'node_modules')
const systems: readonly System[] = ['mac', 'win', 'linux']

describe('packages (docs/spec/host.md, H80-H83)', () => {
  it.each(systems)('keep folders of binaries that are there and are of that system: %s', (system) => {
    const { onnxruntime, jazz } = keptBinaries[system]
    const folders = [
      ...readdirSync(join(modules, 'onnxruntime-node/bin')).map((version) =>
        join(modules, 'onnxruntime-node/bin', version, ...onnxruntime),
      ),
      join(modules, 'jazz-midi/bin', jazz),
    ]
    for (const folder of folders) expect([folder, foreignBinaries(folder, system)]).toEqual([folder, []])
    // The others' are found as such: what pruning leaves out would be noticed.
    for (const other of systems.filter((name) => name !== system))
      for (const folder of folders) expect(foreignBinaries(folder, other).length).toBeGreaterThan(0)
  })

  it('are refused with a binary of another system', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hitpoint-package-'))
    await mkdir(join(folder, 'resources'))
    await writeFile(join(folder, 'resources/library.node'), Buffer.from('7f454c4602', 'hex'))
    await writeFile(join(folder, 'resources/text'), 'MIT')
    await verifyPackage({ appOutDir: folder, electronPlatformName: 'linux' })
    await expect(verifyPackage({ appOutDir: folder, electronPlatformName: 'darwin' })).rejects.toThrow(
      'library.node',
    )
    await rm(folder, { recursive: true })
  })

  it.each([
    ['7f454c46', 'linux'],
    ['cffaedfe', 'mac'],
    ['cafebabe', 'mac'],
    ['4d5a9000', 'win'],
    ['25504446', null],
  ])('tell binaries by their first bytes: %s', (bytes, system) => {
    expect(systemOfBinary(Buffer.from(bytes, 'hex'))).toBe(system)
  })

  it('have every fuse in its safe place', () => {
    expect(configuration.electronFuses).toEqual({
      ...{
        runAsNode: false,
        enableNodeOptionsEnvironmentVariable: false,
        enableNodeCliInspectArguments: false,
      },
      ...{ enableEmbeddedAsarIntegrityValidation: true, onlyLoadAppFromAsar: true },
      ...{ enableCookieEncryption: false, grantFileProtocolExtraPrivileges: false },
    })
  })

  it('open projects, and hold models and sample where the app looks for them', () => {
    expect(configuration.fileAssociations).toMatchObject([{ ext: projectExtension.slice(1), role: 'Editor' }])
    for (const { from } of configuration.extraResources)
      expect(existsSync(join(repositoryRoot, from))).toBe(true)
    expect(configuration.extraResources.map(({ to }) => to)).toEqual(['models', 'sample'])
    for (const { icon } of [configuration.mac, configuration.win, configuration.linux])
      expect(existsSync(join(repositoryRoot, icon))).toBe(true)
    expect(outsideArchive('/app/app.asar/node_modules/a.sf2')).toBe(
      '/app/app.asar.unpacked/node_modules/a.sf2',
    )
    expect(outsideArchive('/my app.asar files/a.sf2')).toBe('/my app.asar files/a.sf2')
  })
})

describe('the icon', () => {
  const bytes = (name: string): Buffer => readFileSync(join(repositoryRoot, 'build', name))

  it('is what the script draws', () => {
    const ico = bytes('icon.ico')
    // The smallest, which is the last.
    const png = ico.subarray(ico.readUInt32LE(6 + 16 * (ico.readUInt16LE(4) - 1) + 12))
    const size = png.readUInt32BE(16)
    expect(size).toBe(16)
    const rows = inflateSync(png.subarray(41, 41 + png.readUInt32BE(33)))
    const drawn = drawIcon(size)
    const expected = Array.from({ length: size }, (_, row) => [
      ...[0, ...drawn.subarray(row * size * 4, (row + 1) * size * 4)],
    ])
    expect([...rows]).toEqual(expected.flat())
    expect([bytes('icon.png').readUInt32BE(16), bytes('icon.png').readUInt32BE(20)]).toEqual([512, 512])
  })

  it('has the sizes that macOS and Windows ask for', () => {
    const icns = bytes('icon.icns')
    expect([icns.toString('latin1', 0, 4), icns.readUInt32BE(4)]).toEqual(['icns', icns.length])
    expect(icns.includes('ic10')).toBe(true)
    const ico = bytes('icon.ico')
    expect(Array.from({ length: ico.readUInt16LE(4) }, (_, index) => ico[6 + 16 * index])).toEqual([
      0, 128, 64, 48, 32, 16,
    ])
  })
})

describe('npm start (H84)', () => {
  it('finds an Electron that is there, in the folder of the environment first', async () => {
    const root = await mkdtemp(join(tmpdir(), 'hitpoint-start-'))
    expect(findElectron(root, {}, 'linux')).toBeNull()
    const folder = join(root, 'node_modules/electron/dist')
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'electron'), '')
    expect(findElectron(root, {}, 'linux')).toBe(join(folder, 'electron'))
    await writeFile(join(root, 'electron.exe'), '')
    expect(findElectron(root, { ELECTRON_OVERRIDE_DIST_PATH: root }, 'win32')).toBe(
      join(root, 'electron.exe'),
    )
    await rm(root, { recursive: true })
  })

  it('says why no window can be opened', () => {
    expect(noWindowBecause({}, 'linux', 1000)).toContain('display')
    expect(noWindowBecause({ DISPLAY: ':0' }, 'linux', 0)).toContain('root')
    expect(noWindowBecause({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux', 1000)).toBeNull()
    expect(noWindowBecause({}, 'darwin', 501)).toBeNull()
  })
})
