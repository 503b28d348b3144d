/**
 * THE table of who may import whom. The lint rule `build/lint/layers.js`, the test `tests/architecture/layers.test.ts`
 * and ARCHITECTURE.md are held to it. A file belongs to the row with the longest matching path; type-only imports
 * obey the same table.
 *
 * @typedef {{ path: string, mayImport: string[], packages: string[], why: string }} Layer
 */

const core = (/** @type {string[]} */ folders) => folders.map((folder) => `src/core/${folder}`)

/** @type {Layer[]} */
export const layers = [
  // core: what the app knows, pure TypeScript. base ← time ← media, timeline, emotion ← music ← document ← playback ← export
  {
    path: 'src/core/base',
    mayImport: core(['base']),
    packages: [],
    why: 'foundations know nothing of films',
  },
  {
    path: 'src/core/time',
    mayImport: core(['base', 'time']),
    packages: [],
    why: 'time is a type of its own',
  },
  {
    path: 'src/core/media',
    mayImport: core(['base', 'time', 'media']),
    packages: [],
    why: 'what a video is',
  },
  {
    path: 'src/core/timeline',
    mayImport: core(['base', 'time', 'media', 'timeline']),
    packages: [],
    why: 'transitions are found in pictures',
  },
  {
    path: 'src/core/emotion',
    mayImport: core(['base', 'time', 'media', 'timeline', 'emotion']),
    packages: [],
    why: 'the curve follows pictures, sound and transitions',
  },
  {
    path: 'src/core/music',
    mayImport: core(['base', 'time', 'media', 'timeline', 'emotion', 'music']),
    packages: [],
    why: 'music follows the curve and the transitions',
  },
  {
    path: 'src/core/document',
    mayImport: core(['base', 'time', 'media', 'timeline', 'emotion', 'music', 'document']),
    packages: ['zod'],
    why: 'the project file is validated by schema (zod: pure, no platform)',
  },
  {
    path: 'src/core/playback',
    mayImport: core(['base', 'time', 'music', 'document', 'playback']),
    packages: [],
    why: 'a scheduler with its clock passed in',
  },
  {
    path: 'src/core/export',
    mayImport: core([
      'base',
      'time',
      'media',
      'timeline',
      'emotion',
      'music',
      'document',
      'playback',
      'export',
    ]),
    packages: ['fflate', '@tonejs/midi'],
    why: 'bytes out and back in; ZIP archives (fflate) and edited MIDI files (@tonejs/midi), both pure',
  },
  {
    path: 'src/contract',
    mayImport: ['src/core', 'src/contract'],
    packages: ['zod'],
    why: 'payload schemas live once',
  },
  {
    path: 'src/main/engine',
    mayImport: ['src/core', 'src/contract', 'src/main/engine'],
    packages: ['node:*'],
    why: 'plain Node: the same code serves every host',
  },
  {
    path: 'src/main/engine/inference/session.ts',
    mayImport: ['src/core', 'src/main/engine/inference'],
    packages: ['node:*', 'onnxruntime-node'],
    why: 'the only file that imports the runtime',
  },
  {
    path: 'src/main/engine/inference/tasks',
    mayImport: [
      'src/core',
      'src/main/engine/inference/tasks',
      'src/main/engine/inference/tensor',
      'src/main/engine/inference/task',
    ],
    packages: [],
    why: 'before and after the network, testable without it',
  },
  {
    path: 'src/main/engine/media',
    mayImport: ['src/core', 'src/main/engine/media', 'src/main/engine/files'],
    packages: ['node:*', 'mediabunny', 'ffmpeg-static', '@ffmpeg-installer/ffmpeg'],
    why: 'video in: probe and decode',
  },
  {
    path: 'src/main/engine/sound',
    mayImport: ['src/core', 'src/main/engine/sound', 'src/main/engine/files'],
    packages: ['node:*', 'spessasynth_core', '@coderline/alphatab'],
    why: 'the synthesizer and its sound bank',
  },
  {
    path: 'src/main/engine/files',
    mayImport: ['src/core', 'src/main/engine/files'],
    packages: ['node:*'],
    why: 'what is written to disk, whole or not at all',
  },
  {
    path: 'src/main/engine/midi',
    mayImport: ['src/core', 'src/main/engine/midi'],
    packages: ['node:*', 'jzz'],
    why: 'system MIDI ports',
  },
  {
    path: 'src/main/shell',
    mayImport: ['src/core', 'src/contract', 'src/main/engine', 'src/main/shell'],
    packages: ['node:*', 'electron', 'zod'],
    why: 'Electron only, no computation',
  },
  {
    path: 'src/main/serve',
    mayImport: ['src/core', 'src/contract', 'src/main/engine', 'src/main/serve'],
    packages: ['node:*', 'ws', 'zod'],
    why: 'the loopback web host',
  },
  { path: 'src/main/index.ts', mayImport: ['src/main/shell'], packages: [], why: 'starts the shell' },
  {
    path: 'src/preload',
    mayImport: ['src/contract', 'src/preload'],
    packages: ['electron'],
    why: 'a loop over the contract',
  },
  {
    path: 'src/renderer',
    mayImport: ['src/core', 'src/contract', 'src/renderer'],
    packages: [
      'react',
      'react-dom',
      'react-dom/client',
      'react/jsx-runtime',
      'wavesurfer.js',
      'spessasynth_core',
      'vite/client',
    ],
    why: 'no Node, no Electron: ids, not paths',
  },
  {
    path: 'src/renderer/src/ui',
    mayImport: ['src/renderer/src/ui'],
    packages: ['react'],
    why: 'widgets know nothing of films',
  },
  {
    path: 'src/renderer/src/timeline/layers',
    mayImport: ['src/core', 'src/renderer/src/timeline/layers'],
    packages: [],
    why: 'items to drawing, pure',
  },
  {
    path: 'src/cli',
    mayImport: ['src/core', 'src/contract', 'src/main/engine', 'src/main/serve', 'src/cli', 'package.json'],
    packages: ['node:*', 'commander', 'cli-progress'],
    why: 'a host of the engine for terminals; package.json tells its version',
  },
]

const covers = (/** @type {string} */ prefix, /** @type {string} */ path) =>
  path === prefix || path.startsWith(`${prefix}/`) || path === `${prefix}.ts` || path === `${prefix}.tsx`

/** The row that a repository-relative path belongs to, or undefined outside `src`. */
export function layerOf(/** @type {string} */ path) {
  return layers
    .filter((layer) => covers(layer.path, path))
    .sort((first, second) => second.path.length - first.path.length)[0]
}

/**
 * Why `file` may not import `specifier`, or null when it may.
 * @param {string} file repository-relative path with forward slashes
 * @param {string} specifier as written in the import
 */
export function forbiddenImport(file, specifier) {
  const layer = layerOf(file)
  if (!layer) return file.startsWith('src/') ? `${file} belongs to no row of build/layers.js` : null
  const name = specifier.replace(/\?.*$/, '')
  if (name.startsWith('.')) {
    const target = new URL(name, `file:///${file}`).pathname.slice(1)
    if (layer.mayImport.some((prefix) => covers(prefix, target))) return null
    return `${layer.path} may not import ${target} (${layer.why})`
  }
  const allowed = layer.packages.some((entry) =>
    entry.endsWith('*')
      ? name.startsWith(entry.slice(0, -1))
      : name === entry || name.startsWith(`${entry}/`),
  )
  return allowed ? null : `${layer.path} may not name the package ${name} (${layer.why})`
}
