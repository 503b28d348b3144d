import type { PlaybackSettings } from '../../../contract/settings'
import { portOfTrack, portPlan } from '../../../core/export/portPlan'
import type { PlaybackPlan } from '../../../core/playback/playbackPlan'
import type { HitpointDocument } from '../../../core/document/document'
import type { Session } from '../app/session'
import { isSilent, shownScore } from '../timeline/scene'

type Routed = Pick<Session, 'take' | 'mixer' | 'playback'>

/** Whether a port is chosen for anything. */
export const usesPorts = ({ port, trackPorts }: PlaybackSettings): boolean =>
  port !== null || Object.values(trackPorts).some((name) => name !== '')

/** Where click and count-in are heard: in the page where no port is there to sound them (docs/spec/click.md, C4). */
export function clickPlaces(playback: PlaybackSettings): { readonly page: boolean; readonly port: boolean } {
  const port = usesPorts(playback) && playback.clickOn !== 'page'
  return { port, page: !port || playback.clickOn === 'both' }
}

/** What the chosen ports play now; null where none is chosen or nothing is open. */
export function planOf(document: HitpointDocument | null, session: Routed): PlaybackPlan | null {
  const { playback, mixer, take } = session
  if (!document || !usesPorts(playback)) return null
  const { port } = clickPlaces(playback)
  const source = { score: shownScore(document, take), info: document.media.info }
  const routing = { ...playback, click: port && playback.click, countIn: port && playback.countIn > 0 }
  const plan = portPlan(source, routing, (id) => isSilent(id, mixer))
  return plan.parts.length > 0 || plan.sync ? plan : null
}

/** Whether the page's synthesizer leaves a track out: it is muted, or a port plays it. */
export const isSilentInPage = (
  track: { readonly id: string; readonly name: string },
  { mixer, playback }: Routed,
): boolean => isSilent(track.id, mixer) || portOfTrack(track, playback) !== null
