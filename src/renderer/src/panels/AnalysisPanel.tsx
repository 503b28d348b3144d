import { useEffect, useState } from 'react'
import type { HitpointClient } from '../../../contract/index'
import type { AnalysisSummary } from '../../../contract/project'
import { useCall } from '../app/useCall'
import { FailureNote } from './FailureNote'

type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly fraction: number }
  | { readonly kind: 'done'; readonly summary: AnalysisSummary }
  | { readonly kind: 'failed'; readonly error: unknown }

/** Finds the cuts of the open video and lists them. */
export function AnalysisPanel({ client }: { readonly client: HitpointClient }): React.JSX.Element {
  const media = useCall('current', () => client.project.current({}))
  const [state, setState] = useState<State>({ kind: 'idle' })
  useEffect(
    () =>
      client.project.onProgress(({ fraction }) =>
        setState((before) => (before.kind === 'running' ? { kind: 'running', fraction } : before)),
      ),
    [client],
  )
  const analyse = (mediaId: string): void => {
    setState({ kind: 'running', fraction: 0 })
    client.project.analyse({ mediaId }).then(
      (summary) => setState({ kind: 'done', summary }),
      (error: unknown) => setState({ kind: 'failed', error }),
    )
  }
  const opened = media.kind === 'ready' ? media.value : null
  return (
    <section aria-label="Analysis">
      <h2>{opened ? opened.name : 'No video is open'}</h2>
      {media.kind === 'failed' && <FailureNote error={media.error} />}
      {opened && state.kind !== 'running' && (
        <button onClick={() => analyse(opened.mediaId)}>Find the cuts</button>
      )}
      {state.kind === 'running' && <progress value={state.fraction} aria-label="Analysis" />}
      {state.kind === 'failed' && <FailureNote error={state.error} />}
      {state.kind === 'done' && <CutTable summary={state.summary} />}
    </section>
  )
}

function CutTable({ summary }: { readonly summary: AnalysisSummary }): React.JSX.Element {
  return (
    <table aria-label="Cuts">
      <thead>
        <tr>
          <th>Time</th>
          <th>Frame</th>
          <th>Kind</th>
          <th>Confidence</th>
        </tr>
      </thead>
      <tbody>
        {summary.cuts.map((cut) => (
          <tr key={cut.id}>
            <td>{cut.time.toFixed(3)} s</td>
            <td>{cut.frame}</td>
            <td>{cut.kind}</td>
            <td>{Math.round(cut.confidence * 100)} %</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
