import { useEffect, useState } from 'react'
import { useEditor } from '../app/editor'
import { useStore } from '../app/useStore'

/** Whether this browser can send the music to another output than the system's. */
const canChoose = (): boolean => 'AudioContext' in window && 'setSinkId' in AudioContext.prototype

/** Outputs that can be told apart; a browser that may not say lists none. */
async function listOutputs(): Promise<readonly MediaDeviceInfo[]> {
  const devices = await navigator.mediaDevices.enumerateDevices()
  const isOther = ({ kind, deviceId }: MediaDeviceInfo): boolean =>
    kind === 'audiooutput' && deviceId !== '' && deviceId !== 'default'
  return devices.filter(isOther)
}

/** The outputs of this machine, while they are plugged in and out. */
function useOutputs(): readonly MediaDeviceInfo[] {
  const [outputs, setOutputs] = useState<readonly MediaDeviceInfo[]>([])
  useEffect(() => {
    const { mediaDevices } = navigator as { readonly mediaDevices?: MediaDevices }
    if (!mediaDevices || !canChoose()) return
    const read = (): void => void listOutputs().then(setOutputs, () => setOutputs([]))
    read()
    mediaDevices.addEventListener('devicechange', read)
    return () => mediaDevices.removeEventListener('devicechange', read)
  }, [])
  return outputs
}

/** Which output the music is heard on; says so where there is nothing to choose. */
export function OutputField(): React.JSX.Element {
  const editor = useEditor()
  const chosen = useStore(editor.session, ({ audioOutput }) => audioOutput)
  const outputs = useOutputs()
  const isGone = chosen !== null && !outputs.some(({ deviceId }) => deviceId === chosen)
  return (
    <>
      <label className="field">
        <span>Output</span>
        <select
          value={chosen ?? ''}
          onChange={(event) => editor.set({ audioOutput: event.target.value || null })}
        >
          <option value="">The system’s output</option>
          {outputs.map(({ deviceId, label }, index) => (
            <option key={deviceId} value={deviceId}>
              {label || `Output ${index + 1}`}
            </option>
          ))}
          {isGone && <option value={chosen}>An output that is not there now</option>}
        </select>
      </label>
      {outputs.length === 0 && (
        <p className="hint">
          {canChoose()
            ? 'No other output is told to this page: the music is heard on the system’s output.'
            : 'This browser cannot send the music elsewhere: it is heard on the system’s output.'}
        </p>
      )}
    </>
  )
}
