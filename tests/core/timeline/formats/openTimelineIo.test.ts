import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { editorTimelineOf } from '../../../../src/core/export/editorTimelineOf'
import { readEditorFile } from '../../../../src/core/timeline/formats/readEditorFile'
import { editorSource, palSource } from '../../../fixtures/editorDocument'
import { exportOptions } from '../../../fixtures/exportSource'
import {
  clips,
  hasOpenTimelineIo,
  readWithOpenTimelineIo,
  transitions,
  type Read,
} from '../../../support/openTimelineIo'

/** docs/spec/editor-formats.md, F12; tests/fixtures/editors/README.md. */
const fixtures = resolve('tests/fixtures/editors')
const ntsc = '29.97002997002997'

const reel = editorTimelineOf(editorSource, exportOptions)
const pal = editorTimelineOf(palSource, exportOptions)
const files = [
  ['reel.otio', 'otio_json', ntsc],
  ['reel.edl', 'cmx_3600', ntsc],
  ['reel.xml', 'fcp_xml', ntsc],
  ['pal.edl', 'cmx_3600', '25'],
  ['pal.fcpxml', 'fcpx_xml', '25'],
] as const
type File = (typeof files)[number][0]
const recorded = (name: File): Read => JSON.parse(readFileSync(`${fixtures}/${name}.json`, 'utf8')) as Read

const markersOf = (timeline: typeof reel) => timeline.markers.map(({ start, name }) => [start, name])

describe('OpenTimelineIO reads', () => {
  it.each(['reel.otio', 'reel.xml'] as const)('%s: title, start, markers', (name) => {
    const read = recorded(name)
    expect(read.name).toBe(reel.title)
    expect(read.start).toBe(reel.startFrame)
    expect(read.rates).toEqual([29.97003])
    expect(read.markers).toEqual(markersOf(reel))
  })

  it('reel.otio: every shot and transition', () => {
    const read = recorded('reel.otio')
    expect(clips(read).map(({ start, duration, source }) => [start, start + duration, source])).toEqual(
      reel.shots.map(({ start, end, sourceStart }) => [start, end, sourceStart]),
    )
    expect(transitions(read).map((one) => [one.in, one.out])).toEqual(
      reel.shots.flatMap(({ start, transition }) =>
        transition ? [[start - transition.start, transition.end - start]] : [],
      ),
    )
  })

  it('reel.xml: every shot, bordered in the middle of its transition', () => {
    const starts = reel.shots.map(({ start, transition }) =>
      transition ? transition.start + Math.floor((transition.end - transition.start) / 2) : start,
    )
    const read = clips(recorded('reel.xml')).map(({ start, source }) => [start, source - reel.startFrame])
    expect(read).toHaveLength(starts.length)
    // Where the middle lies between two frames, it takes the one before or the one after.
    for (const [index, [start, source]] of read.entries()) {
      expect(start! - starts[index]!).toBeGreaterThanOrEqual(0)
      expect(start! - starts[index]!).toBeLessThanOrEqual(1)
      expect(source).toBe(start)
    }
    expect(transitions(recorded('reel.xml')).map((one) => one.in + one.out)).toEqual(
      reel.shots.flatMap(({ transition }) => (transition ? [transition.end - transition.start] : [])),
    )
  })

  it.each([
    ['reel.edl', reel],
    ['pal.edl', pal],
  ] as const)('%s: every shot from where its transition begins', (name, timeline) => {
    const read = recorded(name)
    const starts = timeline.shots.map(({ start, transition }) => transition?.start ?? start)
    expect(clips(read).map(({ start, source }) => [start, source - timeline.startFrame])).toEqual(
      starts.map((start) => [start, start]),
    )
    expect(transitions(read).map(({ transition, out }) => [transition, out])).toEqual([
      ['SMPTE_Dissolve', 25],
      ['SMPTE_Wipe', 24],
      ['SMPTE_Dissolve', 30],
      ['SMPTE_Dissolve', 60],
    ])
  })

  it('pal.edl: every locator', () => {
    const read = clips(recorded('pal.edl')).flatMap(({ markers }) => markers)
    expect(read.map(([at, name]) => [at - pal.startFrame, name])).toEqual(markersOf(pal))
  })

  it('pal.fcpxml: every clip after a gap up to the start timecode, and every marker, to the frame that it floors to', () => {
    const read = recorded('pal.fcpxml')
    expect(read.rates).toEqual([25])
    expect(read.items[0]).toMatchObject({ item: 'Gap', duration: pal.startFrame })
    expect(clips(read).map(({ start, duration }) => [start - pal.startFrame, duration])).toEqual(
      pal.shots.map(({ start, end }) => [start, end - start]),
    )
    const markers = clips(read).flatMap((clip) => clip.markers)
    expect(markers.map(([, name]) => name)).toEqual(pal.markers.map(({ name }) => name))
    for (const [index, [at]] of markers.entries())
      expect([0, 1]).toContain(pal.startFrame + pal.markers[index]!.start - at)
  })

  it.skipIf(!hasOpenTimelineIo).each(files)(
    'live: %s as recorded (PyPI opentimelineio)',
    (name, adapter, rate) =>
      expect(readWithOpenTimelineIo(resolve('tests/goldens', name), adapter, rate)).toEqual(recorded(name)),
  )
})

describe('what OpenTimelineIO writes of our timeline is read by us', () => {
  const read = (name: string, timeline: typeof reel) =>
    readEditorFile(readFileSync(`${fixtures}/${name}`, 'utf8'), timeline)

  it('as an EDL: the same cuts, dissolves from the same frame and as long', () => {
    const timeline = read('rewritten.edl', reel)
    expect(timeline.dropFrame).toBe(true)
    expect(timeline.shots.map(({ start, transition }) => transition?.start ?? start)).toEqual(
      reel.shots.map(({ start, transition }) => transition?.start ?? start),
    )
    expect(timeline.shots.map(({ transition }) => transition && transition.end - transition.start)).toEqual(
      reel.shots.map(({ transition }) => transition && transition.end - transition.start),
    )
    for (const { start, sourceStart } of timeline.shots) expect(sourceStart).toBe(reel.startFrame + start)
  })

  it('as FCP 7 XML: the same transitions, every cut on its frame', () => {
    const timeline = read('rewritten.xml', reel)
    const places = ({ shots }: typeof reel) =>
      shots.map(({ start, transition }) => (transition ? [transition.start, transition.end] : [start]))
    expect(places(timeline)).toEqual(places(reel))
  })

  it('as FCPXML: every clip, without its transitions', () => {
    const timeline = read('rewritten.fcpxml', pal)
    expect(timeline.shots.map(({ start, end, sourceStart }) => [start, end, sourceStart])).toEqual(
      pal.shots.map(({ start, end, sourceStart }) => [start, end, sourceStart]),
    )
  })
})
