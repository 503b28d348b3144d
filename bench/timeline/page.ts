import { defaultSettings } from '../../src/core/document/defaultSettings'
import type { HitpointDocument } from '../../src/core/document/document'
import type { Family } from '../../src/core/music/families'
import type { Note, Score, Track } from '../../src/core/music/score'
import { rational } from '../../src/core/time/rational'
import { seconds, ticks } from '../../src/core/time/units'
import { emptySession, type Session } from '../../src/renderer/src/app/session'
import { drawScene, noPreview } from '../../src/renderer/src/timeline/drawScene'
import { lanesHeight } from '../../src/renderer/src/timeline/lanes'
import { createSceneMaker } from '../../src/renderer/src/timeline/scene'
import { createTimelineView } from '../../src/renderer/src/timeline/timelineView'

/** Runs in Chromium: draws a long film with the page's own code while it is zoomed and scrolled. */

const length = 1200
const rate = 25

/** A small generator of even numbers of 0..1, the same every time (Park and Miller 1988). */
function createRandom(): () => number {
  let state = 12_345
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}

function scoreOf(count: number, random: () => number): Score {
  const families: readonly Family[] = [
    'woodwind',
    'brass',
    'strings',
    'strings',
    'mallets',
    'bass',
    'voice',
    'piano',
  ]
  const endTick = length * 2 * 960
  const tracks = families.map((family, index): Track => {
    const notes: Note[] = Array.from({ length: Math.round(count / families.length) }, () => ({
      start: ticks(Math.floor(random() * endTick)),
      duration: ticks(240 + Math.floor(random() * 1000)),
      pitch: 48 + Math.floor(random() * 30),
      velocity: 80,
    })).sort((a, b) => a.start - b.start)
    return {
      id: `t${index}`,
      name: `Part ${index}`,
      family,
      channel: index,
      program: 0,
      volume: 90,
      pan: 64,
      notes,
      controls: [],
    }
  })
  return {
    tempo: [{ tick: ticks(0), microsecondsPerQuarter: 500_000 }],
    metre: [{ tick: ticks(0), numerator: 4, denominator: 4 }],
    keys: [{ tick: ticks(0), tonic: 0, mode: 'major' }],
    tracks,
    chords: Array.from({ length: 600 }, (_, index) => ({
      tick: ticks(index * 3840),
      root: index % 12,
      quality: 'major',
      bass: index % 12,
    })),
    markers: [],
    endTick: ticks(endTick),
  }
}

function filmOf(cuts: number, notes: number): HitpointDocument {
  const random = createRandom()
  const frames = new Set<number>()
  while (frames.size < cuts) frames.add(1 + Math.floor(random() * (length * rate - 2)))
  const transitions = [...frames]
    .sort((a, b) => a - b)
    .map((frame) => {
      const time = rational(frame, rate)
      return {
        id: `cut-${frame}`,
        kind: 'cut' as const,
        start: time,
        end: time,
        time,
        frame,
        confidence: 0.9,
        origin: 'detected' as const,
      }
    })
  const curve = {
    points: Array.from({ length: 400 }, (_, index) => ({
      time: seconds(index * 3),
      valence: random() * 2 - 1,
      arousal: random() * 2 - 1,
      confidence: 1,
      step: index % 7 === 0,
    })),
  }
  const score = scoreOf(notes, random)
  const plan = {
    duration: seconds(length),
    endTick: score.endTick,
    tempo: score.tempo,
    metre: score.metre,
    keys: score.keys,
    bars: Array.from({ length: 600 }, (_, index) => ({
      tick: ticks(index * 3840),
      length: ticks(3840),
      numerator: 4,
      denominator: 4,
    })),
    cues: [],
    sections: [],
    hits: transitions.map(({ id, frame }) => ({
      id,
      time: seconds(frame / rate),
      mode: 'must' as const,
      markedByUser: false,
      kind: 'chord' as const,
      tick: ticks(0),
      kept: true,
      error: seconds(0),
      downbeat: false,
    })),
    ensemble: 'orchestra' as const,
    cost: {},
  }
  return {
    media: {
      path: 'film.mp4',
      bytes: 1,
      quickHash: '0'.repeat(64),
      info: {
        container: 'mp4',
        duration: rational(length),
        startTime: rational(0),
        frameRate: rational(rate),
        variableFrameRate: false,
        width: 1920,
        height: 1080,
        pixelAspectRatio: rational(1),
        rotation: 0,
        videoCodec: 'h264',
        videoStream: 0,
        audioTracks: [],
      },
    },
    transitions,
    curve,
    detectedCurve: { points: curve.points.map((point) => ({ ...point, valence: point.valence / 2 })) },
    settings: defaultSettings,
    cues: [],
    composition: { model: { name: 'none', version: '0', sha256: '' }, plan, score },
  }
}

function sessionOf(): Session {
  const count = length * rate
  const random = createRandom()
  const peaks = 100 * length
  const wave = Int8Array.from({ length: peaks }, () => random() * 120)
  return {
    ...emptySession,
    waveform: { high: wave, low: wave.map((value) => -value), peaksPerSecond: 100, startSeconds: 0 },
    scores: {
      times: Float64Array.from({ length: count }, (_, index) => index / rate),
      cut: Uint8Array.from({ length: count }, () => random() * 255),
      gradual: new Uint8Array(count),
      peaks: [],
    },
  }
}

interface Drawing {
  readonly draws: number[]
  readonly frames: number[]
}

/** Zooms from the whole film to frames and back while it scrolls: `count` screen frames. */
async function measure(cuts: number, notes: number, count: number): Promise<Drawing> {
  const canvas = document.createElement('canvas')
  canvas.width = 1400
  canvas.height = 700
  document.body.replaceChildren(canvas)
  const context = canvas.getContext('2d')!
  const view = createTimelineView(() => length)
  view.resize(1400)
  view.fit()
  const sceneOf = createSceneMaker()
  const [film, session] = [filmOf(cuts, notes), sessionOf()]
  const result: Drawing = { draws: [], frames: [] }
  let before = performance.now()
  for (let index = 0; index < count; index++) {
    await new Promise((resolve) => requestAnimationFrame(resolve))
    const begin = performance.now()
    result.frames.push(begin - before)
    before = begin
    view.zoom(index % 120 < 60 ? 1.12 : 1 / 1.12, 700)
    view.scrollBy(9)
    const scene = sceneOf(film, session, 700)
    drawScene(
      context,
      scene,
      { view: view.get(), preview: noPreview, pictureAt: () => null, threshold: 0.6 },
      Math.max(700, lanesHeight(scene.layout)),
    )
    result.draws.push(performance.now() - begin)
  }
  return result
}

Object.assign(window, { measureTimeline: measure })
