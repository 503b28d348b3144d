import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const source = (path: string): string => resolve(import.meta.dirname, 'src', path)

/** Main, command line and child processes also run in plain Node 20, so Electron's newer Node is not the target. */
const target = 'node20'

export default defineConfig({
  main: {
    build: {
      target,
      outDir: 'out/main',
      // Each is a hundred modules, whose loading one by one would cost every start of the program a tenth of a second.
      externalizeDeps: { exclude: ['mediabunny', 'zod'] },
      rollupOptions: {
        input: {
          index: source('main/index.ts'),
          cli: source('cli/index.ts'),
          inferenceProcess: source('main/engine/inference/process.ts'),
          midiProcess: source('main/engine/midi/process.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload can require nothing: everything is bundled into one file.
      externalizeDeps: false,
      rollupOptions: {
        input: { index: source('preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: source('renderer'),
    plugins: [react()],
    build: { outDir: 'out/renderer', rollupOptions: { input: { index: source('renderer/index.html') } } },
  },
})
