import { xml, xmlText, type XmlElement } from '../../base/xml'
import { defaultMixer, silentTracks } from '../../document/mixer'
import type { PlannedCue } from '../../music/plan'
import type { Score, Track } from '../../music/score'
import { rationalToNumber } from '../../time/rational'
import { compositionOf, startTimecodeOf, type ExportOptions, type ExportSource } from '../exportSource'
import { chosenMarkers } from '../midiFile'
import { separateNotes } from '../separateNotes'
import { clipRanges, type ClipRange } from '../clipRanges'
import { beats, bpm } from './musicTime'
import { controlPoints, programPoints } from './controlPoints'
import { audioLanes, audioTracks, videoLane, videoTrack } from './mediaTracks'

const markerColours = { section: '#4a7ebb', cut: '#c0504d', chord: '#7f7f7f' } as const

/** A real parameter such as a fader: 0..1 or 0..2 by unit. */
const parameter = (name: string, id: string, unit: string, value: number, range: readonly [number, number]) =>
  xml(name, { max: range[1], min: range[0], unit, value, id, name })

/** CC 7 as gain: 40 log10(value / 127) dB, as the General MIDI 1 Developer Guidelines recommend. */
const gainOf = (volume: number): number => (volume / 127) ** 2

function scoreTrack(track: Track, index: number, isMuted: boolean): XmlElement {
  const id = `track-${index + 1}`
  return xml(
    'Track',
    {
      contentType: 'notes',
      loaded: true,
      id,
      name: track.name,
      comment:
        track.channel === 9
          ? 'General MIDI percussion, channel 10'
          : `General MIDI program ${track.program + 1}, channel ${track.channel + 1}`,
    },
    [
      xml(
        'Channel',
        {
          audioChannels: 2,
          destination: 'master-channel',
          role: 'regular',
          solo: false,
          id: `${id}-channel`,
        },
        [
          xml('Mute', { value: isMuted, id: `${id}-mute`, name: 'Mute' }),
          parameter('Pan', `${id}-pan`, 'normalized', track.pan / 127, [0, 1]),
          parameter('Volume', `${id}-volume`, 'linear', gainOf(track.volume), [0, 2]),
        ],
      ),
    ],
  )
}

const masterTrack = (): XmlElement =>
  xml('Track', { contentType: 'audio notes', loaded: true, id: 'master', name: 'Master' }, [
    xml('Channel', { audioChannels: 2, role: 'master', solo: false, id: 'master-channel' }, [
      parameter('Volume', 'master-volume', 'linear', 1, [0, 2]),
    ]),
  ])

/** One clip of a track: its notes, controllers and program, in beats from the clip's start. */
function clip(track: Track, score: Score, cue: ClipRange): XmlElement | null {
  const { startTick, endTick } = cue
  const notes = separateNotes(track.notes, score.endTick).filter(
    ({ start }) => start >= startTick && start < endTick,
  )
  if (notes.length === 0) return null
  const duration = Math.max(endTick, ...notes.map((note) => note.start + note.duration)) - startTick
  return xml(
    'Clip',
    {
      time: beats(startTick),
      duration: beats(duration),
      contentTimeUnit: 'beats',
      playStart: 0,
      name: cue.name,
    },
    [
      xml('Lanes', {}, [
        xml(
          'Notes',
          {},
          notes.map(({ start, duration, pitch, velocity }) =>
            xml('Note', {
              time: beats(start - startTick),
              duration: beats(duration),
              channel: track.channel,
              key: pitch,
              vel: Math.max(1, Math.min(127, velocity)) / 127,
            }),
          ),
        ),
        programPoints(track),
        ...controlPoints(track, cue),
      ]),
    ],
  )
}

function trackLanes(score: Score, cues: readonly PlannedCue[]): XmlElement[] {
  return score.tracks.map((track, index) => {
    const clips = clipRanges(score, cues).flatMap((cue) => clip(track, score, cue) ?? [])
    const id = `track-${index + 1}`
    return xml('Lanes', { track: id, id: `${id}-lanes` }, [xml('Clips', { id: `${id}-clips` }, clips)])
  })
}

