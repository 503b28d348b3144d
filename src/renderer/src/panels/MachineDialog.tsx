import { useEffect, useState } from 'react'
import type { EngineInfo, FfmpegInfo } from '../../../contract/system'
import { chooseFile } from '../app/asking'
import { useEditor } from '../app/editor'
import { useStore } from '../app/useStore'
import { Dialog } from '../ui/Dialog'
import { DialogHead } from '../ui/DialogHead'

/** What runs where: ffmpeg, networks, and what composing computes on. */
export function MachineDialog(): React.JSX.Element | null {
  const editor = useEditor()
  const isShown = useStore(editor.session, (session) => session.machineShown)
  return isShown ? <MachineBody /> : null
}

function MachineBody(): React.JSX.Element {
  const editor = useEditor()
  const [info, setInfo] = useState<EngineInfo | null>(null)
  useEffect(() => {
    let isGone = false
    editor.notices.guard(async () => {
      const answer = await editor.client.system.info({})
      if (!isGone) setInfo(answer)
    })
    return () => {
      isGone = true
    }
  }, [editor])
  const close = (): void => editor.set({ machineShown: false })
  return (
    <Dialog label="This machine" onClose={close}>
      <DialogHead title="This machine" onClose={close} />
      {info ? (
        <MachineFacts info={info} onFfmpeg={(ffmpeg) => setInfo({ ...info, ffmpeg })} />
      ) : (
        <p className="muted">Looking; the first time providers are tried, which takes some seconds …</p>
      )}
    </Dialog>
  )
}

interface FactsProps {
  readonly info: EngineInfo
  readonly onFfmpeg: (ffmpeg: FfmpegInfo) => void
}

function MachineFacts({ info, onFfmpeg }: FactsProps): React.JSX.Element {
  return (
    <dl className="facts">
      <dt>Hitpoint</dt>
      <dd>
        {info.version}, Node {info.node}, {info.platform}
      </dd>
      <FfmpegFact ffmpeg={info.ffmpeg} onFfmpeg={onFfmpeg} />
      {info.models.map(({ task, name, version, trainedOn, problem }) => (
        <Fact key={task} term={`Network: ${task}`}>
          {problem ?? `${name} ${version}, trained on ${trainedOn}`}
        </Fact>
      ))}
      <ComposingFact composing={info.composing} />
      <Fact term="Sound bank">{info.soundBank}</Fact>
    </dl>
  )
}

function Fact({
  term,
  children,
}: {
  readonly term: string
  readonly children: React.ReactNode
}): React.JSX.Element {
  return (
    <>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </>
  )
}

/** Which ffmpeg is used, and another one by hand. */
function FfmpegFact({
  ffmpeg,
  onFfmpeg,
}: {
  readonly ffmpeg: FfmpegInfo
  readonly onFfmpeg: FactsProps['onFfmpeg']
}): React.JSX.Element {
  const editor = useEditor()
  const use = (fileId: string | null): void =>
    editor.notices.guard(async () => onFfmpeg(await editor.client.system.chooseFfmpeg({ fileId })))
  const choose = (): void =>
    editor.notices.guard(async () => {
      const file = await chooseFile(editor, 'program', ['program'])
      if (file) use(file.fileId)
    })
  return (
    <Fact term="ffmpeg">
      {ffmpeg.found ? `${ffmpeg.version} (${ffmpeg.source}: ${ffmpeg.path})` : ffmpeg.problem}{' '}
      <button className="button quiet" onClick={choose}>
        Choose ffmpeg …
      </button>
      {ffmpeg.source === 'setting' && (
        <button className="button quiet" onClick={() => use(null)}>
          Find it again
        </button>
      )}
    </Fact>
  )
}

const milliseconds = (value: number | undefined): string =>
  value === undefined ? '' : `${value.toFixed(2)} ms a step`

/** Where composing runs, and what every provider gave in the trial. */
function ComposingFact({ composing }: { readonly composing: EngineInfo['composing'] }): React.JSX.Element {
  const { providers, trials, chosenBy, problem } = composing
  const reason =
    chosenBy === 'environment' ? ' (HITPOINT_PROVIDERS)' : trials.length > 0 ? ' (fastest in a trial)' : ''
  return (
    <>
      <Fact term="Composing">{problem ?? `on ${providers[0]}${reason}`}</Fact>
      {trials.map(({ provider, millisecondsPerStep, problem: why }) => (
        <Fact key={provider} term={`Trial: ${provider}`}>
          {why ?? milliseconds(millisecondsPerStep)}
        </Fact>
      ))}
    </>
  )
}
