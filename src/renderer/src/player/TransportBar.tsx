import { useEffect, useRef } from 'react'
import { formatTimecode, parseTimecode, timecodeToFrames } from '../../../core/time/timecode'
import { rationalToNumber } from '../../../core/time/rational'
import { useEditor } from '../app/editor'
import { useStore } from '../app/useStore'
import { CommandButton } from '../panels/CommandButton'
import { timecodeOf } from '../timeline/layers/ruler'
import { filmTimecode } from '../timeline/sceneItems'

/** The playhead's time code, to be read and to be typed into. */
function TimecodeField(): React.JSX.Element {
  const editor = useEditor()
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const show = (): void => {
      const document = editor.document.get()
      const element = field.current
      if (!element || element === window.document.activeElement) return
      const frame = editor.grid().frameAt(editor.transport.time())
      element.value = document ? timecodeOf(filmTimecode(document), frame) : formatTimecode(noTime)
    }
    show()
    const ends = [editor.transport.position.subscribe(show), editor.document.subscribe(show)]
    return () => ends.forEach((end) => end())
  }, [editor])
  const jump = (text: string): void => {
    const document = editor.document.get()
    const typed = parseTimecode(text)
    if (!document || !typed) return
    const { frameRate, firstFrame, dropFrame } = filmTimecode(document)
    const frame = timecodeToFrames({ ...typed, dropFrame }, frameRate) - firstFrame
    editor.transport.seek(rationalToNumber(editor.grid().timeOf(Math.max(0, frame))))
    editor.view.reveal(editor.transport.time())
  }
  return (
    <input
      ref={field}
      type="text"
      className="timecode"
      aria-label="Time code of the playhead"
      title="Time code; type another to go there"
      spellCheck={false}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => jump(event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
    />
  )
}

const noTime = { hours: 0, minutes: 0, seconds: 0, frames: 0, dropFrame: false }

/** Play, step, loop. */
export function TransportBar(): React.JSX.Element {
  const editor = useEditor()
  const playing = useStore(editor.session, (session) => session.playing)
  const rate = useStore(editor.session, (session) => session.rate)
  const loop = useStore(editor.session, (session) => session.loop)
  return (
    <div className="transport" role="toolbar" aria-label="Transport">
      <TimecodeField />
      <span className="spring" />
      <CommandButton id="transport.start" icon="start" />
      <CommandButton id="cuts.previous" icon="previous" />
      <CommandButton id="transport.frameBack" icon="frameBack" />
      <CommandButton id="transport.play" icon={playing ? 'pause' : 'play'} kind="plain" pressed={playing} />
      <CommandButton id="transport.frameForward" icon="frameForward" />
      <CommandButton id="cuts.next" icon="next" />
      <CommandButton id="transport.end" icon="end" />
      <CommandButton id="transport.loop" icon="loop" pressed={loop} />
      <span className="spring" />
      <span className="rate" aria-live="off">
        {rate !== 1 ? `${rate}×` : ''}
      </span>
    </div>
  )
}
