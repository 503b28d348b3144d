import { describe, expect, it } from 'vitest'
import type { Job } from '../../../src/contract/jobs'
import type { HitpointDocument } from '../../../src/core/document/document'
import { emptySession, type Session } from '../../../src/renderer/src/app/session'
import { drawScene, noPreview } from '../../../src/renderer/src/timeline/drawScene'
import { lanesHeight } from '../../../src/renderer/src/timeline/lanes'
import { createSceneMaker } from '../../../src/renderer/src/timeline/scene'
import { exampleDocument } from '../../fixtures/exampleDocument'

/** What was drawn: a context that writes down its calls. */
function recorder() {
  const calls: { readonly name: string; readonly values: readonly unknown[] }[] = []
  const context = new Proxy<Record<string, unknown>>(
    {},
    {
      get: (members, name: string) =>
        name in members
          ? members[name]
          : (...values: unknown[]) => {
              calls.push({ name, values })
              return name === 'measureText' ? { width: 10 } : undefined
            },
      set(members, name: string, value: unknown) {
        members[name] = value
        return true
      },
    },
  )
  return { context: context as unknown as CanvasRenderingContext2D, calls }
}

const view = { start: 0, pixelsPerSecond: 100, width: 500 }

function draw(document: HitpointDocument, session: Session, height = 500) {
  const { context, calls } = recorder()
  const scene = createSceneMaker()(document, session, height)
  const options = { view, preview: noPreview, pictureAt: () => null, threshold: 0.5 }
  drawScene(context, scene, options, lanesHeight(scene.layout))
  const texts = calls.filter(({ name }) => name === 'fillText').map(({ values }) => values[0])
  return { calls, scene, texts }
}

const running: Job = {
  ...{ jobId: 'j', kind: 'analysis', projectId: null, stage: 'analyse', fraction: 0.436 },
  ...{ elapsedSeconds: 3, remainingSeconds: null, state: 'running' },
}
const none = { points: [] }
const raw: HitpointDocument = { ...exampleDocument, curve: none, detectedCurve: none, composition: undefined }

describe('a film without a curve', () => {
  it('shows what is done about it in place of a neutral line', () => {
    const { texts, calls } = draw(raw, { ...emptySession, jobs: [running] })
    expect(texts.filter((text) => text === 'Reading the film … 43 %')).toHaveLength(2)
    expect(calls.filter(({ name }) => name === 'stroke')).toEqual([])
    expect(draw(raw, { ...emptySession, jobs: [{ ...running, state: 'failed' }] }).texts).toContain(
      'No curve: the film is not analysed',
    )
  })

  it('shows its curve once it is there', () => {
    const { texts, calls } = draw(exampleDocument, { ...emptySession, jobs: [running] })
    expect(texts.join()).not.toContain('Reading')
    expect(calls.filter(({ name }) => name === 'stroke').length).toBeGreaterThan(1)
  })
})
