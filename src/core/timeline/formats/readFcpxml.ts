import { childOf, childrenOf, descendantsOf, type XmlElement } from '../../base/xml'
import {
  addRational,
  divideRational,
  rational,
  rationalToNumber,
  subtractRational,
  zero,
  type Rational,
} from '../../time/rational'
import {
  blackSource,
  isTimecodeRate,
  withoutGaps,
  type EditorMarker,
  type EditorShot,
  type EditorTimeline,
  type EditorTransition,
} from './editorTimeline'
import { kindOfName } from './transitionNames'

/** A time such as `1001/30000s`, `5s` or `0.5s`; zero when absent. */
function timeOf(text: string | undefined, what: string): Rational {
  if (text === undefined) return zero
  const match = /^(-?\d+)(?:\/(\d+))?s$/u.exec(text.trim())
  if (match && match[2] !== '0') return rational(Number(match[1]), Number(match[2] ?? 1))
  const decimal = /^(-?\d+)\.(\d{1,9})s$/u.exec(text.trim())
  if (decimal) return rational(Number(`${decimal[1]}${decimal[2]}`), 10 ** decimal[2]!.length)
  throw new SyntaxError(`the ${what} “${text}” is no time of FCPXML`)
}

/** Elements of a spine that show pictures. */
const clips = new Set([
  'asset-clip',
  'clip',
  'video',
  'ref-clip',
  'sync-clip',
  'mc-clip',
  'title',
  'audition',
])

class SpineReader {
  readonly shots: EditorShot[] = []
  readonly markers: EditorMarker[] = []
  private transition: EditorTransition | null = null

  constructor(
    private readonly frameRate: Rational,
    private readonly start: Rational,
    private readonly names: ReadonlyMap<string, string>,
  ) {}

  read(spine: XmlElement): void {
    let position = this.start
    for (const child of spine.children) {
      if (typeof child === 'string') continue
      const element = child.name === 'audition' ? firstClip(child) : child
      if (!element) continue
      if (element.name === 'transition') this.readTransition(element)
      else if (clips.has(element.name) || element.name === 'gap') {
        const { offset } = child.attributes
        const begins = offset === undefined ? position : timeOf(offset, 'offset')
        position = this.readClip(element, begins)
      }
    }
  }

  /** Frames of the timeline from its start; times between pictures go to the nearest one. */
  private frames(time: Rational): number {
    return Math.round(rationalToNumber(divideRational(time, this.frameDuration)))
  }

  private get frameDuration(): Rational {
    return divideRational(rational(1), this.frameRate)
  }

  private readTransition({ attributes }: XmlElement): void {
    const start = subtractRational(timeOf(attributes.offset, 'offset'), this.start)
    const end = addRational(start, timeOf(attributes.duration, 'duration'))
    const kind = kindOfName(attributes.name ?? '')
    this.transition = { kind, start: this.frames(start), end: this.frames(end) }
  }

  /** Adds a clip; returns where it ends. */
  private readClip(element: XmlElement, offset: Rational): Rational {
    const { attributes } = element
    const begins = subtractRational(offset, this.start)
    const ends = addRational(begins, timeOf(attributes.duration, 'duration'))
    const start = timeOf(attributes.start, 'start')
    const isGap = element.name === 'gap'
    const name = attributes.name ?? 'Clip'
    this.shots.push({
      name: isGap ? 'Black' : name,
      source: isGap ? blackSource : (this.names.get(attributes.ref ?? '') ?? name),
      start: this.frames(begins),
      end: this.frames(ends),
      sourceStart: isGap || attributes.start === undefined ? null : this.frames(start),
      ...(this.transition && { transition: this.transition }),
      ...(childOf(element, 'timeMap') && { retimed: true }),
    })
    this.transition = null
    this.readMarkers(element, begins, start)
    return addRational(offset, timeOf(attributes.duration, 'duration'))
  }

  private readMarkers(element: XmlElement, begins: Rational, start: Rational): void {
    for (const marker of [...childrenOf(element, 'marker'), ...childrenOf(element, 'chapter-marker')]) {
      const { attributes } = marker
      const inClip = subtractRational(timeOf(attributes.start, 'marker'), start)
      this.markers.push({
        name: attributes.value ?? '',
        note: attributes.note ?? '',
        colour: marker.name === 'chapter-marker' ? 'yellow' : 'blue',
        start: this.frames(addRational(begins, inClip)),
        duration: Math.max(1, this.frames(timeOf(attributes.duration, 'duration'))),
      })
    }
  }
}

/** The clip of an audition that is seen: its first. */
const firstClip = (audition: XmlElement): XmlElement | undefined =>
  audition.children.find((child): child is XmlElement => typeof child !== 'string' && clips.has(child.name))

/** Names of assets by id; compound clips and multicams have theirs as media. */
function resourceNames(root: XmlElement): Map<string, string> {
  const resources = childOf(root, 'resources')
  const named = resources ? [...childrenOf(resources, 'asset'), ...childrenOf(resources, 'media')] : []
  return new Map(named.map(({ attributes }) => [attributes.id ?? '', attributes.name ?? attributes.id ?? '']))
}

/**
 * Reads the first sequence of an FCPXML file, any version that has a spine. Connected clips are not read. Throws SyntaxError
 * with what is missing.
 */
export function readFcpxml(root: XmlElement): EditorTimeline {
  const project = descendantsOf(root, 'project')[0]
  const sequence = descendantsOf(project ?? root, 'sequence')[0]
  const spine = childOf(sequence, 'spine')
  if (!sequence || !spine) throw new SyntaxError('it has no sequence with a spine')
  const format = descendantsOf(root, 'format').find(
    ({ attributes }) => attributes.id === sequence.attributes.format,
  )
  const frameDuration = timeOf(format?.attributes.frameDuration, 'frame duration')
  if (!(frameDuration.numerator > 0)) throw new SyntaxError('its sequence has no frame duration')
  const frameRate = divideRational(rational(1), frameDuration)
  if (!isTimecodeRate(frameRate))
    throw new SyntaxError(`its frame rate ${frameRate.numerator}/${frameRate.denominator} is not known`)
  const start = timeOf(sequence.attributes.tcStart, 'start timecode')
  const reader = new SpineReader(frameRate, start, resourceNames(root))
  reader.read(spine)
  return {
    title: project?.attributes.name ?? '',
    frameRate,
    dropFrame: sequence.attributes.tcFormat === 'DF',
    startFrame: Math.round(rationalToNumber(divideRational(start, frameDuration))),
    shots: withoutGaps(reader.shots),
    markers: reader.markers.sort((a, b) => a.start - b.start),
  }
}
