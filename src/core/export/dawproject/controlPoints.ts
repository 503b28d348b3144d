import { xml, type XmlElement } from '../../base/xml'
import type { ControlChange, Track } from '../../music/score'
import type { TickRange } from '../scoreRange'
import { beats } from './musicTime'

/** The controller's value at the range's start, then its changes; in beats from the start. */
function pointsIn(changes: readonly ControlChange[], { startTick, endTick }: TickRange): ControlChange[] {
  const inForce = changes.findLast((change) => change.tick <= startTick)
  const inside = changes.filter((change) => change.tick > startTick && change.tick < endTick)
  return [...(inForce ? [{ ...inForce, tick: startTick }] : []), ...inside]
}

/** One lane for each controller that a track uses in a range: MIDI controllers, 0..1, held from point to point. */
export function controlPoints(track: Track, range: TickRange): XmlElement[] {
  const numbers = [...new Set(track.controls.map((change) => change.controller))].sort((a, b) => a - b)
  return numbers.flatMap((controller) => {
    const own = track.controls.filter((change) => change.controller === controller)
    const points = pointsIn(own, range)
    if (points.length === 0) return []
    return [
      xml('Points', { unit: 'normalized' }, [
        xml('Target', { expression: 'channelController', channel: track.channel, controller }),
        ...points.map(({ tick, value }) =>
          xml('RealPoint', {
            time: beats(tick - range.startTick),
            value: Math.max(0, Math.min(127, value)) / 127,
            interpolation: 'hold',
          }),
        ),
      ]),
    ]
  })
}

/** The General MIDI program at a clip's start. */
export const programPoints = ({ channel, program }: Track): XmlElement =>
  xml('Points', {}, [
    xml('Target', { expression: 'programChange', channel }),
    xml('IntegerPoint', { time: 0, value: program }),
  ])
