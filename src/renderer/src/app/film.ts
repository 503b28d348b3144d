import type { MediaSource } from '../../../contract/media'
import { readAnalysed } from './analysing'
import type { Editor } from './editor'

/** Goes on with another video file as the project's film; what was known of the one before is forgotten. */
export function changeFilm(editor: Editor, mediaId: string | null): void {
  const { project } = editor.session.get()
  if (!project) return
  const unknown = { facts: null, source: null, analysis: null, waveform: null, scores: null, scenes: null }
  editor.set({ ...unknown, project: { ...project, mediaId, mediaProblem: null } })
  if (mediaId === null) return
  showFilm(editor, mediaId)
  // An analysis that was kept of it, if there is one.
  void readAnalysed(editor, mediaId).catch(() => undefined)
}

/** Loads what is shown and heard of a film: facts, something to play, its waveform. Troubles of one leave the others. */
export function showFilm(editor: Editor, mediaId: string): void {
  const { client, notices } = editor
  const isShown = (): boolean => editor.session.get().project?.mediaId === mediaId
  notices.guard(async () => {
    const facts = await client.media.facts({ mediaId })
    if (!isShown()) return
    editor.set({ facts })
    if (facts.audioTracks.length > 0) await readWaveform(editor, mediaId, isShown)
  })
  notices.guard(async () => {
    const source = await client.media.source({ mediaId })
    if (isShown()) editor.set({ source })
    if (source.playable === 'no') await useProxy(editor, mediaId)
  })
}

/** Makes a copy of the film that Chromium plays, and plays that. */
export async function useProxy(editor: Editor, mediaId: string): Promise<MediaSource> {
  const { jobId } = await editor.client.media.makeProxy({ mediaId })
  const source = await editor.client.media.proxyResult({ jobId })
  if (editor.session.get().project?.mediaId === mediaId) editor.set({ source })
  return source
}

async function readWaveform(editor: Editor, mediaId: string, isShown: () => boolean): Promise<void> {
  const { jobId } = await editor.client.media.readWaveform({ mediaId })
  const { url, count, peaksPerSecond, startSeconds } = await editor.client.media.waveformResult({ jobId })
  const bytes = await (await fetch(url)).arrayBuffer()
  if (!isShown() || bytes.byteLength < 2 * count) return
  editor.set({
    waveform: {
      high: new Int8Array(bytes, 0, count),
      low: new Int8Array(bytes, count, count),
      peaksPerSecond,
      startSeconds,
    },
  })
}
