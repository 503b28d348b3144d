import type { FilmPoint } from '../../core/document/cueText'
import { playProject } from '../../main/engine/workflow/playProject'
import { createHostPorts } from '../hostEngine'
import type { CommandContext } from '../run'

/** `hitpoint ports`: the system's MIDI ports. */
export async function portsCommand(
  { terminal }: CommandContext,
  options: { readonly json?: boolean },
): Promise<void> {
  const ports = createHostPorts()
  try {
    const list = await ports.list()
    if (options.json) return terminal.result(JSON.stringify(list, null, 2))
    for (const name of list.outputs) terminal.result(`output  ${name}`)
    for (const name of list.inputs) terminal.result(`input   ${name}`)
    if (list.outputs.length === 0)
      terminal.result(
        'No MIDI output is there. Plug a device in, or start a program that offers one (IAC on macOS, loopMIDI on Windows, snd-virmidi on Linux).',
      )
  } finally {
    await ports.close()
  }
}

export interface PlayOptions {
  readonly port: string
  readonly trackPort?: ReadonlyMap<string, string>
  readonly latency: number
  readonly from?: FilmPoint
  readonly clock?: boolean
  readonly mtc?: boolean
  readonly mmc?: boolean
}

/** `hitpoint play PROJECT --port NAME`: plays the score until it ends or Ctrl-C, which silences it. */
export async function playCommand(
  { terminal, signal }: CommandContext,
  project: string,
  options: PlayOptions,
): Promise<void> {
  const ports = createHostPorts()
  try {
    await playProject(
      {
        project,
        port: options.port,
        trackPorts: options.trackPort ?? new Map<string, string>(),
        latency: options.latency,
        from: options.from,
        clock: options.clock ?? false,
        timecode: options.mtc ?? false,
        machineControl: options.mmc ?? false,
      },
      ports,
      { signal, onStart: () => terminal.note(`Playing on ${options.port}; Ctrl-C stops it.`) },
    )
  } finally {
    await ports.close()
  }
}
