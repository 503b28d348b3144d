import { createRequire } from 'node:module'
import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { delimiter, join, resolve } from 'node:path'
import { Failure } from '../../../core/base/failure'
import { outsideArchive } from '../files/outsideArchive'
import { runFfmpeg } from './ffmpegProcess'

export type FfmpegSource = 'setting' | 'FFMPEG_PATH' | 'ffmpeg-static' | 'PATH' | '@ffmpeg-installer'

/** What this build can do, asked of the build itself. */
export interface FfmpegFeatures {
  /** `-fps_mode` (ffmpeg 5.1 and newer); else its forerunner `-vsync`. */
  readonly fpsMode: boolean
  /** `showinfo=checksum=0` (ffmpeg 5.0 and newer) spares a checksum per picture. */
  readonly showinfoChecksum: boolean
  /** Major version of libavutil: 56 is ffmpeg 4, 57 is 5, 58 is 6. Builds without a release number have it too. */
  readonly libavutil: number
}

export interface FfmpegTool {
  readonly path: string
  /** As the build names itself: `5.1.9-0+deb12u1`, `N-47683-g0e8eb07980-static`. */
  readonly version: string
  readonly source: FfmpegSource
  readonly features: FfmpegFeatures
}

export interface ResolveFfmpegOptions {
  /** A path from the settings; wins over everything and must work. */
  readonly setting?: string | undefined
  /** `process.env` of the host. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Loads an optional npm package, null when it is absent; replaced in tests. */
  readonly loadPackage?: (name: string) => unknown
}

const libavutilOfFfmpeg5 = 57

const requireFromHere = createRequire(import.meta.url)

function loadInstalledPackage(name: string): unknown {
  try {
    return requireFromHere(name)
  } catch {
    return null
  }
}

/**
 * Reads the version and libavutil's major version from ffmpeg's banner or from `ffmpeg -version`; null when it is not ffmpeg
 * that speaks.
 */
export function parseVersionReport(
  text: string,
): { readonly version: string; readonly libavutil: number } | null {
  const version = /^ffmpeg version (\S+)/m.exec(text)?.[1]
  const libavutil = /^\s*libavutil\s+(\d+)\./m.exec(text)?.[1]
  return version && libavutil ? { version, libavutil: Number(libavutil) } : null
}

async function isExecutableFile(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK)
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}

/** What the full help says of one filter's options: from its heading to the empty line after them. */
function optionsOf(filter: string, help: string): string {
  const start = help.search(new RegExp(`^${filter} AVOptions:`, 'm'))
  return start < 0 ? '' : help.slice(start).split(/\r?\n\r?\n/, 1)[0]!
}

/** Asks a program for its version and abilities; null when it is not a usable ffmpeg. */
async function inspect(path: string, source: FfmpegSource): Promise<FfmpegTool | null> {
  if (!(await isExecutableFile(path))) return null
  try {
    // One run for everything, because a start takes a tenth of a second: the banner tells the version, the help all options.
    const { messages, output: help } = await runFfmpeg(path, ['-h', 'full'], {
      timeoutMs: 20_000,
      withBanner: true,
    })
    const report = parseVersionReport(messages)
    // Without this guard a crafted playlist could read other files, so such a build (older than 2.5) is not used.
    if (!report || !/^\s*-format_whitelist\s/m.test(help)) return null
    const showinfo = optionsOf('showinfo', help)
    const features = {
      fpsMode: /^-fps_mode\b/m.test(help),
      showinfoChecksum: /^\s+checksum\s/m.test(showinfo),
      libavutil: report.libavutil,
    }
    return { path, version: report.version, source, features }
  } catch {
    return null
  }
}

function packagePath(loaded: unknown): string | null {
  if (typeof loaded === 'string') return outsideArchive(loaded)
  if (typeof loaded !== 'object' || loaded === null) return null
  if ('path' in loaded && typeof loaded.path === 'string') return outsideArchive(loaded.path)
  return 'default' in loaded && typeof loaded.default === 'string' ? outsideArchive(loaded.default) : null
}

function searchPath(environment: ResolveFfmpegOptions['environment']): readonly string[] {
  const folders = (environment['PATH'] ?? environment['Path'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
  const names = process.platform === 'win32' ? ['ffmpeg.exe'] : ['ffmpeg']
  return folders.flatMap((folder) => names.map((name) => resolve(join(folder, name))))
}

async function findFfmpeg(options: ResolveFfmpegOptions): Promise<FfmpegTool> {
  const { setting, environment, loadPackage = loadInstalledPackage } = options
  const explicit = [
    { path: setting, source: 'setting' as const },
    { path: environment['FFMPEG_PATH'], source: 'FFMPEG_PATH' as const },
  ].find(({ path }) => path !== undefined && path !== '')
  if (explicit?.path) {
    const tool = await inspect(resolve(explicit.path), explicit.source)
    if (tool) return tool
    throw new Failure('ffmpeg-missing', { path: explicit.path, source: explicit.source })
  }
  const bundled = packagePath(loadPackage('ffmpeg-static'))
  const fromStatic = bundled ? await inspect(bundled, 'ffmpeg-static') : null
  if (fromStatic) return fromStatic
  for (const path of searchPath(environment)) {
    const tool = await inspect(path, 'PATH')
    if (tool && tool.features.libavutil >= libavutilOfFfmpeg5) return tool
  }
  const installer = packagePath(loadPackage('@ffmpeg-installer/ffmpeg'))
  const fromInstaller = installer ? await inspect(installer, '@ffmpeg-installer') : null
  if (fromInstaller) return fromInstaller
  throw new Failure('ffmpeg-missing')
}

const found = new Map<string, Promise<FfmpegTool>>()

/**
 * Finds the ffmpeg to use: the setting or `FFMPEG_PATH` (an error when it does not work, never skipped), then the npm
 * package ffmpeg-static, then PATH (version 5 or newer), then @ffmpeg-installer/ffmpeg (a build of 2018). The answer is
 * kept for the life of the process. Throws `ffmpeg-missing`; its context names the explicit path that does not work.
 */
export function resolveFfmpeg(options: ResolveFfmpegOptions): Promise<FfmpegTool> {
  if (options.loadPackage) return findFfmpeg(options)
  const { setting, environment } = options
  const key = JSON.stringify([
    setting,
    environment['FFMPEG_PATH'],
    environment['PATH'] ?? environment['Path'],
  ])
  let search = found.get(key)
  if (!search) {
    search = findFfmpeg(options)
    found.set(key, search)
    search.catch(() => found.delete(key))
  }
  return search
}
