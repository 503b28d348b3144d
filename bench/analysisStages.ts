/**
 * `node scripts/run.mjs bench/analysisStages.ts VIDEO [SECONDS]`: what each listener of the decode takes per picture, alone
 * and without ffmpeg: the pictures and sound of an excerpt (30 seconds by default) are decoded first, then handed to
 * each listener five times; the best run counts, because other work on the machine only adds. Processor time, not wall time.
 */
import { execFileSync } from 'node:child_process'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { estimateEmotion } from '../src/core/emotion/estimateEmotion'
import { createEmotionFeatureAnalyser } from '../src/core/emotion/featureAnalyser'
import { fitEmotionCurve } from '../src/core/emotion/fitCurve'
import {
  analysisHeight,
  analysisWidth,
  type PictureAnalyser,
  type SoundAnalyser,
} from '../src/core/media/analyser'
import { rational } from '../src/core/time/rational'
import { seconds as secondsOf } from '../src/core/time/units'
import { detectTransitions } from '../src/core/timeline/detectTransitions'
import { inputCount } from '../src/core/timeline/networkInputs'
import { classifySteps, type TransitionLikelihoods } from '../src/core/timeline/transitionLikelihoods'
import { createTransitionScorer } from '../src/core/timeline/transitionScorer'
import { encodeTransitionScores, type TransitionScores } from '../src/core/timeline/transitionScores'
import { createModelStore } from '../src/main/engine/inference/modelStore'
import { openSession } from '../src/main/engine/inference/session'
import { floats, floatTensor } from '../src/main/engine/inference/tensor'
import { analysisSampleRate } from '../src/main/engine/media/decodeArguments'
import { createTimeQueue, readPictures } from '../src/main/engine/media/decodeStreams'
import { createPictureClock, createShowinfoReader } from '../src/main/engine/media/pictureTimes'

const runs = 5
/** Bytes that a pipe usually hands over at once. */
const chunkBytes = 65_536

function chunksOf(bytes: Buffer): Readable {
  const count = Math.ceil(bytes.length / chunkBytes)
  return Readable.from(
    Array.from({ length: count }, (_, index) => bytes.subarray(index * chunkBytes, (index + 1) * chunkBytes)),
    { objectMode: true },
  )
}

function decodeExcerpt(video: string, seconds: string) {
  const ffmpeg = (args: readonly string[]): Buffer =>
    execFileSync('ffmpeg', ['-v', 'error', '-nostdin', '-t', seconds, '-i', video, ...args, '-'], {
      maxBuffer: 1e9,
    })
  const scale = `scale=${analysisWidth}:${analysisHeight}:flags=fast_bilinear,format=rgb24`
  return {
    pictures: ffmpeg(['-map', '0:V:0', '-vf', scale, '-f', 'rawvideo']),
    sound: ffmpeg(['-map', '0:a:0', '-ac', '1', '-ar', String(analysisSampleRate), '-f', 'f32le']),
  }
}

const framePeriod = rational(1, 24)

async function readPicturesInto(bytes: Buffer, analysers: readonly PictureAnalyser[]): Promise<void> {
  const times = createTimeQueue()
  const count = bytes.length / (analysisWidth * analysisHeight * 3)
  for (let index = 0; index < count; index += 1) times.put(rational(index, 24))
  times.end()
  await readPictures(chunksOf(bytes), times, analysers, () => undefined)
}

/** Samples in a block of sound: a frame of AAC at 44.1 kHz. */
const blockSamples = 512

function pushSound(bytes: Buffer, analyser: SoundAnalyser): void {
  const samples = new Float32Array(Uint8Array.from(bytes).buffer)
  for (let first = 0; first < samples.length; first += blockSamples)
    analyser.pushSound({
      time: secondsOf(first / analysisSampleRate),
      sampleRate: analysisSampleRate,
      samples: samples.subarray(first, first + blockSamples),
    })
}

/** ffmpeg's report of `count` pictures, read as the decode reads it. */
function readReport(count: number): void {
  const clock = createPictureClock(framePeriod)
  const reader = createShowinfoReader({
    onTimeBase: (timeBase) => clock.setTimeBase(timeBase),
    onPicture: (timestamp) => void clock.next(timestamp),
    onMessage: () => undefined,
  })
  reader.push('[Parsed_showinfo_4 @ 0x55d0a1b2c3d4] config in time_base: 1/12288, frame_rate: 24/1\n')
  const prefix = '[Parsed_metadata_7 @ 0x55d0a1b2c3d4] '
  for (let n = 0; n < count; n += 1)
    reader.push(
      `${prefix}frame:${String(n).padEnd(4)} pts:${String(n * 512).padEnd(7)} pts_time:${n / 24}\n${prefix}t=0\n`,
    )
}

const network = await createModelStore(resolve('resources/models')).resolve('transitions')

/** The network as the inference process runs it, in this process. */
async function createClassifier(): Promise<(scores: TransitionScores) => Promise<TransitionLikelihoods>> {
  const session = await openSession(['cpu'], () => resolve(network.directory, 'model.onnx'))
  return (scores) =>
    classifySteps(scores, async (inputs, length) => {
      const answer = await session.run({ inputs: floatTensor(inputs, [1, length, inputCount]) })
      return floats(answer['likelihoods'], 'likelihoods')
    })
}

/** Processor milliseconds of the best of five runs. */
async function bestOf(work: () => unknown): Promise<number> {
  let best = Infinity
  for (let run = 0; run < runs; run += 1) {
    const before = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(before)
    best = Math.min(best, (user + system) / 1000)
  }
  return best
}

export async function main([video, seconds = '30']: readonly string[]): Promise<void> {
  if (video === undefined)
    throw new Error('Usage: node scripts/run.mjs bench/analysisStages.ts VIDEO [SECONDS]')
  const { pictures, sound } = decodeExcerpt(video, seconds)
  const count = pictures.length / (analysisWidth * analysisHeight * 3)
  const classify = await createClassifier()
  let scorer = createTransitionScorer(24)
  let listener = createEmotionFeatureAnalyser()
  await readPicturesInto(pictures, [scorer, listener])
  const scores = scorer.scores()
  const likelihoods = await classify(scores)
  const transitions = detectTransitions(scores, likelihoods)
  const stages: readonly (readonly [label: string, work: () => unknown])[] = [
    ['read the pictures', () => readPicturesInto(pictures, [])],
    [
      'read the pictures and score transitions',
      () => readPicturesInto(pictures, [(scorer = createTransitionScorer(24))]),
    ],
    [
      'read the pictures and take emotion features',
      () => readPicturesInto(pictures, [(listener = createEmotionFeatureAnalyser())]),
    ],
    ['read the times', () => readReport(count)],
    ['take emotion features of the sound', () => pushSound(sound, createEmotionFeatureAnalyser())],
    ['after the decode, in the inference process: classify', () => classify(scores)],
    ['after the decode: encode the scores', () => encodeTransitionScores(scores)],
    ['after the decode: find the transitions', () => detectTransitions(scores, likelihoods)],
    [
      'after the decode: emotion and its curve',
      () =>
        fitEmotionCurve(
          estimateEmotion(listener.finish(), [], transitions, secondsOf(count / 24)),
          transitions,
        ),
    ],
  ]
  console.log('| stage | processor milliseconds per picture |\n|---|---|')
  for (const [label, work] of stages)
    console.log(`| ${label} | ${((await bestOf(work)) / count).toFixed(3)} |`)
}
