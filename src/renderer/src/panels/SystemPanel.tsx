import type { HitpointClient } from '../../../contract/index'
import { useCall } from '../app/useCall'
import { FailureNote } from './FailureNote'

/** What runs where: engine version, ffmpeg, models. */
export function SystemPanel({ client }: { readonly client: HitpointClient }): React.JSX.Element {
  const info = useCall('info', () => client.system.info({}))
  return (
    <section aria-label="System">
      <h2>System</h2>
      {info.kind === 'waiting' && <p className="muted">Looking around …</p>}
      {info.kind === 'failed' && <FailureNote error={info.error} />}
      {info.kind === 'ready' && (
        <table>
          <tbody>
            <tr>
              <th>Hitpoint</th>
              <td>{info.value.version}</td>
            </tr>
            <tr>
              <th>ffmpeg</th>
              <td>
                {info.value.ffmpeg.found
                  ? `${info.value.ffmpeg.version} (${info.value.ffmpeg.source})`
                  : info.value.ffmpeg.problem}
              </td>
            </tr>
            {info.value.models.map((model) => (
              <tr key={model.task}>
                <th>{model.task}</th>
                <td>
                  {model.name} {model.version}, trained on {model.trainedOn}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
