import { useRef } from 'react'
import { extendedEmotionTable, type EmotionCategory } from '../../../core/emotion/emotionCategories'
import { meanOverRange } from '../../../core/emotion/evaluateCurve'
import type { Gesture } from '../../../core/document/history'
import { seconds } from '../../../core/time/units'
import { copyCurve, resetAll, resetCurve, scale, setRangeMood, workRange } from '../app/curveActions'
import { useEditor } from '../app/editor'
import { useStore } from '../app/useStore'
import { Pad, type PadMark } from '../ui/Pad'
import { CommandButton } from './CommandButton'
import { PointTable } from './PointTable'
import { RangeText } from './RangeText'
import { SceneReading } from './SceneReading'

const named: readonly EmotionCategory[] = ['joy', 'surprise', 'anger', 'fear', 'disgust', 'sadness', 'calm']

/** The six emotions where EMSYNC puts them, and calm. Fear and anger all but meet there, so they are set apart a little. */
const marks: readonly PadMark[] = named.map((category) => {
  const { valenceMean, arousalMean } = extendedEmotionTable[category]!
  const nudge = { anger: [0.02, -0.02], fear: [0, 0.12] }[category as 'anger' | 'fear'] ?? [0, 0]
  return {
    x: Math.max(-0.82, Math.min(0.82, valenceMean + nudge[0]!)),
    y: Math.max(-0.92, Math.min(0.92, arousalMean + nudge[1]!)),
    label: category,
  }
})

/** The mood of a range, and the curve's points in numbers. */
export function EmotionPanel(): React.JSX.Element {
  return (
    <>
      <MoodPad />
      <RangeTools />
      <SceneReading />
      <PointTable />
    </>
  )
}

function MoodPad(): React.JSX.Element {
  const editor = useEditor()
  const document = useStore(editor.document, (value) => value)
  useStore(editor.session, (session) => session.range)
  useStore(editor.session, (session) => session.playing)
  useStore(editor.transport.position, (time) => (editor.session.get().playing ? 0 : time))
  const gesture = useRef<Gesture | null>(null)
  const held = useRef(workRange(editor))
  const range = gesture.current ? held.current : workRange(editor)
  const mean = document
    ? meanOverRange(document.curve, seconds(range.start), seconds(range.end))
    : { valence: 0, arousal: 0 }
  return (
    <>
      <RangeText range={range} label={editor.session.get().range ? 'Range' : 'Shot at the playhead'} />
      <Pad
        label="Mood"
        value={{ x: mean.valence, y: mean.arousal }}
        marks={marks}
        ends={{ left: 'unpleasant', right: 'pleasant', top: 'excited', bottom: 'calm' }}
        onStart={() => {
          held.current = workRange(editor)
          gesture.current = editor.history.begin('Set mood')
        }}
        onChange={({ x, y }) => setRangeMood(editor, { valence: x, arousal: y }, held.current)}
        onEnd={() => {
          gesture.current?.end()
          gesture.current = null
        }}
      />
    </>
  )
}

function RangeTools(): React.JSX.Element {
  const editor = useEditor()
  return (
    <div className="tool-grid" role="group" aria-label="Curve of the range">
      <CommandButton id="curve.raise" text="Raise" />
      <CommandButton id="curve.lower" text="Lower" />
      <button
        className="button quiet"
        onClick={() => scale(editor, 1.25)}
        title="Stronger swings about the middle"
      >
        Scale up
      </button>
      <button
        className="button quiet"
        onClick={() => scale(editor, 0.8)}
        title="Weaker swings about the middle"
      >
        Scale down
      </button>
      <CommandButton id="curve.smooth" text="Smooth" />
      <button className="button quiet" onClick={() => copyCurve(editor)}>
        Copy
      </button>
      <CommandButton id="edit.paste" text="Paste" />
      <button className="button quiet" onClick={() => resetCurve(editor, workRange(editor))}>
        Reset range
      </button>
      <button className="button quiet" onClick={() => resetAll(editor)}>
        Reset all
      </button>
    </div>
  )
}
