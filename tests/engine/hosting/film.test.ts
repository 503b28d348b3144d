import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import sampleTruth from '../../../resources/sample/sample.json' with { type: 'json' }
import type { WrittenBar } from '../../../src/contract/composition'
import type { Job } from '../../../src/contract/jobs'
import { decodeDocument } from '../../../src/core/document/decodeDocument'
import type { HitpointDocument } from '../../../src/core/document/document'
import { encodeDocument } from '../../../src/core/document/encodeDocument'
import type { Plan } from '../../../src/core/music/plan'
import { createTempoMap } from '../../../src/core/time/tempoMap'
import { forkInferenceProcess } from '../../../src/main/engine/inference/forkProcess'
import { samplePath } from '../../support/commandLine'
import { builtInferenceProcess } from '../inference/support/builtProcess'
import { openHost } from './support/openHost'

let host: Awaited<ReturnType<typeof openHost>>
let mediaId: string
let projectId: string
let blank: HitpointDocument

beforeAll(async () => {
  const entry = await builtInferenceProcess()
  host = await openHost({}, () => forkInferenceProcess(entry))
  const { fileId } = host.hosting.adopt(samplePath)
  const opened = await host.hosting.handlers.project.open({ fileId })
  ;({ projectId } = opened)
  mediaId = opened.mediaId!
  blank = decodeDocument(opened.document)
})
afterAll(() => host.remove())

const handlers = () => host.hosting.handlers
const eventsOf = <Payload>(event: string): Payload[] =>
  host.events.filter((sent) => sent.event === event).map(({ payload }) => payload as Payload)

async function bytesAt(path: string): Promise<Buffer> {
  const { signal } = new AbortController()
  const answer = await host.hosting.answerResource({ method: 'GET', path, signal })
  const body = answer!.body!
  return body instanceof Uint8Array ? Buffer.from(body) : buffer(body)
}

async function analyse() {
  const { analysis } = handlers()
  return analysis.result(await analysis.start({ mediaId }))
}

async function analysedDocument(): Promise<HitpointDocument> {
  const { info, transitions, detectedCurve } = await analyse()
  return { ...blank, media: { ...blank.media, info }, transitions, detectedCurve, curve: detectedCurve }
}

describe('analysis of an open film (docs/spec/host.md, H30-H34)', () => {
  it('has no scores before there is an analysis', async () => {
    await expect(handlers().analysis.detect({ mediaId, detection: {} })).rejects.toMatchObject({
      code: 'wrong-use',
    })
    await expect(handlers().analysis.scores({ mediaId })).rejects.toMatchObject({ code: 'wrong-use' })
    await expect(handlers().analysis.scenes({ mediaId })).rejects.toMatchObject({ code: 'wrong-use' })
  })

  it('takes the place of one under way', async () => {
    const { analysis } = handlers()
    const first = await analysis.start({ mediaId })
    const failed = analysis.result(first).then(
      () => 'done',
      ({ code }: { code: string }) => code,
    )
    const second = await analysis.start({ mediaId })
    expect(await failed).toBe('cancelled')
    const { transitions, cached } = await analysis.result(second)
    expect([transitions.length, cached]).toEqual([sampleTruth.transitions.length, false])
    const told = eventsOf<Job>('onJob').filter(({ jobId }) => jobId === second.jobId)
    expect(told.at(-1)).toMatchObject({ state: 'done', fraction: 1, projectId })
    expect(told.map(({ fraction }) => fraction)).toEqual(
      told.map(({ fraction }) => fraction).sort((a, b) => a - b),
    )
  })

  it('answers other thresholds from what it kept, and shows what they cut through', async () => {
    const { analysis } = handlers()
    const count = async (leastCutConfidence: number): Promise<number> => {
      const detection = { leastCutConfidence, leastGradualConfidence: leastCutConfidence }
      return (await analysis.detect({ mediaId, detection })).transitions.length
    }
    expect(await count(0.6)).toBe(sampleTruth.transitions.length)
    expect(await count(1)).toBeLessThan(sampleTruth.transitions.length)
    const scores = await analysis.scores({ mediaId })
    const bytes = await bytesAt(scores.url)
    expect(bytes).toHaveLength(scores.count * 10)
    const { transitions } = await analyse()
    const cut = transitions.find(({ kind }) => kind === 'cut')!
    expect(bytes.readDoubleLE(cut.frame * 8)).toBeCloseTo(cut.time.numerator / cut.time.denominator, 9)
    expect(bytes[scores.count * 8 + cut.frame]! / 255).toBeCloseTo(cut.confidence, 3)
  })

  it('says what was read scene by scene, and by which path', async () => {
    const { scenes } = await handlers().analysis.scenes({ mediaId })
    expect(scenes.length).toBeGreaterThan(2)
    expect(scenes[0]!.start).toBe(0)
    scenes.slice(1).forEach((scene, index) => expect(scene.start).toBe(scenes[index]!.end))
    for (const { direct, category, cues, emotion } of scenes) {
      for (const path of [direct, category, cues])
        expect(Math.max(Math.abs(path!.valence), Math.abs(path!.arousal))).toBeLessThanOrEqual(1)
      expect(emotion!.probability).toBeGreaterThan(1 / 7)
    }
  })
})

