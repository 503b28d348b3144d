import { useEffect, useState } from 'react'
import type { HitpointClient } from '../../../contract/index'
import type { AnalysisResult } from '../../../contract/analysis'
import type { MediaFacts } from '../../../contract/media'
import { isFailure } from '../../../core/base/failure'
import { audioTrackText } from '../../../core/media/audioTrackText'
import { warningText } from '../../../core/media/mediaWarning'
import { rationalToNumber } from '../../../core/time/rational'
import { useCall } from '../app/useCall'
import { FailureNote } from './FailureNote'
import { ThumbnailStrip } from './ThumbnailStrip'

type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly fraction: number; readonly jobId?: string }
  | { readonly kind: 'done'; readonly summary: AnalysisResult }
  | { readonly kind: 'failed'; readonly error: unknown }

interface FilmAnalysisProps {
  readonly client: HitpointClient
  readonly mediaId: string
}

/** Says what the video is, lets an audio track be chosen, finds the cuts and lists them. */
export function FilmAnalysis({ client, mediaId }: FilmAnalysisProps): React.JSX.Element {
  const facts = useCall(mediaId, () => client.media.facts({ mediaId }))
  const [chosenTrack, setChosenTrack] = useState<number>()
  const [state, setState] = useState<State>({ kind: 'idle' })
  useEffect(
    () =>
      client.jobs.onJob(({ jobId, fraction }) =>
        setState((before) =>
          before.kind === 'running' && before.jobId === jobId ? { ...before, fraction } : before,
        ),
      ),
    [client],
  )
  const analyse = (audioTrack: number | undefined): void => {
    setState({ kind: 'running', fraction: 0 })
    const run = async (): Promise<AnalysisResult> => {
      const { jobId } = await client.analysis.start({ mediaId, audioTrack })
      setState({ kind: 'running', fraction: 0, jobId })
      return client.analysis.result({ jobId })
    }
    run().then(
      (summary) => setState({ kind: 'done', summary }),
      (error: unknown) =>
        setState(
          isFailure(error) && error.code === 'cancelled' ? { kind: 'idle' } : { kind: 'failed', error },
        ),
    )
  }
  const choose = (track: number): void => {
    setChosenTrack(track)
    if (state.kind === 'done') analyse(track)
  }
  const running = state.kind === 'running'
  return (
    <>
      {facts.kind === 'failed' && <FailureNote error={facts.error} />}
      {facts.kind === 'ready' && (
        <Facts facts={facts.value} chosenTrack={chosenTrack} disabled={running} onChoose={choose} />
      )}
      <ThumbnailStrip client={client} mediaId={mediaId} />
      {!running && <button onClick={() => analyse(chosenTrack)}>Find the cuts</button>}
      {running && <progress value={state.fraction} aria-label="Analysis" />}
      {running && (
        <button disabled={!state.jobId} onClick={() => void client.jobs.cancel({ jobId: state.jobId ?? '' })}>
          Cancel
        </button>
      )}
      {state.kind === 'failed' && <FailureNote error={state.error} />}
      {state.kind === 'done' && <p className="muted">{soundText(state.summary)}</p>}
      {state.kind === 'done' && <Warnings summary={state.summary} />}
      {state.kind === 'done' && <CutTable summary={state.summary} />}
    </>
  )
}

interface FactsProps {
  readonly facts: MediaFacts
  readonly chosenTrack: number | undefined
  readonly disabled: boolean
  readonly onChoose: (track: number) => void
}

function Facts({ facts, chosenTrack, disabled, onChoose }: FactsProps): React.JSX.Element {
  const { width, height, frameRate, durationSeconds, audioTracks, defaultAudioTrack } = facts
  return (
    <>
      <p className="muted">
        {width}×{height}, {Number(frameRate.toFixed(3))} frames per second, {durationSeconds.toFixed(3)} s
        {audioTracks.length === 0 && ', no sound'}
      </p>
      {audioTracks.length > 0 && (
        <p>
          <label>
            Audio track{' '}
            <select
              value={chosenTrack ?? defaultAudioTrack ?? 0}
              disabled={disabled || audioTracks.length === 1}
              onChange={(event) => onChoose(Number(event.target.value))}
            >
              {audioTracks.map((track) => (
                <option key={track.index} value={track.index}>
                  {audioTrackText(track)}
                </option>
              ))}
            </select>
          </label>
        </p>
      )}
    </>
  )
}

const soundText = ({ audioTrack }: AnalysisResult): string =>
  audioTrack === null ? 'Read without sound' : `Read with audio track ${audioTrack + 1}`

function Warnings({ summary }: { readonly summary: AnalysisResult }): React.JSX.Element | null {
  if (summary.warnings.length === 0) return null
  return (
    <ul aria-label="Warnings">
      {summary.warnings.map((warning) => (
        <li key={warning.code}>Warning: {warningText(warning)}</li>
      ))}
    </ul>
  )
}

function CutTable({ summary }: { readonly summary: AnalysisResult }): React.JSX.Element {
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
        {summary.transitions.map((cut) => (
          <tr key={cut.id}>
            <td>{rationalToNumber(cut.time).toFixed(3)} s</td>
            <td>{cut.frame}</td>
            <td>{cut.kind}</td>
            <td>{Math.round(cut.confidence * 100)} %</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
