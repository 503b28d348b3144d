import {
  EncodedPacketSink,
  FilePathSource,
  Input,
  Logging,
  LogLevel,
  MATROSKA,
  MP4,
  MPEG_TS,
  QTFF,
  WEBM,
  type InputVideoTrack,
} from 'mediabunny'
import type { MediaInfo } from '../../../core/media/mediaInfo'
import { rational, type Rational } from '../../../core/time/rational'
import { standardFrameRateNear } from '../../../core/time/frameRate'
import { largestShareOfHoles } from './pictureSteps'

/** What mediabunny reads from the container itself, exactly and without decoding. */
export interface ContainerFacts {
  readonly startTime: Rational
  readonly duration: Rational
  readonly frameRate: Rational | null
  readonly variableFrameRate: boolean
  readonly rotation: MediaInfo['rotation']
}

// What it cannot read, ffmpeg reads; nobody needs to hear about it.
Logging.level = LogLevel.Silent

interface Size {
  readonly width: number
  readonly height: number
}

/** Enough packets to tell a rate; the decode measures the rest. */
const packetsRead = 300

/** Seconds on the container's own clock; mediabunny hands out floating point numbers. */
function onClock(value: number, resolution: number): Rational {
  const ticksPerSecond = Number.isSafeInteger(resolution) && resolution > 0 ? resolution : 1_000_000
  return rational(Math.round(value * ticksPerSecond), ticksPerSecond)
}

/** The frame rate in the first packets, holes left out, and whether they keep it to within two clock ticks or two milliseconds. */
async function readRate(
  track: InputVideoTrack,
  resolution: number,
): Promise<Pick<ContainerFacts, 'frameRate' | 'variableFrameRate'>> {
  const times: number[] = []
  for await (const packet of new EncodedPacketSink(track).packets(undefined, undefined, {
    metadataOnly: true,
  })) {
    times.push(packet.timestamp)
    if (times.length >= packetsRead) break
  }
  times.sort((a, b) => a - b)
  // The last ones in decode order may still lack neighbours that come later: B-frames.
  const settled = times.length >= packetsRead ? times.slice(0, -16) : times
  const steps = settled.slice(1).map((time, index) => time - settled[index]!)
  if (steps.length === 0) return { frameRate: null, variableFrameRate: false }
  const tolerance = Math.max(2 / resolution, 0.002)
  const usual = [...steps].sort((a, b) => a - b)[steps.length >> 1]!
  const regular = steps.filter((step) => Math.abs(step - usual) <= tolerance)
  const variableFrameRate = steps.length - regular.length > largestShareOfHoles * steps.length
  const counted = variableFrameRate ? steps : regular
  const span = counted.reduce((sum, step) => sum + step, 0)
  const perSecond = counted.length / span
  if (!(perSecond > 0 && Number.isFinite(perSecond))) return { frameRate: null, variableFrameRate }
  const standard = standardFrameRateNear(perSecond, Math.max(0.0004, tolerance / span))
  return {
    frameRate: standard ?? rational(Math.max(1, Math.round(perSecond * 1000)), 1000),
    variableFrameRate,
  }
}

/** The track that ffmpeg shows as the film: of several, the one of its size. */
async function findTrack(input: Input, film: Promise<Size | null>): Promise<InputVideoTrack | null> {
  const tracks = await input.getVideoTracks()
  if (tracks.length === 1) return tracks[0]!
  const size = await film
  for (const track of tracks)
    if ((await track.getCodedWidth()) === size?.width && (await track.getCodedHeight()) === size?.height)
      return track
  return null
}

/**
 * Reads an MP4, MOV, Matroska, WebM or MPEG transport stream file. Null for any other container and for files that
 * mediabunny does not understand; ffmpeg's report then has to do. `film`: the coded size of the track that counts, waited
 * for only where there are several.
 */
export async function readContainerFacts(
  path: string,
  film: Promise<Size | null>,
): Promise<ContainerFacts | null> {
  // Only formats that read this one file: mediabunny's HLS would follow a playlist.
  const input = new Input({
    formats: [MP4, QTFF, MATROSKA, WEBM, MPEG_TS],
    source: new FilePathSource(path, { handleUnhandledError: () => undefined }),
  })
  try {
    const track = await findTrack(input, film)
    if (!track) return null
    const resolution = await track.getTimeResolution()
    // Pictures before zero are needed to decode those after it; an edit list hides them.
    const first = Math.max(0, await track.getFirstTimestamp())
    const end = (await track.getDurationFromMetadata()) ?? (await track.computeDuration())
    if (!(end > first)) return null
    return {
      startTime: onClock(first, resolution),
      duration: onClock(end - first, resolution),
      rotation: await track.getRotation(),
      ...(await readRate(track, resolution)),
    }
  } catch {
    return null
  } finally {
    input.dispose()
  }
}
