import type { AnalysisResult } from '../../../contract/analysis'
import type { HitpointDocument } from '../../../core/document/document'
import { scorePeaks } from '../../../core/timeline/scorePeaks'
import { defaultDetection, withDetected } from './cutActions'
import type { Editor } from './editor'
import type { Journal } from './journal'

const detectionOf = (document: HitpointDocument | null) => document?.detection ?? defaultDetection

/** The thresholds of a document, as the host takes them. */
const thresholds = ({
  threshold,
  minimumShot,
}: {
  readonly threshold: number
  readonly minimumShot: number
}) => ({
  leastCutConfidence: threshold,
  leastGradualConfidence: threshold,
  minimumShot,
})

/** Puts an analysis into a document: what was made by hand stays, an untouched curve becomes the detected one. */
export function withAnalysis(document: HitpointDocument, result: AnalysisResult): HitpointDocument {
  const untouched = document.curve === document.detectedCurve || document.curve.points.length === 0
  const detected = withDetected(document, result.transitions, detectionOf(document))
  return {
    ...document,
    media: { ...document.media, info: result.info },
    transitions: detected.transitions,
    detectedCurve: result.detectedCurve,
    curve: untouched ? result.detectedCurve : document.curve,
  }
}

/** Analyses the open film and fills the document. The first analysis of a film is no step of the history. */
export async function analyse(editor: Editor, journal: Journal, audioTrack?: number): Promise<void> {
  const { project } = editor.session.get()
  if (!project?.mediaId) return
  const { mediaId } = project
  const detection = thresholds(detectionOf(editor.document.get()))
  const { jobId } = await editor.client.analysis.start({
    mediaId,
    detection,
    ...(audioTrack !== undefined && { audioTrack }),
  })
  const result = await editor.client.analysis.result({ jobId })
  const document = editor.document.get()
  if (editor.session.get().project?.mediaId !== mediaId || !document) return
  editor.set({ analysis: { audioTrack: result.audioTrack, warnings: result.warnings } })
  const analysed = withAnalysis(document, result)
  const isFirst = document.transitions.length === 0 && document.curve.points.length === 0
  if (isFirst) {
    editor.document.open(analysed)
    journal.opened(project.projectId, true)
    editor.view.fit()
  } else editor.edit('Analyse', (now) => withAnalysis(now, result))
  await readAnalysed(editor, mediaId, audioTrack)
}

/** Reads what the analysis kept: how likely a cut is at every picture (drawn in the cut lane, what cuts snap to), and the scenes. */
export async function readAnalysed(editor: Editor, mediaId: string, audioTrack?: number): Promise<void> {
  const analysed = { mediaId, ...(audioTrack !== undefined && { audioTrack }) }
  const [{ url, count }, { scenes }] = await Promise.all([
    editor.client.analysis.scores(analysed),
    editor.client.analysis.scenes(analysed),
  ])
  const bytes = await (await fetch(url)).arrayBuffer()
  if (editor.session.get().project?.mediaId !== mediaId || bytes.byteLength < 10 * count) return
  const cut = new Uint8Array(bytes, 8 * count, count)
  editor.set({
    scenes,
    scores: {
      times: new Float64Array(bytes, 0, count),
      cut,
      gradual: new Uint8Array(bytes, 9 * count, count),
      peaks: scorePeaks(cut),
    },
  })
}

/** Follows a slider: asks for the transitions of the newest thresholds, one question at a time. */
export function createDetection(editor: Editor): (threshold: number, minimumShot: number) => void {
  let wanted: { readonly threshold: number; readonly minimumShot: number } | null = null
  let isAsking = false
  const next = async (): Promise<void> => {
    const mediaId = editor.session.get().project?.mediaId
    const settings = wanted
    if (isAsking || !settings || !mediaId) return
    isAsking = true
    wanted = null
    try {
      const { transitions } = await editor.client.analysis.detect({
        mediaId,
        detection: thresholds(settings),
      })
      editor.edit('Threshold', (document) => withDetected(document, transitions, settings))
    } catch (error) {
      editor.notices.failed(error)
    } finally {
      isAsking = false
      void next()
    }
  }
  return (threshold, minimumShot) => {
    wanted = { threshold, minimumShot }
    editor.edit('Threshold', (document) => ({
      ...document,
      detection: { ...detectionOf(document), threshold, minimumShot },
    }))
    void next()
  }
}
