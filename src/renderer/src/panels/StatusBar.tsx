import type { Job, JobStage } from '../../../contract/jobs'
import { rationalToNumber } from '../../../core/time/rational'
import { warningText } from '../../../core/media/mediaWarning'
import { useEditor } from '../app/editor'
import type { WritingMusic } from '../app/session'
import { useStore } from '../app/useStore'
import { Icon } from '../ui/Icon'
import { ScoreSummary } from './ScoreSummary'

const stageTexts: Readonly<Record<JobStage, string>> = {
  waiting: 'Waiting',
  analyse: 'Reading the picture and sound',
  classify: 'Finding the cuts',
  sound: 'Measuring the sound',
  convert: 'Making a copy that plays here',
  plan: 'Planning tempo and sections',
  compose: 'Composing',
  render: 'Rendering the sound',
  write: 'Writing the file',
}

/** `12 s`, `3 min`. */
function lengthText(seconds: number): string {
  return seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`
}

/** `scene 3 of 8`: where the newest bar lies; null before there is one. */
export function writtenScene({ plan, bars }: WritingMusic): string | null {
  const section = bars.at(-1)?.section
  if (!plan || section === undefined || section === null) return null
  return `scene ${section + 1} of ${plan.sections.length}`
}

/** What runs, how far it is, how long yet, and its stop; beside it the score in numbers and the facts of the film. */
export function StatusBar(): React.JSX.Element {
  const editor = useEditor()
  const jobs = useStore(editor.session, (session) => session.jobs)
  const info = useStore(editor.document, (document) => document?.media.info)
  const warnings = useStore(editor.session, (session) => session.analysis?.warnings)
  const running = jobs.filter(({ state }) => state === 'running')
  return (
    <footer className="status">
      <div className="jobs" role="status" aria-live="polite">
        {running.length === 0 && <span className="muted">Ready</span>}
        {running.map((job) => (
          <JobLine key={job.jobId} job={job} />
        ))}
      </div>
      <ScoreSummary />
      {warnings !== undefined && warnings.length > 0 && (
        <ul className="warnings" aria-label="Warnings">
          {warnings.map((warning) => (
            <li key={warning.code} title={warningText(warning)}>
              Warning: {warningText(warning)}
            </li>
          ))}
        </ul>
      )}
      <span className="spring" />
      {info && (
        <span className="muted">
          {info.width}×{info.height} · {Number(rationalToNumber(info.frameRate).toFixed(3))} fps
          {info.variableFrameRate && ' (variable)'} · {info.videoCodec}
        </span>
      )}
    </footer>
  )
}

function JobLine({ job }: { readonly job: Job }): React.JSX.Element {
  const editor = useEditor()
  const scene = useStore(editor.session, ({ writing }) =>
    writing?.jobId === job.jobId && job.stage === 'compose' ? writtenScene(writing) : null,
  )
  const text = scene === null ? stageTexts[job.stage] : `${stageTexts[job.stage]} ${scene}`
  return (
    <div className="job">
      <span>{text}</span>
      <progress value={job.fraction} max={1} aria-label={text} />
      <span className="number muted">
        {Math.round(job.fraction * 100)} %
        {job.remainingSeconds !== null && ` · ${lengthText(job.remainingSeconds)} left`}
      </span>
      <button
        className="button quiet icon-only"
        aria-label={`Stop: ${text}`}
        title="Stop"
        onClick={() => void editor.client.jobs.cancel({ jobId: job.jobId })}
      >
        <Icon name="stop" size={10} />
      </button>
    </div>
  )
}
