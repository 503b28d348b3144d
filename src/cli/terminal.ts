import { SingleBar } from 'cli-progress'
import type { EngineProgress } from '../main/engine/engine'

/** Where a command writes: results on stdout, everything else on stderr. */
export interface Terminal {
  /** A line of the result, on stdout. */
  result(line: string): void
  /** Something to know that is not the result, on stderr unless quiet. */
  note(line: string): void
  /** Always on stderr, quiet or not. */
  problem(line: string): void
  progress(progress: EngineProgress): void
  /** Ends the progress bar, if one is shown. */
  endProgress(): void
}

const stageNames: Readonly<Record<EngineProgress['stage'], string>> = {
  analyse: 'Analysing',
  compose: 'Composing',
  render: 'Rendering sound',
}

/** Steps between plain progress lines, as a fraction. */
const plainStep = 0.25

/** A bar on a terminal, plain lines otherwise, nothing when quiet. */
export function createTerminal({ quiet }: { readonly quiet: boolean }): Terminal {
  const shown = { stage: '' as EngineProgress['stage'] | '', fraction: -1 }
  let bar: SingleBar | undefined
  const endBar = (): void => {
    bar?.stop()
    bar = undefined
  }
  const plain = ({ stage, fraction }: EngineProgress): void => {
    if (shown.stage === stage && fraction < Math.min(1, shown.fraction + plainStep)) return
    if (shown.stage === stage && shown.fraction >= 1) return
    Object.assign(shown, { stage, fraction })
    process.stderr.write(`${stageNames[stage]}: ${Math.round(fraction * 100)} %\n`)
  }
  const drawn = ({ stage, fraction }: EngineProgress): void => {
    if (shown.stage !== stage) {
      endBar()
      shown.stage = stage
      bar = new SingleBar({
        format: `${stageNames[stage].padEnd(16)} {bar} {percentage} %`,
        stream: process.stderr,
        hideCursor: true,
        barCompleteChar: '█',
        barIncompleteChar: '░',
      })
      bar.start(100, 0)
    }
    bar?.update(Math.round(fraction * 100))
  }
  return {
    result: (line) => void process.stdout.write(`${line}\n`),
    note(line) {
      endBar()
      if (!quiet) process.stderr.write(`${line}\n`)
    },
    problem(line) {
      endBar()
      process.stderr.write(`${line}\n`)
    },
    progress(progress) {
      if (!quiet) (process.stderr.isTTY ? drawn : plain)(progress)
    },
    endProgress: endBar,
  }
}
