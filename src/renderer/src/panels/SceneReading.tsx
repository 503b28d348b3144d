import type { ValenceArousal } from '../../../core/emotion/emotionCurve'
import type { EmotionScene } from '../../../core/emotion/emotionScenes'
import { useEditor } from '../app/editor'
import { useStore } from '../app/useStore'
import { RangeText } from './RangeText'

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`
const percent = (share: number): string => `${Math.round(100 * share)} %`

/** What each path says of a scene, in the order of how far it is from the picture to the answer. */
function rowsOf(
  scene: EmotionScene,
): readonly (readonly [name: string, says: ValenceArousal, hint: string])[] {
  const { direct, category, cues } = scene
  return [
    ['Detected', scene, 'What the curve was fitted to'],
    ...(direct
      ? [['Network, directly', direct, 'Valence and arousal as the network reads the pictures'] as const]
      : []),
    ...(category
      ? [
          [
            'Network, by emotions',
            category,
            'The mean of the probabilities of the emotions, EMSYNC’s way',
          ] as const,
        ]
      : []),
    ['Light, motion, sound', cues, 'What is measured: light, colour, motion, editing, loudness'],
  ]
}

/** What the analysis read in the scene under the playhead, by which path and how surely. */
export function SceneReading(): React.JSX.Element | null {
  const editor = useEditor()
  const scenes = useStore(editor.session, (session) => session.scenes)
  const index = useStore(editor.transport.position, (time) =>
    scenes
      ? Math.max(
          0,
          scenes.findLastIndex(({ start }) => start <= time),
        )
      : -1,
  )
  const scene = scenes?.[index]
  if (!scene) return null
  return (
    <section className="scene-reading" aria-label="Scene as it was read">
      <RangeText range={scene} label="Scene as read" />
      <table className="readings">
        <thead>
          <tr>
            <th scope="col">Path</th>
            <th scope="col">Valence</th>
            <th scope="col">Arousal</th>
          </tr>
        </thead>
        <tbody>
          {rowsOf(scene).map(([name, { valence, arousal }, hint]) => (
            <tr key={name} title={hint}>
              <th scope="row">{name}</th>
              <td>{signed(valence)}</td>
              <td>{signed(arousal)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted">
        {percent(scene.confidence)} sure
        {scene.emotion && `; likeliest emotion ${scene.emotion.name}, ${percent(scene.emotion.probability)}`}
      </p>
    </section>
  )
}
