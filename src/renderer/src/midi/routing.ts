import type { PlaybackSettings } from '../../../contract/settings'
import { portOfTrack, portPlan } from '../../../core/export/portPlan'
import type { PlaybackPlan } from '../../../core/playback/playbackPlan'
import type { HitpointDocument } from '../../../core/document/document'
import type { Session } from '../app/session'
import { mixerOf } from '../app/mixerActions'
import { silentTracks } from '../../../core/document/mixer'
import type { Score } from '../../../core/music/score'
import { shownScore } from '../timeline/scene'

type Routed = Pick<Session, 'take' | 'playback'>

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
  const { playback, take } = session
  if (!document || !usesPorts(playback)) return null
  const { port } = clickPlaces(playback)
  const score = shownScore(document, take)
  const source = { score, info: document.media.info }
  const silent = score ? silentTracks(score, mixerOf(document)) : new Set<string>()
  const routing = { ...playback, click: port && playback.click, countIn: port && playback.countIn > 0 }
  const plan = portPlan(source, routing, (id) => silent.has(id))
  return plan.parts.length > 0 || plan.sync ? plan : null
}

/** Ids of the tracks that the page's synthesizer leaves out: muted, beside a solo track, or played by a port. */
export function silentInPage(
  score: Score,
  document: HitpointDocument | null,
  playback: PlaybackSettings,
): ReadonlySet<string> {
  const onPorts = score.tracks.filter((track) => portOfTrack(track, playback) !== null)
  return new Set([...silentTracks(score, mixerOf(document)), ...onPorts.map(({ id }) => id)])
}
