import type { PlaybackSettings } from '../../../contract/settings'
import { usualDucking } from '../../../core/playback/ducking'
import type { Editor } from '../app/editor'

export const setPlayback = (editor: Editor, change: Partial<PlaybackSettings>): void =>
  editor.set({ playback: { ...editor.session.get().playback, ...change } })

export const toggleClick = (editor: Editor): void =>
  setPlayback(editor, { click: !editor.session.get().playback.click })

/** None, one bar, two bars, none. */
export const nextCountIn = (editor: Editor): void =>
  setPlayback(editor, { countIn: (editor.session.get().playback.countIn + 1) % 3 })

export const toggleDucking = (editor: Editor): void =>
  setPlayback(editor, { ducking: editor.session.get().playback.ducking > 0 ? 0 : usualDucking })

/** Gives a track a port of its own: empty for the page's synthesizer, null for the port of all tracks. */
export function setTrackPort(editor: Editor, name: string, port: string | null): void {
  const { [name]: _before, ...others } = editor.session.get().playback.trackPorts
  setPlayback(editor, { trackPorts: port === null ? others : { ...others, [name]: port } })
}
