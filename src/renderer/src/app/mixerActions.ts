import type { Editor } from './editor'
import type { Mixer } from './session'

const without = (list: readonly string[], id: string): readonly string[] => list.filter((each) => each !== id)

export const setMixer = (editor: Editor, change: Partial<Mixer>): void =>
  editor.set({ mixer: { ...editor.session.get().mixer, ...change } })

/** Mutes or solos a track, or takes that back. */
export function toggleTrack(editor: Editor, what: 'muted' | 'solo', id: string): void {
  const list = editor.session.get().mixer[what]
  setMixer(editor, { [what]: list.includes(id) ? without(list, id) : [...list, id] })
}

/** Sets a track's volume (CC 7) in the score itself: it is exported with it. */
export function setTrackVolume(editor: Editor, id: string, volume: number): void {
  editor.edit('Track volume', (document) => {
    const { composition } = document
    if (!composition) return document
    const tracks = composition.score.tracks.map((track) => (track.id === id ? { ...track, volume } : track))
    return { ...document, composition: { ...composition, score: { ...composition.score, tracks } } }
  })
}

/** Keeps a track through every regeneration, or lets it go. */
export function toggleLockedTrack(editor: Editor, id: string): void {
  const { lockedTracks } = editor.session.get()
  editor.set({ lockedTracks: lockedTracks.includes(id) ? without(lockedTracks, id) : [...lockedTracks, id] })
}
