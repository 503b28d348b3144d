import { join } from 'node:path'
import { expect } from 'vitest'
import type { HitpointDocument } from '../../src/core/document/document'
import { rationalToNumber } from '../../src/core/time/rational'
import { clips, readWithOpenTimelineIo, transitions, type Adapter, type Read } from './openTimelineIo'

type Frames = readonly number[]

const framesOf = (read: Read): Frames => clips(read).map(({ start }) => start)

/** Named markers that lie on the timeline or in its clips. */
function markersOf(read: Read): (readonly [number, string])[] {
  const inClips = clips(read).flatMap(({ start, source, markers }) =>
    markers.map(([at, name]) => [at - source + start, name] as const),
  )
  return [...read.markers, ...inClips].sort(([a, first], [b, second]) => a - b || (first < second ? -1 : 1))
}

/** What the project has, in frames from the first picture. */
function wanted({ transitions: all, media }: HitpointDocument) {
  const rate = rationalToNumber(media.info.frameRate)
  const frame = (time: Parameters<typeof rationalToNumber>[0]): number =>
    Math.round(rationalToNumber(time) * rate)
  return {
    cuts: all.map((each) => [each.kind, frame(each.time)] as const),
    spans: all
      .filter(({ kind }) => kind !== 'cut')
      .map((each) => [frame(each.start), frame(each.end)] as const),
    begins: all.map((each) => frame(each.start)),
    length: frame(media.info.duration),
    rate,
  }
}

/**
 * Compares what OpenTimelineIO reads in an export's lists with the project: every cut and transition on its frame, every
 * transition's marker, the rate. For a film of a whole frame rate whose timecode begins at zero.
 */
export function checkEditorFiles(folder: string, name: string, document: HitpointDocument): void {
  const { cuts, spans, begins, length, rate } = wanted(document)
  const read = (extension: string, adapter: Adapter): Read => {
    const found = readWithOpenTimelineIo(join(folder, name + extension), adapter, String(rate))
    expect([extension, found.rates]).toEqual([extension, [rate]])
    return found
  }
  const [otio, edl, xml, fcpx] = [
    read('.otio', 'otio_json'),
    read('.edl', 'cmx_3600'),
    read('.xml', 'fcp_xml'),
    read('.fcpxml', 'fcpx_xml'),
  ]
  // Where a list shows a transition's shots part: where the music aims, where it begins to show, or its middle.
  expect(framesOf(otio)).toEqual([0, ...cuts.map(([, frame]) => frame)])
  expect(framesOf(fcpx)).toEqual([0, ...cuts.map(([, frame]) => frame)])
  expect(framesOf(edl)).toEqual([0, ...begins])
  const bordered = framesOf(xml)
  expect(bordered).toHaveLength(cuts.length + 1)
  for (const [index, [kind, frame]] of cuts.entries())
    if (kind === 'cut') expect(bordered[index + 1]).toBe(frame)
  for (const list of [otio, edl, xml])
    expect(transitions(list).map((each) => each.in + each.out)).toEqual(spans.map(([from, to]) => to - from))
  for (const list of [otio, edl, xml, fcpx]) {
    const last = clips(list).at(-1)!
    expect(last.start + last.duration).toBe(length)
    const named = markersOf(list).filter(([, text]) => /^\w+ \d+$/u.test(text))
    expect(named.map(([at]) => at)).toEqual(cuts.map(([, frame]) => frame))
    expect(markersOf(list)).toEqual(markersOf(otio))
  }
  const markers = read('.markers.edl', 'cmx_3600')
  expect(framesOf(markers)).toEqual([...new Set(markersOf(otio).map(([at]) => at))])
}
