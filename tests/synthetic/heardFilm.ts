import { join } from 'node:path'
import type { HitpointDocument } from '../../src/core/document/document'
import type { Note, Score, Track } from '../../src/core/music/score'
import { rational, rationalToNumber } from '../../src/core/time/rational'
import { seconds, ticks } from '../../src/core/time/units'
import { createMediaReference } from '../../src/main/engine/files/mediaReference'
import { saveProject } from '../../src/main/engine/files/projectFile'
import type { FfmpegTool } from '../../src/main/engine/media/ffmpeg'
import { runFfmpeg } from '../../src/main/engine/media/ffmpegProcess'
import { probeMedia } from '../../src/main/engine/media/probe'
import { exampleDocument } from '../fixtures/exampleDocument'

/** Ticks of a second at 120 beats a minute. */
const second = 1920

/** A track that sounds without a gap: a square wave, one note a second. */
const heldTrack = (
  id: 'low' | 'high',
  length: number,
  shape: Pick<Track, 'channel'> & Pick<Note, 'pitch' | 'velocity'> & { readonly from: number },
): Track => ({
  ...{ id, name: id === 'low' ? 'Low' : 'High', family: 'brass', channel: shape.channel, program: 80 },
  ...{ volume: 100, pan: 64, controls: [] },
  notes: Array.from({ length: length - shape.from }, (_, index) => ({
    start: ticks((shape.from + index) * second),
    duration: ticks(second),
    pitch: shape.pitch,
    velocity: shape.velocity,
  })),
})

/** Silence until `from`, then a loud low track and a soft high one to the end. Times in whole seconds. */
const heldScore = (length: number, from: number): Score => ({
  tempo: [{ tick: ticks(0), microsecondsPerQuarter: 500_000 }],
  metre: [{ tick: ticks(0), numerator: 4, denominator: 4 }],
  keys: [{ tick: ticks(0), tonic: 0, mode: 'major' }],
  tracks: [
    heldTrack('low', length, { channel: 0, pitch: 48, velocity: 110, from }),
    heldTrack('high', length, { channel: 1, pitch: 84, velocity: 45, from }),
  ],
  chords: [],
  markers: [],
  endTick: ticks(length * second),
})

export interface HeardFilm {
  /** Whole seconds. */
  readonly length: number
  /** Second at which the music begins. */
  readonly from: number
  readonly size?: string
}

async function makeFilm(ffmpeg: FfmpegTool, path: string, { length, size = '320x180' }: HeardFilm) {
  const { code, messages } = await runFfmpeg(ffmpeg.path, [
    ...['-loglevel', 'error', '-y', '-f', 'lavfi', '-i', `testsrc2=s=${size}:r=24:d=${length}`],
    ...['-f', 'lavfi', '-i', `sine=f=330:r=48000:d=${length}`],
    ...'-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 48 -c:a aac -shortest'.split(' '),
    path,
  ])
  if (code !== 0) throw new Error(`ffmpeg could not make ${path}: ${messages}`)
}

/** A film of 24 pictures a second and a project with a score for it, known to the note; answers the project's path. */
export async function makeHeardFilm(ffmpeg: FfmpegTool, folder: string, film: HeardFilm): Promise<string> {
  const path = join(folder, 'heard.mp4')
  await makeFilm(ffmpeg, path, film)
  const projectPath = join(folder, 'heard.hitpoint')
  const info = await probeMedia(ffmpeg, path)
  const score = heldScore(film.length, film.from)
  const length = seconds(rationalToNumber(info.duration))
  const { plan } = exampleDocument.composition!
  const cues = plan.cues.map((cue) => ({ ...cue, endTick: score.endTick, endTime: length }))
  const document: HitpointDocument = {
    ...exampleDocument,
    media: await createMediaReference(projectPath, path, info),
    transitions: exampleDocument.transitions.slice(0, 1),
    cues: [{ id: 'c1', name: '1m1', musicIn: rational(0), musicOut: info.duration }],
    composition: {
      ...exampleDocument.composition!,
      score,
      plan: {
        ...plan,
        ...{ duration: length, endTick: score.endTick, tempo: score.tempo },
        ...{ metre: score.metre, keys: score.keys, cues, hits: [] },
      },
    },
  }
  await saveProject(projectPath, document)
  return projectPath
}
