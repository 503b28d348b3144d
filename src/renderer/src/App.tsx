import type { HitpointClient } from '../../contract/index'
import { AnalysisPanel } from './panels/AnalysisPanel'
import { SystemPanel } from './panels/SystemPanel'

/** Puts the panels together, nothing else. */
export function App({ client }: { readonly client: HitpointClient }): React.JSX.Element {
  return (
    <main>
      <h1>Hitpoint</h1>
      <AnalysisPanel client={client} />
      <SystemPanel client={client} />
    </main>
  )
}
