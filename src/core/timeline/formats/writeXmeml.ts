import { printXml, xml, xmlText, type XmlElement } from '../../base/xml'
import { nominalFramesPerSecond } from '../../time/timecode'
import {
  blackSource,
  endFrame,
  labelAt,
  type EditorMedia,
  type EditorShot,
  type EditorTimeline,
} from './editorTimeline'

const transitionNames = {
  dissolve: 'Cross Dissolve',
  fade: 'Fade In Fade Out Dissolve',
  wipe: 'Edge Wipe',
  dip: 'Dip to Color Dissolve',
} as const

const rate = ({ frameRate }: EditorTimeline): XmlElement =>
  xml('rate', {}, [
    xmlText('timebase', nominalFramesPerSecond(frameRate)),
    xmlText('ntsc', frameRate.denominator === 1001 ? 'TRUE' : 'FALSE'),
  ])

const timecode = (timeline: EditorTimeline): XmlElement =>
  xml('timecode', {}, [
    rate(timeline),
    xmlText('string', labelAt(timeline, 0)),
    xmlText('frame', timeline.startFrame),
    xmlText('displayformat', timeline.dropFrame ? 'DF' : 'NDF'),
  ])

const size = ({ width, height }: EditorMedia): XmlElement =>
  xml('samplecharacteristics', {}, [xmlText('width', width), xmlText('height', height)])

function file(timeline: EditorTimeline, film: EditorMedia): XmlElement {
  const sound =
    film.audioChannels > 0
      ? [
          xml('audio', {}, [
            xml('samplecharacteristics', {}, [
              xmlText('depth', 16),
              xmlText('samplerate', Math.round(film.sampleRate)),
            ]),
            xmlText('channelcount', film.audioChannels),
          ]),
        ]
      : []
  return xml('file', { id: 'file-1' }, [
    xmlText('name', film.name),
    xmlText('pathurl', film.url),
    rate(timeline),
    xmlText('duration', film.frames),
    timecode(timeline),
    xml('media', {}, [xml('video', {}, [size(film)]), ...sound]),
  ])
}

const overlap = ({ transition }: EditorShot): number => (transition ? transition.end - transition.start : 0)

/**
 * A clip. Where a transition begins or ends it, `start` or `end` is -1 and `in` or `out` reach to the far side of the
 * transition, as Final Cut 7 has it.
 */
function clipItem(timeline: EditorTimeline, film: EditorMedia, index: number): XmlElement {
  const shot = timeline.shots[index]!
  const next = timeline.shots[index + 1]
  const sourceStart = (shot.sourceStart ?? timeline.startFrame + shot.start) - timeline.startFrame
  const first = overlap(shot) > 0 ? shot.transition!.start : shot.start
  const last = next && overlap(next) > 0 ? next.transition!.end : shot.end
  return xml('clipitem', { id: `clip-${index + 1}` }, [
    xmlText('name', shot.name),
    xmlText('duration', film.frames),
    rate(timeline),
    xmlText('in', sourceStart + (first - shot.start)),
    xmlText('out', sourceStart + (last - shot.start)),
    xmlText('start', overlap(shot) > 0 ? -1 : shot.start),
    xmlText('end', next && overlap(next) > 0 ? -1 : shot.end),
    index === 0 ? file(timeline, film) : xml('file', { id: 'file-1' }),
  ])
}

function transitionItem(timeline: EditorTimeline, { transition }: EditorShot): XmlElement {
  const { kind, start, end } = transition!
  return xml('transitionitem', {}, [
    rate(timeline),
    xmlText('start', start),
    xmlText('end', end),
    xmlText('alignment', 'center'),
    xml('effect', {}, [
      xmlText('name', transitionNames[kind]),
      xmlText('effectid', transitionNames[kind]),
      xmlText('effecttype', 'transition'),
      xmlText('mediatype', 'video'),
    ]),
  ])
}

const markerElements = ({ markers }: EditorTimeline): XmlElement[] =>
  markers.map(({ name, note, start, duration }) =>
    xml('marker', {}, [
      xmlText('name', name),
      xmlText('comment', note),
      xmlText('in', start),
      xmlText('out', duration > 1 ? start + duration : -1),
    ]),
  )

/**
 * Final Cut Pro 7's interchange format, version 4, by which Premiere takes markers: docs/spec/editor-formats.md, F7. One
 * sequence with one video track; frames of the sequence throughout.
 */
export function writeXmeml(timeline: EditorTimeline, film: EditorMedia): string {
  const track = timeline.shots.flatMap((shot, index) => {
    const items = shot.source === blackSource ? [] : [clipItem(timeline, film, index)]
    return overlap(shot) > 0 ? [transitionItem(timeline, shot), ...items] : items
  })
  const sequence = xml('sequence', { id: 'sequence-1' }, [
    xmlText('name', timeline.title),
    xmlText('duration', endFrame(timeline)),
    rate(timeline),
    timecode(timeline),
    xml('media', {}, [xml('video', {}, [xml('format', {}, [size(film)]), xml('track', {}, track)])]),
    ...markerElements(timeline),
  ])
  return printXml(xml('xmeml', { version: '4' }, [sequence]), 'xmeml')
}
