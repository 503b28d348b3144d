import { Failure } from '../../../core/base/failure'
import { resolvePoint, type FilmPoint } from '../../../core/document/cueText'
import type { HitpointDocument } from '../../../core/document/document'
import { scoreMessages } from '../../../core/export/scoreMessages'
import { timecodeCount } from '../../../core/playback/midiTimecode'
import { rationalToNumber } from '../../../core/time/rational'
import { parseTimecode } from '../../../core/time/timecode'
import { openProject } from '../files/projectFile'
import type { MidiPorts } from '../midi/portsHost'
import type { PlaybackPlan, PortPart } from '../../../core/playback/playbackPlan'

export interface PlayRequest {
  /** Path of a `.hitpoint` project. */
  readonly project: string
  /** The port of every track that `trackPorts` does not name. */
  readonly port: string
  /** Ports by the name of a track. */
  readonly trackPorts: ReadonlyMap<string, string>
  /** Milliseconds by which the devices sound late. */
  readonly latency: number
  readonly from?: FilmPoint | undefined
  /** What lets a DAW at `port` follow. */
  readonly clock: boolean
  readonly timecode: boolean
  readonly machineControl: boolean
}

/** Tracks by port, each as its MIDI file has it, and the clocks. Throws Failure `wrong-use` for a track that is not there. */
export function playbackPlan(
  document: HitpointDocument,
  request: Omit<PlayRequest, 'project' | 'from'>,
): PlaybackPlan {
  const score = document.composition?.score
  if (!score) throw new Failure('wrong-use', { reason: 'the project has no score yet, compose one first' })
  const { port, trackPorts } = request
  for (const name of trackPorts.keys())
    if (!score.tracks.some((track) => track.name === name))
      throw new Failure('wrong-use', {
        reason: `there is no track “${name}”; there are ${score.tracks.map((track) => track.name).join(', ')}`,
      })
  const portOf = (track: { readonly name: string }): string => trackPorts.get(track.name) ?? port
  const latency = request.latency / 1000
  const parts = [...new Set(score.tracks.map(portOf))].map((output): PortPart => ({
    output,
    latency,
    messages: scoreMessages(
      { ...score, tracks: score.tracks.filter((track) => portOf(track) === output) },
      () => false,
    ),
  }))
  const { frameRate, timecode, duration } = document.media.info
  const count = timecodeCount(frameRate, parseTimecode(timecode ?? ''))
  const follows = request.clock || request.timecode || request.machineControl
  return {
    parts,
    end: rationalToNumber(duration),
    ...(follows && {
      sync: {
        output: port,
        latency,
        ...(request.clock && { tempo: score.tempo }),
        ...(request.timecode && { timecode: count }),
        ...(request.machineControl && { machineControl: count }),
      },
    }),
  }
}

/**
 * Plays the score of a project on MIDI ports, from a place to its end or until `signal` aborts; silence is sent in any case. Throws
 * Failure `wrong-use`, `midi-unavailable`, `midi-port-missing` (also for one that vanishes), `midi-crashed` and what opening throws.
 */
export async function playProject(
  request: PlayRequest,
  ports: MidiPorts,
  { signal, onStart }: { readonly signal: AbortSignal; readonly onStart?: (film: number) => void },
): Promise<void> {
  const document = await openProject(request.project)
  const plan = playbackPlan(document, request)
  const from = request.from ? rationalToNumber(resolvePoint(request.from, document.media.info)) : 0
  if (from < 0 || from >= plan.end)
    throw new Failure('wrong-use', { reason: `the film lasts ${plan.end} s, begin inside of it` })
  await ports.load(plan)
  signal.throwIfAborted()
  let forget = (): void => undefined
  const ended = new Promise<void>((resolve, reject) => {
    const stop = (): void => reject(new Failure('cancelled'))
    signal.addEventListener('abort', stop, { once: true })
    const unsubscribe = ports.onEvent((event) => {
      if (event.kind === 'ended') resolve()
      if (event.kind === 'lost') reject(new Failure('midi-port-missing', { name: event.output }))
      if (event.kind === 'crashed') reject(new Failure('midi-crashed'))
    })
    forget = () => {
      unsubscribe()
      signal.removeEventListener('abort', stop)
    }
  })
  try {
    await ports.play(from)
    onStart?.(from)
    await ended
  } finally {
    forget()
    ended.catch(() => undefined)
    await ports.stop().catch(() => undefined)
  }
}
