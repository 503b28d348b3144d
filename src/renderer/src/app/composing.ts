import type { HitpointClient } from '../../../contract/index'
import { decodeDocument } from '../../../core/document/decodeDocument'
import type { Composition, HitpointDocument } from '../../../core/document/document'
import { encodeDocument } from '../../../core/document/encodeDocument'
import { withVolumes } from '../../../core/document/mixer'
import { staleRanges, withOrigin } from '../../../core/document/staleRanges'
import { seconds } from '../../../core/time/units'
import type { Editor } from './editor'
import type { TimeRange } from './session'

/** Composes the open film and puts the music into the document as it comes. */
export interface Composing {
  generate(takes?: number): Promise<void>
  /** Composes only a range again; everything else stays note for note. */
  regenerate(range: TimeRange): Promise<void>
  /** Composes again what edits made stale, range after range. */
  regenerateStale(): Promise<void>
  cancel(): void
}

type Request = Parameters<HitpointClient['composition']['start']>[0]

/** Takes the finished composition over into a document that may have gone on meanwhile. */
function withComposition(
  document: HitpointDocument,
  asked: HitpointDocument,
  composed: HitpointDocument,
  range: TimeRange | null,
): HitpointDocument {
  if (!composed.composition) return document
  const earlier =
    range && asked.composition
      ? {
          composition: asked.composition,
          range: { start: seconds(range.start), end: seconds(range.end) },
        }
      : undefined
  const composition: Composition = withOrigin(composed.composition, asked, earlier)
  return {
    ...document,
    settings: { ...document.settings, seed: composed.settings.seed },
    composition: withVolumes(composition, document.mixer),
  }
}

/** Shows the bars of a job while they are written. Bars come in handfuls; the drawing follows once for each. */
function listen(editor: Editor): void {
  const { composition } = editor.client
  composition.onPlan(({ jobId, plan }) => {
    const { writing } = editor.session.get()
    if (writing?.jobId === jobId) editor.set({ writing: { ...writing, plan } })
  })
  composition.onBar((bar) => {
    const { writing } = editor.session.get()
    if (writing?.jobId !== bar.jobId || bar.take > 0) return
    editor.set({ writing: { ...writing, bars: [...writing.bars, bar] } })
  })
}

export function createComposing(editor: Editor): Composing {
  listen(editor)
  const compose = async (
    wishes: Omit<Request, 'document'>,
    label: string,
    range: TimeRange | null,
  ): Promise<void> => {
    const asked = editor.document.get()
    const { project, writing } = editor.session.get()
    if (!asked || !project || writing) return
    const { jobId } = await editor.client.composition.start({
      projectId: project.projectId,
      document: encodeDocument(asked),
      replan: true,
      ...wishes,
    })
    editor.set({ writing: { jobId, plan: null, bars: [] }, take: 0 })
    try {
      const result = await editor.client.composition.result({ jobId })
      const composed = decodeDocument(result.document)
      if (editor.session.get().project?.projectId !== project.projectId) return
      editor.edit(label, (document) => withComposition(document, asked, composed, range))
    } finally {
      if (editor.session.get().writing?.jobId === jobId) editor.set({ writing: null })
    }
  }
  const regenerate = (range: TimeRange): Promise<void> => compose({ range }, 'Regenerate range', range)
  return {
    regenerate,
    generate: (takes = 1) => compose({ takes }, 'Generate', null),
    async regenerateStale() {
      const document = editor.document.get()
      const ranges = document ? staleRanges(document) : []
      if (ranges.length === 0) return
      const step = editor.history.begin('Regenerate what is stale')
      try {
        for (const range of ranges) await regenerate(range)
      } finally {
        step.end()
      }
    },
    cancel() {
      for (const { jobId, state } of editor.session.get().jobs)
        if (state === 'running') void editor.client.jobs.cancel({ jobId })
    },
  }
}

/** Another seed gives another score. */
export const nextSeed = (editor: Editor): void =>
  editor.edit('Seed', (document) => ({
    ...document,
    settings: { ...document.settings, seed: (document.settings.seed % 9999) + 1 },
  }))

/** Makes a take the score; the one before takes its place among the takes. */
export function keepTake(editor: Editor, take: number): void {
  editor.edit('Keep take', (document) => {
    const { composition, settings } = document
    const chosen = composition?.takes?.[take - 1]
    if (!composition || !chosen) return document
    const takes = (composition.takes ?? []).map((each, index) =>
      index === take - 1 ? { seed: settings.seed, score: composition.score } : each,
    )
    return {
      ...document,
      settings: { ...settings, seed: chosen.seed },
      composition: { ...composition, score: chosen.score, takes },
    }
  })
  editor.set({ take: 0 })
}

/** Locks a range against every regeneration. */
export function lockRange(editor: Editor, range: TimeRange): void {
  editor.edit('Lock range', (document) => {
    const { composition } = document
    if (!composition) return document
    const lock = { start: seconds(range.start), end: seconds(range.end) }
    return { ...document, composition: { ...composition, locks: [...(composition.locks ?? []), lock] } }
  })
}

/** Unlocks a range. */
export const unlockRange = (editor: Editor, index: number): void =>
  editor.edit('Unlock range', (document) => {
    const { composition } = document
    const locks = composition?.locks?.filter((_, place) => place !== index)
    return composition ? { ...document, composition: { ...composition, locks } } : document
  })
