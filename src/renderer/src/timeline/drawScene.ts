import { rationalToNumber } from '../../../core/time/rational'
import type { Lane } from './lanes'
import { drawBlocks, drawHatched } from './layers/blocks'
import { drawCuts, drawScores } from './layers/cuts'
import { drawCurveLane, type CurveLaneItems } from './layers/curve'
import { drawNotes } from './layers/notes'
import { palette, withOpacity } from './layers/palette'
import { drawRuler } from './layers/ruler'
import { drawTempo } from './layers/tempo'
import { drawThumbnails, stripSlots, type StripPicture } from './layers/thumbnails'
import { timeToX, type LaneArea } from './layers/transforms'
import { drawWaveform } from './layers/waveform'
import type { Scene } from './scene'
import type { TimelineView } from './timelineView'

/** What a gesture shows before it is an edit. */
export interface Preview {
  readonly stroke: CurveLaneItems['stroke']
  readonly box: CurveLaneItems['box']
  readonly channel: CurveLaneItems['channel'] | null
}

export const noPreview: Preview = { stroke: [], box: null, channel: null }

export interface DrawOptions {
  readonly view: TimelineView
  readonly preview: Preview
  readonly pictureAt: (time: number, spacing: number) => StripPicture | null
  readonly threshold: number
}

type Context = CanvasRenderingContext2D

function drawStrip(context: Context, area: LaneArea, scene: Scene, { pictureAt }: DrawOptions): void {
  const { width, height } = scene.document.media.info
  const rate = rationalToNumber(scene.timecode.frameRate)
  const pictureWidth = (area.height * Math.max(0.4, Math.min(2.6, width / Math.max(1, height)))) | 0
  const slots = stripSlots(area, pictureWidth, scene.duration, 1 / rate)
  const spacing = slots.length > 1 ? slots[1]!.time - slots[0]!.time : 1
  drawThumbnails(context, area, slots, (time) => pictureAt(time, spacing))
}

function drawCurveOf(
  context: Context,
  area: LaneArea,
  scene: Scene,
  channel: 'valence' | 'arousal',
  preview: Preview,
): void {
  const { document, session } = scene
  const isActive = session.channels === 'both' || session.channels === channel
  drawCurveLane(context, area, {
    channel,
    curve: document.curve,
    detected: document.detectedCurve,
    selected: new Set(session.selection.points),
    colour: isActive ? palette[channel] : withOpacity(palette[channel], 0.6).slice(0, 7),
    stroke: preview.channel === channel ? preview.stroke : [],
    box: preview.channel === channel ? preview.box : null,
  })
}

function drawTrack(context: Context, area: LaneArea, scene: Scene, trackId: string | undefined): void {
  const track = scene.tracks.find(({ id }) => id === trackId)
  if (track) drawNotes(context, area, track.columns, { colour: track.colour, dimmed: track.silent })
}

function drawLane(context: Context, lane: Lane, scene: Scene, options: DrawOptions): void {
  const { view, preview, threshold } = options
  const area: LaneArea = { time: view, width: view.width, top: lane.top, height: lane.height }
  switch (lane.kind) {
    case 'ruler':
      return drawRuler(context, area, scene.timecode)
    case 'thumbnails':
      return drawStrip(context, area, scene, options)
    case 'waveform':
      return scene.waveform ? drawWaveform(context, area, scene.waveform) : undefined
    case 'cuts':
      if (scene.session.scores) drawScores(context, area, { ...scene.session.scores, threshold })
      return drawCuts(context, area, scene.cuts)
    case 'cues':
      return drawBlocks(context, area, scene.cues)
    case 'sections':
      return drawBlocks(context, area, scene.sections)
    case 'chords':
      return drawBlocks(context, area, scene.chords)
    case 'tempo':
      return scene.tempo ? drawTempo(context, area, scene.tempo) : undefined
    case 'valence':
    case 'arousal':
      return drawCurveOf(context, area, scene, lane.kind, preview)
    case 'track':
      return drawTrack(context, area, scene, lane.trackId)
  }
}

/** Lines of the must-hits through the lanes of music, so that one sees what lands where. */
function drawHitLines(
  context: Context,
  scene: Scene,
  { view }: DrawOptions,
  top: number,
  bottom: number,
): void {
  let lastX = -Infinity
  for (const { aim, mode, selected } of scene.cuts) {
    if (mode !== 'must' && !selected) continue
    const x = Math.round(timeToX(view, aim))
    if (x > view.width) break
    if (x < 0 || (x - lastX < 3 && !selected)) continue
    lastX = x
    context.fillStyle = withOpacity(selected ? palette.accent : palette.text, selected ? 0.55 : 0.1)
    context.fillRect(x, top, 1, bottom - top)
  }
}

function drawRange(context: Context, scene: Scene, { view }: DrawOptions, bottom: number): void {
  const { range } = scene.session
  if (!range) return
  const [x, right] = [timeToX(view, range.start), timeToX(view, range.end)]
  context.fillStyle = withOpacity(palette.accent, 0.1)
  context.fillRect(x, 0, right - x, bottom)
  context.fillStyle = palette.accent
  context.fillRect(Math.round(x), 0, 1, bottom)
  context.fillRect(Math.round(right) - 1, 0, 1, bottom)
  context.fillRect(x, 0, right - x, 3)
}

/** Draws a lane with its ground and the line below it; of a track what is in sight. */
function drawBand(context: Context, lane: Lane, scene: Scene, options: DrawOptions): void {
  const { tracks } = scene.layout
  const { width } = options.view
  const isTrack = lane.kind === 'track'
  const top = isTrack ? Math.max(tracks.top, lane.top) : lane.top
  const bottom = isTrack
    ? Math.min(tracks.top + tracks.height, lane.top + lane.height)
    : lane.top + lane.height
  if (bottom <= top) return
  context.save()
  context.beginPath()
  context.rect(0, top, width, bottom - top)
  context.clip()
  context.fillStyle = isTrack ? palette.field : palette.ground
  context.fillRect(0, top, width, bottom - top)
  drawLane(context, lane, scene, options)
  context.restore()
  context.fillStyle = palette.lineSoft
  context.fillRect(0, bottom, width, 1)
}

/** Draws all lanes. `context` is scaled so that one unit is one CSS pixel. */
export function drawScene(context: Context, scene: Scene, options: DrawOptions, height: number): void {
  const { view } = options
  context.fillStyle = palette.ground
  context.fillRect(0, 0, view.width, height)
  const { lanes } = scene.layout
  for (const lane of lanes) drawBand(context, lane, scene, options)
  const cutsLane = lanes.find(({ kind }) => kind === 'cuts')
  const bottom = Math.max(height, 0)
  if (cutsLane) drawHitLines(context, scene, options, cutsLane.top + cutsLane.height, bottom)
  const firstTrack = lanes.find(({ kind }) => kind === 'sections')
  if (firstTrack) {
    const area = { time: view, width: view.width, top: firstTrack.top, height: bottom - firstTrack.top }
    drawHatched(context, area, scene.stale, palette.stale)
    drawHatched(
      context,
      area,
      scene.document.composition?.locks?.filter(({ tracks }) => !tracks) ?? [],
      palette.lock,
    )
  }
  drawRange(context, scene, options, bottom)
  const end = timeToX(view, scene.duration)
  if (end < view.width) {
    context.fillStyle = palette.field
    context.fillRect(end, 0, view.width - end, bottom)
  }
}
