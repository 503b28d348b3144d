// @vitest-environment jsdom
import { act, cleanup, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import type { EmotionScene } from '../../../src/core/emotion/emotionScenes'
import { seconds } from '../../../src/core/time/units'
import { SceneReading } from '../../../src/renderer/src/panels/SceneReading'
import { exampleDocument } from '../../fixtures/exampleDocument'
import { showPanel } from './support/showPanel'

afterEach(cleanup)

const scene = (start: number, end: number, valence: number): EmotionScene => ({
  time: seconds((start + end) / 2),
  start: seconds(start),
  end: seconds(end),
  valence,
  arousal: -0.25,
  confidence: 0.754,
  cues: { valence: -0.1, arousal: 0.2 },
})
const read: EmotionScene = {
  ...scene(2, 4, 0.5),
  direct: { valence: 0.61, arousal: 0.17 },
  category: { valence: 0.31, arousal: 0.15 },
  emotion: { name: 'joy', probability: 0.316 },
}

const rows = (): string[] => screen.getAllByRole('row').map((row) => row.textContent)

describe('what was read in the scene under the playhead', () => {
  it('shows nothing before there is an analysis', () => {
    showPanel(<SceneReading />, exampleDocument)
    expect(screen.queryByLabelText('Scene as it was read')).toBeNull()
  })

  it('shows every path of a scene, and follows the playhead', () => {
    const session = { scenes: [scene(0, 2, -0.5), read] }
    const { editor } = showPanel(<SceneReading />, exampleDocument, { session })
    expect(rows()).toEqual(['PathValenceArousal', 'Detected−0.50−0.25', 'Light, motion, sound−0.10+0.20'])
    expect(screen.queryByText(/likeliest/u)).toBeNull()
    act(() => editor.transport.seek(2))
    expect(rows()).toEqual([
      'PathValenceArousal',
      'Detected+0.50−0.25',
      'Network, directly+0.61+0.17',
      'Network, by emotions+0.31+0.15',
      'Light, motion, sound−0.10+0.20',
    ])
    expect(screen.getByText('75 % sure; likeliest emotion joy, 32 %')).toBeDefined()
  })
})
