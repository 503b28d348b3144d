import { defaultMixer, gainOf, withVolumes, type Mixer } from '../../../core/document/mixer'
import type { HitpointDocument } from '../../../core/document/document'
import { isTrackLocked, lockTrack, unlockTrack } from '../../../core/document/trackLocks'
import type { Editor } from './editor'

/** The mixer of what is open. */
export const mixerOf = (document: HitpointDocument | null): Mixer => document?.mixer ?? defaultMixer

/** Factor of amplitude of the film's own sound, 0 to 1. */
export function filmGain(document: HitpointDocument | null): number {
  const { filmMuted, filmLevel } = mixerOf(document)
  return filmMuted ? 0 : gainOf(filmLevel)
}

const toggled = (list: readonly string[], id: string): readonly string[] =>
  list.includes(id) ? list.filter((each) => each !== id) : [...list, id]

/** Changes the mixer of the project. */
export const setMixer = (editor: Editor, label: string, change: Partial<Mixer>): void =>
  editor.edit(label, (document) => ({ ...document, mixer: { ...mixerOf(document), ...change } }))

/** Mutes or solos a track, or takes that back. */
export const toggleTrack = (editor: Editor, what: 'muted' | 'solo', id: string): void =>
  setMixer(editor, what === 'muted' ? 'Mute track' : 'Solo track', {
    [what]: toggled(mixerOf(editor.document.get())[what], id),
  })

/** Sets a track's volume (CC 7) in the score and its takes: it is exported with them, and composing again keeps it. */
export function setTrackVolume(editor: Editor, id: string, volume: number): void {
  editor.edit('Track volume', (document) => {
    const { composition } = document
    if (!composition) return document
    const before = mixerOf(document)
    const mixer = { ...before, volumes: { ...before.volumes, [id]: volume } }
    return { ...document, mixer, composition: withVolumes(composition, mixer) }
  })
}

/** Keeps a track through every regeneration, or lets it go. */
export function toggleLockedTrack(editor: Editor, id: string): void {
  editor.edit('Keep track', (document) => {
    const { composition } = document
    if (!composition) return document
    const change = isTrackLocked(composition, id) ? unlockTrack : lockTrack
    return { ...document, composition: change(composition, id) }
  })
}
