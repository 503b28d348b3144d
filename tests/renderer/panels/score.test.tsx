// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { HitpointDocument } from '../../../src/core/document/document'
import type { Plan } from '../../../src/core/music/plan'
import { seconds, ticks } from '../../../src/core/time/units'
import { TakesList } from '../../../src/renderer/src/panels/TakesList'
import { TempoSolutions } from '../../../src/renderer/src/panels/TempoSolutions'
import { ScorePanel } from '../../../src/renderer/src/panels/ScorePanel'
import { StatusBar } from '../../../src/renderer/src/panels/StatusBar'
import { exampleDocument } from '../../fixtures/exampleDocument'
import { showPanel } from './support/showPanel'

afterEach(cleanup)

const composition = exampleDocument.composition!
const { plan } = composition
const other = { ...composition.score, tracks: composition.score.tracks.slice(0, 1) }

const withTakes: HitpointDocument = {
  ...exampleDocument,
  composition: { ...composition, takes: [{ seed: 8, score: other }] },
}

describe('takes side by side', () => {
  it('show one, and keep it in the place of the score', () => {
    const { editor } = showPanel(<TakesList />, withTakes)
    const second = screen.getAllByRole('listitem')[1]!
    fireEvent.click(within(second).getByRole('button', { name: /^Take 2/u }))
    expect(editor.session.get().take).toBe(1)
    fireEvent.click(within(second).getByRole('button', { name: 'Keep' }))
    const kept = editor.document.get()!
    expect(kept.composition!.score).toBe(other)
    expect(kept.composition!.takes).toEqual([{ seed: 7, score: composition.score }])
    expect(kept.settings.seed).toBe(8)
    expect(editor.session.get().take).toBe(0)
    expect(editor.history.state().undo).toBe('Keep take')
  })
})

describe('tempo solutions', () => {
  const [first] = plan.tempo
  const faster: Plan = {
    ...plan,
    cost: { total: 9.25, oddBars: 4 },
    tempo: [first!, { tick: ticks(1920), microsecondsPerQuarter: 400_000 }],
    hits: [{ ...plan.hits[0]!, kept: false }],
  }
  const cheap: Plan = { ...plan, tempo: [first!], cost: { total: 1.5 } }
  // The third costs more and sounds as the first: nobody can choose between them.
  const solutions = vi.fn(() => [cheap, faster, { ...cheap, cost: { total: 10 } }])
  const show = () =>
    showPanel(<TempoSolutions settings={exampleDocument.settings} />, exampleDocument, {
      answers: { 'composition.solutions': solutions },
    })

  it('are listed with what tells them apart, those that sound alike once, and one is taken', async () => {
    const { editor } = show()
    fireEvent.click(screen.getByText('Tempo solutions'))
    const rows = await waitFor(
      () => {
        const found = within(screen.getByRole('table', { name: 'Tempo solutions' })).getAllByRole('row')
        expect(found).toHaveLength(3)
        return found
      },
      { timeout: 5000 },
    )
    const cells = (row: HTMLElement): (string | null)[] =>
      within(row)
        .getAllByRole('cell')
        .map((cell) => cell.textContent)
    const slow = String(Number((60e6 / first!.microsecondsPerQuarter).toFixed(1)))
    expect(cells(rows[1]!)).toEqual(['1', slow, '1', '4/4', '1/1', '1', '1.5'])
    expect(cells(rows[2]!)).toEqual(['2', `${slow}–1500:01 150 for ${slow}`, '1', '4/4', '0/1', '0', '9.25'])
    fireEvent.click(screen.getByRole('radio', { name: 'Tempo solution 1' }))
    expect(editor.document.get()!.settings.solution).toBe(1)
    expect(editor.history.state().undo).toBe('Tempo solution')
    // The choice itself is no new question.
    expect(solutions).toHaveBeenCalledTimes(1)
  })
})

describe('locks', () => {
  it('are listed with their tracks, and taken back', () => {
    const lock = { start: seconds(0), end: seconds(2), tracks: [composition.score.tracks[0]!.id] }
    const { editor } = showPanel(<ScorePanel />, {
      ...exampleDocument,
      composition: { ...composition, locks: [lock] },
    })
    const list = screen.getByRole('region', { name: 'Locked ranges' })
    expect(list.textContent).toContain(composition.score.tracks[0]!.name)
    fireEvent.click(within(list).getByRole('button', { name: 'Unlock' }))
    expect(editor.document.get()!.composition!.locks).toEqual([])
  })
})

describe('the status line', () => {
  const section = {
    ...{ name: 'A', startTick: plan.cues[0]!.startTick, endTick: plan.endTick },
    ...{ startTime: seconds(0), endTime: seconds(5), valence: 0, arousal: 0, mode: 'major' as const },
    ...{ density: 1, register: 60, families: [] },
  }
  const bar = { jobId: 'j', take: 0, cueId: 'c1', bar: 0, section: 2, startTick: 0, notes: [] }

  it('tells which scene is being composed', () => {
    showPanel(<StatusBar />, exampleDocument, {
      session: {
        jobs: [
          {
            ...{ jobId: 'j', kind: 'composition', projectId: null, stage: 'compose', fraction: 0.3 },
            ...{ elapsedSeconds: 4, remainingSeconds: 9, state: 'running' },
          },
        ],
        writing: {
          jobId: 'j',
          plan: { ...plan, sections: Array.from({ length: 8 }, () => section) },
          bars: [bar],
        },
      },
    })
    const status = screen.getByRole('status')
    expect(status.textContent).toContain('Composing scene 3 of 8')
    expect(status.textContent).toContain('30 % · 9 s left')
  })
})
