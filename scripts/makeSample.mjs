// Draws resources/sample/sample.mp4 and sample.json anew: npm run sample
import { resolve } from 'node:path'
import { runnerImport } from 'vite'

const root = resolve(import.meta.dirname, '..')
const load = async (path) => (await runnerImport(resolve(root, path), { configFile: false, root })).module

const { resolveFfmpeg } = await load('src/main/engine/media/ffmpeg.ts')
const { makeSample } = await load('scripts/sample/makeSample.ts')
const ffmpeg = await resolveFfmpeg({ environment: process.env })
let reported = 0
const path = await makeSample(ffmpeg, resolve(root, 'resources/sample'), {
  onProgress: (fraction) => {
    if (fraction - reported < 0.1) return
    reported = fraction
    process.stderr.write(`${Math.round(fraction * 100)} %\n`)
  },
})
process.stdout.write(`${path}\n`)
process.exit(0)
