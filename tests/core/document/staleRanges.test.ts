import { describe, expect, it } from 'vitest'
import type { HitpointDocument } from '../../../src/core/document/document'
import { hitRequests } from '../../../src/core/document/hitRequests'
import { planDocument } from '../../../src/core/document/planDocument'
import { staleRanges, staleSettings, withOrigin } from '../../../src/core/document/staleRanges'
import { curveChannels } from '../../../src/core/emotion/editCurve'
import { transformRange } from '../../../src/core/emotion/editRange'
import { rational } from '../../../src/core/time/rational'
import { seconds } from '../../../src/core/time/units'
import { deleteCuts, markCuts, moveCut } from '../../../src/core/timeline/editCuts'
import { createFrameGrid } from '../../../src/core/timeline/frameGrid'
import { exampleDocument } from '../../fixtures/exampleDocument'
import { hardCut } from '../../fixtures/hardCut'

const duration = rational(60)
const grid = createFrameGrid(rational(25), duration)
const transitions = [200, 500, 800, 1100].map((frame) => hardCut(frame, rational(25), { id: `cut-${frame}` }))
const curve = {
  points: [0, 15, 30, 45, 60].map((time, index) => ({
    time: seconds(time),
    valence: index % 2 ? 0.5 : -0.5,
    arousal: index / 8,
    confidence: 1,
    step: false,
  })),
}
const film: HitpointDocument = {
  ...exampleDocument,
  media: { ...exampleDocument.media, info: { ...exampleDocument.media.info, duration } },
  transitions,
  curve,
  detectedCurve: curve,
  cues: [],
  settings: { ...exampleDocument.settings, hits: 'auto', solution: 1, preset: 'orchestral' },
  composition: undefined,
}
const plan = planDocument(film)
const composed: HitpointDocument = {
  ...film,
  composition: withOrigin({ ...exampleDocument.composition!, plan }, film),
}

describe('docs/spec/cut-editing.md, what an edit makes stale', () => {
  it('R1: nothing is stale right after composing, and nothing without a score', () => {
    expect(hitRequests(transitions, 'auto', rational(25))).toHaveLength(4)
    expect(staleRanges(composed)).toEqual([])
    expect(staleRanges(film)).toEqual([])
  })

  it('R2: an edited stretch of the curve is stale, and little around it', () => {
    const edited = transformRange(curve, { start: 28, end: 33 }, curveChannels, { offset: 0.3 })
    const stale = staleRanges({ ...composed, curve: edited })
    expect(stale).toHaveLength(1)
    expect(stale[0]!.start).toBeLessThanOrEqual(28.3)
    // Between the edited range and the point before it the curve may bend a little.
    expect(stale[0]!.start).toBeGreaterThan(14)
    expect(stale[0]!.end).toBeGreaterThanOrEqual(32.7)
    expect(stale[0]!.end).toBeLessThan(46)
  })

  it('R3: a moved, deleted or loosened hit makes the music around it stale', () => {
    const edits = [
      moveCut(transitions, 'cut-500', 510, grid),
      deleteCuts(transitions, ['cut-500']),
      markCuts(transitions, ['cut-500'], { hit: 'soft' }),
      markCuts(transitions, ['cut-500'], { hitOffset: 3 }),
    ]
    for (const edited of edits) {
      const stale = staleRanges({ ...composed, transitions: edited })
      expect(stale).toHaveLength(1)
      expect(stale[0]!.start).toBeLessThan(20)
      expect(stale[0]!.start).toBeGreaterThan(8)
      expect(stale[0]!.end).toBeGreaterThan(20)
      expect(stale[0]!.end).toBeLessThan(33)
    }
    expect(
      staleRanges({ ...composed, transitions: markCuts(transitions, ['cut-500'], { name: 'x' }) }),
    ).toEqual([])
  })

  it('R4: silence that was music is stale', () => {
    const cues = [{ id: 'film', name: '1m1', musicIn: rational(0), musicOut: rational(40) }]
    expect(staleRanges({ ...composed, cues })).toEqual([{ start: 40, end: 60 }])
  })

  it('R5, R6: a part that was composed again is no longer stale; settings are told apart', () => {
    const edited = transformRange(curve, { start: 28, end: 33 }, curveChannels, { offset: 0.3 })
    const after = { ...composed, curve: edited }
    const [range] = staleRanges(after)
    const earlier = { composition: composed.composition!, range: range! }
    const again = { ...after, composition: withOrigin(composed.composition!, after, earlier) }
    expect(staleRanges(again)).toEqual([])
    expect(staleSettings(again)).toEqual([])
    const settings = { ...again.settings, preset: 'ambient', seed: 9 }
    expect(staleSettings({ ...again, settings })).toEqual(['preset'])
  })
})
