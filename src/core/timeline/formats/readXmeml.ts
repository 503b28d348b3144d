import { childOf, childrenOf, descendantsOf, textOf, type XmlElement } from '../../base/xml'
import { rational, rationalToNumber, type Rational } from '../../time/rational'
import { supportsDropFrame } from '../../time/timecode'
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

function rateOf(element: XmlElement | undefined): Rational | null {
  const rate = childOf(element, 'rate')
  const timebase = Number(textOf(childOf(rate, 'timebase')))
  if (!Number.isInteger(timebase) || timebase < 1) return null
  return /^true$/iu.test(textOf(childOf(rate, 'ntsc'))) ? rational(timebase * 1000, 1001) : rational(timebase)
}

function frameOf(element: XmlElement, name: string): number {
  const text = textOf(childOf(element, name))
  const value = Number(text)
  if (text === '' || !Number.isFinite(value))
    throw new SyntaxError(`a ${element.name} has no frame in <${name}>`)
  return Math.round(value)
}

interface FileFacts {
  readonly name: string
  /** Its first frame since 00:00:00:00, at the sequence's rate. */
  readonly startFrame: number
}

/** Files by id; the first mention describes one, later ones only name it. */
function filesOf(root: XmlElement): Map<string, FileFacts> {
  const files = new Map<string, FileFacts>()
  for (const file of descendantsOf(root, 'file')) {
    const id = file.attributes.id ?? ''
    if (files.has(id) || file.children.length === 0) continue
    const frame = Number(textOf(childOf(childOf(file, 'timecode'), 'frame')))
    files.set(id, { name: textOf(childOf(file, 'name')), startFrame: Number.isFinite(frame) ? frame : 0 })
  }
  return files
}

function transitionOf(item: XmlElement): EditorTransition {
  const effect = childOf(item, 'effect')
  return {
    kind: kindOfName(textOf(childOf(effect, 'name'))),
    start: frameOf(item, 'start'),
    end: frameOf(item, 'end'),
  }
}

/** Where the border between two clips lies in a transition. */
function borderOf(item: XmlElement): number {
  const [start, end] = [frameOf(item, 'start'), frameOf(item, 'end')]
  const alignment = textOf(childOf(item, 'alignment'))
  if (alignment.startsWith('start')) return start
  if (alignment.startsWith('end')) return end
  return start + Math.ceil((end - start) / 2)
}

const touches = ({ start, end }: EditorTransition, at: number): boolean => start <= at && at <= end

class TrackReader {
  private readonly items: readonly XmlElement[]

  constructor(
    track: XmlElement,
    private readonly frameRate: Rational,
    private readonly files: ReadonlyMap<string, FileFacts>,
  ) {
    this.items = track.children.filter(
      (child): child is XmlElement =>
        typeof child !== 'string' &&
        ['clipitem', 'generatoritem', 'transitionitem'].includes(child.name) &&
        !/^false$/iu.test(textOf(childOf(child, 'enabled'))),
    )
  }

  read(): EditorShot[] {
    return this.items.flatMap((item, index) =>
      item.name === 'transitionitem' ? this.blackAfter(index) : [this.shot(item, index)],
    )
  }

  /** The black that a fade-out leads to: Final Cut leaves it empty. None where a clip stands there or nothing follows. */
  private blackAfter(index: number): EditorShot[] {
    const [before, item, next] = [this.items[index - 1], this.items[index]!, this.items[index + 1]]
    const fade = transitionOf(item)
    if (!before || frameOf(before, 'end') !== -1 || !next || next.name === 'transitionitem') return []
    const end = frameOf(next, 'start')
    if (end <= fade.end) return []
    const transition = { ...fade, kind: 'fade' as const }
    return [{ name: 'Black', source: blackSource, start: fade.end, end, sourceStart: null, transition }]
  }

  private shot(item: XmlElement, index: number): EditorShot {
    const before = this.neighbour(index - 1)
    const after = this.neighbour(index + 1)
    const [start, end] = [frameOf(item, 'start'), frameOf(item, 'end')]
    if ((start === -1 && !before) || (end === -1 && !after))
      throw new SyntaxError(
        `the clip “${textOf(childOf(item, 'name'))}” begins or ends in a transition that is missing`,
      )
    const begins = start === -1 ? borderOf(before!) : start
    const ends = end === -1 ? borderOf(after!) : end
    const file = this.files.get(childOf(item, 'file')?.attributes.id ?? '')
    const name = textOf(childOf(item, 'name'))
    const inFrame = frameOf(item, 'in')
    const first = start === -1 ? transitionOf(before!).start : start
    return {
      name,
      source: file?.name || name,
      start: begins,
      end: ends,
      sourceStart: file ? this.atSequenceRate(item, file.startFrame + inFrame) + (begins - first) : null,
      ...(before && touches(transitionOf(before), begins) && { transition: transitionOf(before) }),
      ...(this.isRetimed(item) && { retimed: true }),
    }
  }

  private neighbour(index: number): XmlElement | null {
    const item = this.items[index]
    return item?.name === 'transitionitem' ? item : null
  }

  private atSequenceRate(item: XmlElement, frame: number): number {
    const own = rateOf(item) ?? this.frameRate
    return Math.round((frame * rationalToNumber(this.frameRate)) / rationalToNumber(own))
  }

  private isRetimed(item: XmlElement): boolean {
    return descendantsOf(item, 'effectid').some((effect) => /timeremap/iu.test(textOf(effect)))
  }
}

const markersOf = (sequence: XmlElement): EditorMarker[] =>
  childrenOf(sequence, 'marker').map((marker) => {
    const start = frameOf(marker, 'in')
    const end = Number(textOf(childOf(marker, 'out')))
    return {
      name: textOf(childOf(marker, 'name')),
      note: textOf(childOf(marker, 'comment')),
      colour: 'blue',
      start,
      duration: end > start ? Math.round(end) - start : 1,
    }
  })

/**
 * Reads the first sequence of a Final Cut Pro 7 file: its first video track and its markers. Throws SyntaxError with what is
 * missing.
 */
export function readXmeml(root: XmlElement): EditorTimeline {
  const sequence = descendantsOf(root, 'sequence')[0]
  if (!sequence) throw new SyntaxError('it has no sequence')
  const frameRate = rateOf(sequence)
  if (!frameRate || !isTimecodeRate(frameRate)) throw new SyntaxError('its sequence has no frame rate')
  const track = childOf(childOf(childOf(sequence, 'media'), 'video'), 'track')
  const timecode = childOf(sequence, 'timecode')
  const startFrame = Number(textOf(childOf(timecode, 'frame')))
  return {
    title: textOf(childOf(sequence, 'name')),
    frameRate,
    dropFrame: textOf(childOf(timecode, 'displayformat')) === 'DF' && supportsDropFrame(frameRate),
    startFrame: Number.isFinite(startFrame) ? startFrame : 0,
    shots: track ? withoutGaps(new TrackReader(track, frameRate, filesOf(root)).read()) : [],
    markers: markersOf(sequence).sort((a, b) => a.start - b.start),
  }
}
