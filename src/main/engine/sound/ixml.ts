import { xml, xmlText, printXml } from '../../../core/base/xml'
import type { Rational } from '../../../core/time/rational'
import { wavBitDepth } from './wavFormat'

/** What an iXML chunk tells recorders, DAWs and editors. */
export interface ProductionFacts {
  /** Of the film. */
  readonly project: string
  /** Of the cue; absent for the film or a range of it. */
  readonly scene?: string | undefined
  /** The part: the mix, or a track's name. */
  readonly part: string
  /**
   * How the film counts. Absent where it has no rate that timecode can count: an editor that believes another rate than its
   * own plays the file faster or slower.
   */
  readonly timecode?: { readonly frameRate: Rational; readonly dropFrame: boolean } | undefined
}

function speed(facts: ProductionFacts, timeReference: number, sampleRate: number) {
  const place = Math.max(0, Math.round(timeReference))
  const { frameRate, dropFrame } = facts.timecode ?? {}
  const rate = frameRate && `${frameRate.numerator}/${frameRate.denominator}`
  const counted = rate === undefined ? [] : ['MASTER_SPEED', 'CURRENT_SPEED', 'TIMECODE_RATE']
  return xml('SPEED', {}, [
    ...counted.map((name) => xmlText(name, rate!)),
    ...(rate === undefined ? [] : [xmlText('TIMECODE_FLAG', dropFrame ? 'DF' : 'NDF')]),
    xmlText('FILE_SAMPLE_RATE', sampleRate),
    xmlText('AUDIO_BIT_DEPTH', wavBitDepth),
    xmlText('DIGITIZER_SAMPLE_RATE', sampleRate),
    xmlText('TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI', Math.floor(place / 2 ** 32)),
    xmlText('TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO', place % 2 ** 32),
    xmlText('TIMESTAMP_SAMPLE_RATE', sampleRate),
  ])
}

const track = (index: number, part: string, side: string) =>
  xml('TRACK', {}, [
    xmlText('CHANNEL_INDEX', index),
    xmlText('INTERLEAVE_INDEX', index),
    xmlText('NAME', `${part} ${side[0]}`),
    xmlText('FUNCTION', side),
  ])

/**
 * Content of an `iXML` chunk (iXML specification 1.61, gallery.co.uk/ixml): film, cue, part, timecode rate, and the place that
 * `bext` tells too. Of even length, as RIFF has chunks.
 */
export function ixmlContent(facts: ProductionFacts, timeReference: number, sampleRate: number): Uint8Array {
  const root = xml('BWFXML', {}, [
    xmlText('IXML_VERSION', '1.61'),
    xmlText('PROJECT', facts.project),
    ...(facts.scene === undefined ? [] : [xmlText('SCENE', facts.scene)]),
    xmlText('NOTE', facts.part),
    speed(facts, timeReference, sampleRate),
    xml('TRACK_LIST', {}, [
      xmlText('TRACK_COUNT', 2),
      track(1, facts.part, 'LEFT'),
      track(2, facts.part, 'RIGHT'),
    ]),
  ])
  const bytes = Buffer.from(printXml(root), 'utf8')
  return bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.from('\n')])
}
