import type { MediaInfo } from '../media/mediaInfo'
import type { Score, Track } from '../music/score'
import { clickMessages } from '../playback/click'
import { timecodeCount } from '../playback/midiTimecode'
import type { PlaybackPlan, PortPart, SyncSettings } from '../playback/playbackPlan'
import { rationalToNumber } from '../time/rational'
import { parseTimecode } from '../time/timecode'
import { scoreMessages } from './scoreMessages'

/** Which port plays what. */
export interface PortRouting {
  /** The port of every track that has none of its own; null: none. */
  readonly port: string | null
  /** Ports by the name of a track; empty for none. */
  readonly trackPorts: Readonly<Record<string, string>>
  /** Milliseconds by which the devices sound late. */
  readonly latency: number
  /** What lets a DAW follow. */
  readonly clock: boolean
  readonly timecode: boolean
  readonly machineControl: boolean
  /** The tempo map's click sounds on the port. */
  readonly click?: boolean | undefined
  /** A count-in may come on the port. */
  readonly countIn?: boolean | undefined
}

/** The port of a track; null where none plays it. */
export const portOfTrack = (
  { name }: Pick<Track, 'name'>,
  { port, trackPorts }: Pick<PortRouting, 'port' | 'trackPorts'>,
): string | null => (trackPorts[name] ?? port) || null

/** The port that clicks and clocks go to: the one for all tracks, else the first that a track has. */
const mainPort = (routing: PortRouting, tracks: readonly Track[]): string | null =>
  routing.port ?? tracks.map((track) => portOfTrack(track, routing)).find((name) => name !== null) ?? null

function syncOf(
  { clock, timecode: wantsTimecode, machineControl }: PortRouting,
  { frameRate, timecode }: MediaInfo,
  score: Score | null,
  main: { readonly output: string; readonly latency: number },
): SyncSettings | undefined {
  if (!clock && !wantsTimecode && !machineControl) return undefined
  const count = timecodeCount(frameRate, parseTimecode(timecode ?? ''))
  return {
    ...main,
    ...(clock && score && { tempo: score.tempo }),
    ...(wantsTimecode && { timecode: count }),
    ...(machineControl && { machineControl: count }),
  }
}

/** What a film plays on ports: tracks by port, each as its MIDI file has it, the click, and what a DAW follows (docs/spec/midi-ports.md). */
export function portPlan(
  { score, info }: { readonly score: Score | null; readonly info: MediaInfo },
  routing: PortRouting,
  silent: (trackId: string) => boolean = () => false,
): PlaybackPlan {
  const latency = routing.latency / 1000
  const tracks = score?.tracks ?? []
  const portOf = (track: Track): string | null => portOfTrack(track, routing)
  const names = [...new Set(tracks.map(portOf))].filter((name) => name !== null)
  const parts = names.map((output): PortPart => ({
    ...{ output, latency },
    messages: score
      ? scoreMessages({ ...score, tracks: tracks.filter((track) => portOf(track) === output) }, silent)
      : [],
  }))
  const main = mainPort(routing, tracks)
  const end = rationalToNumber(info.duration)
  if (main === null) return { parts, end }
  const clicks: PortPart | null =
    score && (routing.click || routing.countIn)
      ? {
          ...{ output: main, latency, isClick: true },
          messages: routing.click ? clickMessages(score) : [],
        }
      : null
  const sync = syncOf(routing, info, score, { output: main, latency })
  return { parts: clicks ? [...parts, clicks] : parts, end, ...(sync && { sync }) }
}
