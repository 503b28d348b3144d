import { describe, expect, it } from 'vitest'
import { isFailure } from '../../../src/core/base/failure'
import { editorRate } from '../../../src/core/document/filmShots'
import { editorTimelineOf } from '../../../src/core/export/editorTimelineOf'
import {
  exportFormatNames,
  exportFormats,
  findExportFormat,
  parseExportFormats,
} from '../../../src/core/export/formats'
import { rational } from '../../../src/core/time/rational'
import { endFrame } from '../../../src/core/timeline/formats/editorTimeline'
import { editorDocument, editorSource } from '../../fixtures/editorDocument'
import { exportOptions } from '../../fixtures/exportSource'

const withoutScore = { ...editorSource, document: { ...editorSource.document, composition: undefined } }
const files = {
  mid: ['Reel 1 & more.mid'],
  'midi-tracks': [
    'Reel 1 & more - 01 Strings - legato.mid',
    'Reel 1 & more - 02 日本のピアノ.mid',
    'Reel 1 & more - 03 Percussion.mid',
  ],
  dawproject: ['Reel 1 & more.dawproject'],
  rpp: ['Reel 1 & more.rpp'],
  edl: ['Reel 1 & more.edl'],
  'resolve-edl': ['Reel 1 & more.markers.edl'],
  fcpxml: ['Reel 1 & more.fcpxml'],
  xmeml: ['Reel 1 & more.xml'],
  otio: ['Reel 1 & more.otio'],
  csv: ['Reel 1 & more.csv'],
} as const

describe('exportFormats', () => {
  it.each(exportFormatNames)('%s writes its files, or is left to the engine', (name) => {
    const format = exportFormats[name]
    if (format.made === 'by-engine') {
      expect(['wav', 'stems', 'preview']).toContain(name)
      return
    }
    const set = format.write(editorSource, exportOptions)
    expect([...set.keys()]).toEqual(files[name as keyof typeof files])
    for (const bytes of set.values()) expect(bytes.length).toBeGreaterThan(100)
  })

  it.each(exportFormatNames)('%s without a score is written or says what to do', (name) => {
    const format = exportFormats[name]
    if (format.made === 'by-engine') return
    if (!format.needsScore) {
      expect(format.write(withoutScore, exportOptions).size).toBe(1)
      return
    }
    try {
      format.write(withoutScore, exportOptions)
      expect.fail('nothing was refused')
    } catch (error) {
      if (!isFailure(error)) throw error
      expect(error.context.reason).toContain('compose one first')
    }
  })

  it('parses lists of names', () => {
    expect(parseExportFormats('mid, RPP,mid')).toEqual(['mid', 'rpp'])
    expect(findExportFormat('pdf')).toBeNull()
    expect(() => parseExportFormats('mid,')).toThrow('the formats are mid, midi-tracks')
  })
})

describe('editorTimelineOf (F11)', () => {
  it.each([
    [rational(30_000, 1001), rational(30_000, 1001)],
    [rational(12), rational(12)],
    [rational(25, 2), rational(24_000, 1001)],
    [rational(29_412, 1000), rational(30_000, 1001)],
    [rational(59_700, 1000), rational(60_000, 1001)],
  ])('counts %o at %o', (own, expected) => {
    expect(editorRate(own)).toEqual(expected)
  })

  it('keeps transitions apart where they overlap, and takes the first of two in one frame', () => {
    const rate = rational(25)
    const document = editorDocument(rate, '00:00:00:00')
    const at = (frame: number) => rational(frame, 25)
    const [base] = document.transitions
    const dissolve = (id: string, start: number, time: number, end: number) =>
      ({
        ...base!,
        id,
        kind: 'dissolve',
        start: at(start),
        time: at(time),
        end: at(end),
        frame: time,
      }) as const
    const transitions = [
      dissolve('a', -5, 20, 45),
      dissolve('b', 30, 40, 60),
      { ...dissolve('c', 38, 40, 42) },
      dissolve('d', 50, 5390, 9000),
    ]
    const { shots } = editorTimelineOf(
      { ...editorSource, document: { ...document, transitions } },
      exportOptions,
    )
    expect(
      shots.map(({ start, end, transition }) => [start, end, transition?.start, transition?.end]),
    ).toEqual([
      [0, 20, undefined, undefined],
      [20, 40, 0, 40],
      [40, 5390, 40, 60],
      [5390, 5395, 60, 5395],
    ])
  })

  it('says what became of hits, and where cues and sections are', () => {
    const timeline = editorTimelineOf(editorSource, exportOptions)
    expect(endFrame(timeline)).toBe(5395)
    expect(timeline.markers.find(({ name }) => name === 'Cut 1')).toMatchObject({
      note: 'hit: swell on the beat',
      colour: 'red',
    })
    const plan = editorSource.document.composition!.plan
    const missed = {
      ...plan,
      hits: plan.hits.map((hit) => ({ ...hit, kept: false, reason: 'too-close' as const })),
    }
    const document = {
      ...editorSource.document,
      composition: { ...editorSource.document.composition!, plan: missed },
    }
    const { markers } = editorTimelineOf({ ...editorSource, document }, exportOptions)
    expect(markers.find(({ name }) => name === 'Cut 1')).toMatchObject({
      note: 'not hit: too-close',
      colour: 'yellow',
    })
    const cutsOnly = { ...exportOptions, markers: { cuts: true, sections: false, chords: false } }
    expect(editorTimelineOf(editorSource, cutsOnly).markers.map(({ name }) => name)).toEqual([
      'Cut 1',
      'Dissolve 2',
      'Wipe 3',
      'Dip 4',
      'Cut 5',
      'Fade 6',
    ])
  })
})