describe('composing for an open film', () => {
  let composed: HitpointDocument

  it('tells the plan, then every bar as it is written, in the film’s time', async () => {
    const { composition } = handlers()
    const document = await analysedDocument()
    const job = await composition.start({ projectId, document: encodeDocument(document) })
    const result = await composition.result(job)
    composed = decodeDocument(result.document)
    const planned = eventsOf<{ jobId: string; plan: Plan }>('onPlan').filter(
      ({ jobId }) => jobId === job.jobId,
    )
    expect(planned).toHaveLength(1)
    const { plan } = planned[0]!
    expect(JSON.parse(JSON.stringify(plan))).toEqual(JSON.parse(JSON.stringify(composed.composition!.plan)))
    const bars = eventsOf<WrittenBar>('onBar').filter(({ jobId }) => jobId === job.jobId)
    expect(bars.map(({ bar }) => bar)).toEqual(plan.bars.map((_, index) => index))
    for (const { bar, section, startTick, notes } of bars) {
      const { tick, length } = plan.bars[bar]!
      expect(startTick).toBe(tick)
      expect(plan.sections[section!]!.startTick).toBeLessThanOrEqual(tick)
      for (const note of notes) expect(note.tick >= tick && note.tick < tick + length).toBe(true)
    }
    expect(result.takes).toMatchObject([{ seed: 1 }])
    expect(result.takes[0]!.keptHits).toBe(
      plan.hits.filter(({ mode, kept }) => mode === 'must' && kept).length,
    )
    expect(result.takes[0]!.notes).toBeGreaterThan(100)
  })

  it('writes a range again and leaves the rest note for note', async () => {
    const { composition } = handlers()
    const request = { document: encodeDocument(composed), range: { start: 10, end: 20 } }
    const { document, takes } = await composition.result(await composition.start(request))
    expect(takes[0]!.seed).toBe(2)
    const again = decodeDocument(document).composition!
    const tempo = createTempoMap(again.plan.tempo)
    // An instrument may play in the range that plays nowhere else.
    const outside = ({ composition: each }: HitpointDocument) =>
      each!.score.tracks
        .map(({ name, notes }) => ({
          name,
          notes: notes.filter(({ start }) => tempo.secondsAt(start) < 7 || tempo.secondsAt(start) > 23),
        }))
        .filter(({ notes }) => notes.length > 0)
    expect(outside(decodeDocument(document))).toEqual(outside(composed))
    expect(again.score).not.toEqual(composed.composition!.score)
  })

  it('plans anew where cuts were edited', async () => {
    const { composition } = handlers()
    const [removed, ...transitions] = composed.transitions
    const edited = { document: encodeDocument({ ...composed, transitions }), replan: true }
    const { document } = await composition.result(await composition.start(edited))
    const hits = decodeDocument(document).composition!.plan.hits.map(({ id }) => id)
    expect(hits).not.toContain(removed!.id)
    expect(hits).toHaveLength(transitions.length)
  })

  it('stops when it is cancelled, and composes again after that', async () => {
    const { composition, jobs } = handlers()
    const job = await composition.start({ document: encodeDocument(composed), seed: 9 })
    await expect.poll(() => eventsOf<WrittenBar>('onBar').some(({ jobId }) => jobId === job.jobId)).toBe(true)
    await jobs.cancel(job)
    await expect(composition.result(job)).rejects.toMatchObject({ code: 'cancelled' })
    const next = await composition.result(
      await composition.start({ document: encodeDocument(composed), seed: 1 }),
    )
    expect(decodeDocument(next.document).composition!.score).toEqual(composed.composition!.score)
  })

  it('refuses a document whose numbers contradict each other, and one without a score to keep', async () => {
    const { composition } = handlers()
    const stored = encodeDocument(composed)
    const impossible = { ...stored, settings: { ...stored.settings, minimumTempo: 200, maximumTempo: 100 } }
    await expect(composition.result(await composition.start({ document: impossible }))).rejects.toMatchObject(
      {
        code: 'wrong-use',
      },
    )
    const { composition: _none, ...uncomposed } = stored
    const range = { start: 1, end: 2 }
    await expect(
      composition.result(await composition.start({ document: uncomposed, range })),
    ).rejects.toMatchObject({ code: 'wrong-use' })
  })

  it('lists tempo solutions, and what can be played on what', async () => {
    const { composition } = handlers()
    const solutions = await composition.solutions({ document: encodeDocument(composed) })
    expect(solutions.length).toBeGreaterThan(1)
    const { presets, model, provider } = await composition.options({})
    expect(presets.map(({ name }) => name)).toContain(composed.settings.preset)
    expect([model.name, provider]).toEqual(['composer', 'cpu'])
  })

  it('exports any formats to a chosen folder or for a download (H56)', async () => {
    const { exporting, files } = handlers()
    const document = encodeDocument(composed)
    const ask = async (wishes: Omit<Parameters<typeof exporting.start>[0], 'document' | 'projectId'>) =>
      exporting.result(await exporting.start({ document, projectId, ...wishes }))
    const [midi, markers] = await ask({ formats: ['mid', 'resolve-edl'] })
    expect([midi!.name, markers!.format]).toEqual(['sample.mid', 'resolve-edl'])
    expect((await bytesAt(midi!.url)).subarray(0, 4).toString()).toBe('MThd')
    const { folderId } = await files.list({ kinds: ['video'] })
    const { targetId } = await files.nameTarget({ folderId, kind: 'folder', name: 'hand-off' })
    const request = { formats: ['wav', 'rpp'], targetId, name: 'night', settings: { lufs: -23 } } as const
    const [wav, project] = await ask({ ...request, formats: [...request.formats] })
    const written = await readFile(join(host.folder, 'films/hand-off', wav!.name))
    expect([project!.name, written.length]).toEqual(['night.rpp', wav!.bytes])
    expect(written.subarray(0, 4).toString()).toBe('RIFF')
    await expect(ask({ formats: ['rpp'], targetId, name: 'night' })).rejects.toMatchObject({
      code: 'output-exists',
    })
    await ask({ formats: ['rpp'], targetId, name: 'night', replace: true })
    await expect(ask({ formats: ['mid'], take: 3 })).rejects.toMatchObject({ code: 'wrong-use' })
    await expect(ask({ formats: ['mid'], targetId: 'elsewhere' })).rejects.toMatchObject({
      code: 'wrong-use',
    })
  })

  it('stops the work of a project that is closed', async () => {
    const { composition, project } = handlers()
    const job = await composition.start({ projectId, document: encodeDocument(composed), seed: 5, takes: 4 })
    await project.close({ projectId })
    await expect(composition.result(job)).rejects.toMatchObject({ code: 'cancelled' })
  })
})
