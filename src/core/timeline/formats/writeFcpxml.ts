import { printXml, xml, type XmlElement } from '../../base/xml'
import type { Rational } from '../../time/rational'
import {
  blackSource,
  endFrame,
  secondsOfFrames,
  type EditorMarker,
  type EditorMedia,
  type EditorShot,
  type EditorTimeline,
} from './editorTimeline'

/** A time as FCPXML writes it: exact rational seconds, `1001/30000s` or `5s`. */
export const fcpTime = ({ numerator, denominator }: Rational): string =>
  denominator === 1 ? `${numerator}s` : `${numerator}/${denominator}s`

const transitionNames = { dissolve: 'Cross Dissolve', fade: 'Fade', wipe: 'Wipe', dip: 'Dip' } as const

/** The file as a resource; since 1.9 its place stands in a media-rep. */
function asset({ startFrame, frameRate }: EditorTimeline, film: EditorMedia): XmlElement {
  const hasSound = film.audioChannels > 0
  return xml(
    'asset',
    {
      id: 'r2',
      name: film.name,
      start: fcpTime(secondsOfFrames(startFrame, frameRate)),
      duration: fcpTime(secondsOfFrames(film.frames, frameRate)),
      hasVideo: '1',
      format: 'r1',
      ...(hasSound && {
        hasAudio: '1',
        audioSources: '1',
        audioChannels: film.audioChannels,
        audioRate: Math.round(film.sampleRate),
      }),
    },
    [xml('media-rep', { kind: 'original-media', src: film.url })],
  )
}

/** A clip of the spine. Its own clock is the source's, which for the film is the timeline's. */
function clip(timeline: EditorTimeline, shot: EditorShot, markers: readonly EditorMarker[]): XmlElement {
  const { startFrame, frameRate, dropFrame } = timeline
  const time = (frames: number): string => fcpTime(secondsOfFrames(frames, frameRate))
  const sourceStart = shot.sourceStart ?? startFrame + shot.start
  const own = markers.map(({ start, duration, name, note }) =>
    xml('marker', {
      start: time(sourceStart + (start - shot.start)),
      duration: time(duration),
      value: name,
      ...(note !== '' && { note }),
    }),
  )
  const place = {
    offset: time(startFrame + shot.start),
    name: shot.name,
    start: time(sourceStart),
    duration: time(shot.end - shot.start),
  }
  if (shot.source === blackSource) return xml('gap', place, own)
  return xml('asset-clip', { ref: 'r2', ...place, tcFormat: dropFrame ? 'DF' : 'NDF' }, own)
}

function spine(timeline: EditorTimeline): XmlElement[] {
  const { shots, markers, startFrame, frameRate } = timeline
  return shots.flatMap((shot, index) => {
    const isLast = index === shots.length - 1
    const own = markers.filter(({ start }) => start >= shot.start && (start < shot.end || isLast))
    const { transition } = shot
    const elements = [clip(timeline, shot, own)]
    if (!transition || transition.end <= transition.start) return elements
    return [
      xml('transition', {
        name: transitionNames[transition.kind],
        offset: fcpTime(secondsOfFrames(startFrame + transition.start, frameRate)),
        duration: fcpTime(secondsOfFrames(transition.end - transition.start, frameRate)),
      }),
      ...elements,
    ]
  })
}

/**
 * FCPXML 1.9, the version that Final Cut 10.4.9 and later and Resolve read: docs/spec/editor-formats.md, F6. One sequence,
 * clips of the film one after the other, transitions over their borders, markers in the clips.
 */
export function writeFcpxml(timeline: EditorTimeline, film: EditorMedia): string {
  const { title, frameRate, startFrame, dropFrame } = timeline
  const sequence = xml(
    'sequence',
    {
      format: 'r1',
      duration: fcpTime(secondsOfFrames(endFrame(timeline), frameRate)),
      tcStart: fcpTime(secondsOfFrames(startFrame, frameRate)),
      tcFormat: dropFrame ? 'DF' : 'NDF',
    },
    [xml('spine', {}, spine(timeline))],
  )
  const root = xml('fcpxml', { version: '1.9' }, [
    xml('resources', {}, [
      xml('format', {
        id: 'r1',
        frameDuration: fcpTime(secondsOfFrames(1, frameRate)),
        width: film.width,
        height: film.height,
      }),
      asset(timeline, film),
    ]),
    xml('library', {}, [xml('event', { name: title }, [xml('project', { name: title }, [sequence])])]),
  ])
  return printXml(root, 'fcpxml')
}
