/**
 * How the app is packed (electron-builder 26.17): `npm run package`. What no other system's package needs is left out, and
 * what is read by other programs, or by file descriptors, lies outside the archive: since Electron 44 those of archived
 * files are not real.
 */

/** Folders of onnxruntime-node's and jazz-midi's binaries that a package keeps; all others are left out. */
export const keptBinaries = /** @type {const} */ ({
  mac: { onnxruntime: ['darwin', 'arm64'], jazz: 'macosa64' },
  win: { onnxruntime: ['win32', 'x64'], jazz: 'win64' },
  linux: { onnxruntime: ['linux', 'x64'], jazz: 'linux64' },
})

/**
 * What goes into the archive. The page's libraries are bundled into out/renderer, mediabunny and zod into out/main.
 * ffmpeg is found, not shipped (docs/decisions/0003).
 */
const packedFiles = [
  'out/**',
  'package.json',
  'LICENSE',
  'THIRD_PARTY_NOTICES.md',
  '!**/node_modules/{react,react-dom,scheduler,wavesurfer.js,mediabunny,zod}/**',
  '!**/node_modules/{ffmpeg-static,@ffmpeg-installer,@derhuerst}/**',
  '!**/node_modules/@coderline/alphatab/dist/!(soundfont)',
  '!**/node_modules/@coderline/alphatab/dist/!(soundfont)/**',
  '!**/*.{map,d.ts,d.mts,md,markdown}',
  '!**/node_modules/**/{test,tests,__tests__,docs,example,examples}/**',
]

/** The patterns of a system: everything that is packed, without other systems' binaries. */
function filesFor(/** @type {keyof typeof keptBinaries} */ name) {
  const { onnxruntime, jazz } = keptBinaries[name]
  const [system, processor] = onnxruntime
  const runtime = '!**/node_modules/onnxruntime-node/bin/napi-v*'
  return [
    ...packedFiles,
    `${runtime}/!(${system})/**`,
    `${runtime}/${system}/!(${processor})/**`,
    `!**/node_modules/jazz-midi/bin/!(${jazz})/**`,
  ]
}

const projectFiles = {
  ext: 'hitpoint',
  name: 'Hitpoint project',
  description: 'Hitpoint project',
  mimeType: 'application/x-hitpoint+json',
  role: 'Editor',
}

/** @type {import('./electronBuilderConfiguration.js').Configuration} */
const configuration = {
  appId: 'app.hitpoint.Hitpoint',
  productName: 'Hitpoint',
  copyright: 'MIT licence',
  directories: { output: 'release', buildResources: 'build' },
  asar: true,
  asarUnpack: [
    '**/node_modules/onnxruntime-node/**',
    '**/node_modules/jazz-midi/**',
    '**/node_modules/@coderline/alphatab/dist/soundfont/**',
  ],
  extraResources: [
    { from: 'resources/models', to: 'models' },
    { from: 'resources/sample', to: 'sample' },
  ],
  // Nothing may turn the app into a plain Node, load other code into it, or read more files than the page needs.
  electronFuses: {
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    // There are no cookies, and no keychain need be asked for.
    enableCookieEncryption: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  },
  fileAssociations: [projectFiles],
  npmRebuild: false,
  afterPack: './build/verifyPackage.mjs',
  mac: {
    target: [
      { target: 'dmg', arch: ['arm64'] },
      { target: 'zip', arch: ['arm64'] },
    ],
    category: 'public.app-category.music',
    icon: 'build/icon.icns',
    minimumSystemVersion: '13.0',
    hardenedRuntime: true,
    gatekeeperAssess: false,
    entitlements: 'build/entitlements.mac.plist',
    entitlementsInherit: 'build/entitlements.mac.plist',
    files: filesFor('mac'),
    // So that videos can be dropped on the Dock's icon, without becoming what opens them.
    extendInfo: {
      CFBundleDocumentTypes: [
        {
          CFBundleTypeName: 'Video',
          CFBundleTypeRole: 'Viewer',
          LSHandlerRank: 'Alternate',
          LSItemContentTypes: ['public.movie'],
        },
        {
          CFBundleTypeName: 'Hitpoint project',
          CFBundleTypeRole: 'Editor',
          LSHandlerRank: 'Owner',
          CFBundleTypeExtensions: ['hitpoint'],
          CFBundleTypeIconFile: 'icon.icns',
        },
      ],
    },
  },
  win: {
    target: [{ target: 'nsis', arch: ['x64'] }],
    icon: 'build/icon.ico',
    files: filesFor('win'),
  },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
  linux: {
    target: [
      { target: 'AppImage', arch: ['x64'] },
      { target: 'deb', arch: ['x64'] },
    ],
    category: 'AudioVideo',
    icon: 'build/icon.png',
    synopsis: 'Scores video',
    maintainer: 'Hitpoint <hitpoint@localhost>',
    files: filesFor('linux'),
  },
  publish: null,
}

export default configuration