function tempoAutomation(score: Score): XmlElement {
  return xml('TempoAutomation', { unit: 'bpm', timeUnit: 'beats', id: 'tempo-automation' }, [
    xml('Target', { parameter: 'tempo' }),
    ...score.tempo.map(({ tick, microsecondsPerQuarter }) =>
      xml('RealPoint', { time: beats(tick), value: bpm(microsecondsPerQuarter), interpolation: 'hold' }),
    ),
  ])
}

function metreAutomation(score: Score): XmlElement {
  return xml('TimeSignatureAutomation', { timeUnit: 'beats', id: 'metre-automation' }, [
    xml('Target', { parameter: 'metre' }),
    ...score.metre.map(({ tick, numerator, denominator }) =>
      xml('TimeSignaturePoint', { time: beats(tick), numerator, denominator }),
    ),
  ])
}

/** Markers of each chosen kind; the schema wants at least one, so there is no element without any. */
function markers(score: Score, options: ExportOptions): XmlElement[] {
  const none = { cuts: false, sections: false, chords: false }
  const ofKind = (kind: 'sections' | 'cuts' | 'chords', colour: string) =>
    options.markers[kind]
      ? chosenMarkers(score, { ...none, [kind]: true }).map(({ tick, text }) => ({ tick, text, colour }))
      : []
  const all = [
    ...ofKind('sections', markerColours.section),
    ...ofKind('cuts', markerColours.cut),
    ...ofKind('chords', markerColours.chord),
  ].sort((a, b) => a.tick - b.tick)
  if (all.length === 0) return []
  return [
    xml(
      'Markers',
      { timeUnit: 'beats', id: 'markers' },
      all.map(({ tick, text, colour }) => xml('Marker', { time: beats(tick), name: text, color: colour })),
    ),
  ]
}

function transport(score: Score): XmlElement {
  const rates = score.tempo.map(({ microsecondsPerQuarter }) => bpm(microsecondsPerQuarter))
  const metre = score.metre[0] ?? { numerator: 4, denominator: 4 }
  return xml('Transport', {}, [
    // Bitwig's own range; a tempo outside of it widens it.
    parameter('Tempo', 'tempo', 'bpm', rates[0]!, [Math.min(20, ...rates), Math.max(666, ...rates)]),
    xml('TimeSignature', {
      numerator: metre.numerator,
      denominator: metre.denominator,
      id: 'metre',
      name: 'Time signature',
    }),
  ])
}

/**
 * The `project.xml` of a DAWproject: docs/spec/dawproject.md, W2 to W10. Time is in quarter notes, except for what the
 * picture and sound files have, which is in seconds. Throws Failure `wrong-use` for a project without a score.
 */
export function projectXml(source: ExportSource, score: Score, options: ExportOptions): XmlElement {
  const { plan } = compositionOf(source)
  const silent = silentTracks(score, source.document.mixer ?? defaultMixer)
  return xml('Project', { version: '1.0' }, [
    xml('Application', { name: 'Hitpoint', version: source.version }),
    transport(score),
    xml('Structure', {}, [
      ...score.tracks.map((track, index) => scoreTrack(track, index, silent.has(track.id))),
      ...audioTracks(source.audio ?? []),
      videoTrack(source.title),
      masterTrack(),
    ]),
    xml('Arrangement', { id: 'arrangement' }, [
      xml('Lanes', { timeUnit: 'beats', id: 'arrangement-lanes' }, [
        ...trackLanes(score, plan.cues),
        ...audioLanes(source.audio ?? []),
        videoLane(source),
      ]),
      ...markers(score, options),
      tempoAutomation(score),
      metreAutomation(score),
    ]),
  ])
}

/** The `metadata.xml`: title and, as a comment, what the picture is. */
export function metadataXml(source: ExportSource, options: ExportOptions): XmlElement {
  const { frameRate } = source.document.media.info
  const timecode = startTimecodeOf(source, options)
  const rate = Number(rationalToNumber(frameRate).toFixed(3))
  return xml('MetaData', {}, [
    xmlText('Title', source.title),
    xmlText(
      'Comment',
      `Scored by Hitpoint ${source.version}. Beat 0 is the first picture${timecode === undefined ? '' : `, ${timecode}`}, at ${rate} frames per second.`,
    ),
  ])
}
