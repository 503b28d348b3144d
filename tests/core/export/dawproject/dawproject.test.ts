import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { parseXml } from '../../../../src/core/base/parseXml'
import { childOf, childrenOf, descendantsOf, textOf, type XmlElement } from '../../../../src/core/base/xml'
import { exportDawproject } from '../../../../src/core/export/dawproject/dawproject'
import type { ExportOptions, ExportSource } from '../../../../src/core/export/exportSource'
import { separateNotes } from '../../../../src/core/export/separateNotes'
import { seconds } from '../../../../src/core/time/units'
import { arbitraryScore } from '../../../fixtures/arbitraryScore'
import { exportDocument, exportOptions, exportSource } from '../../../fixtures/exportSource'
import { exampleScore } from '../../../fixtures/midi/exampleScore'

/** HITPOINT_SHARED: where the folder `shared` lies when it is not beside the checkout. */
const sharedSchemas = resolve(process.env.HITPOINT_SHARED ?? '../shared', 'schemas/dawproject')
function hasXmllint(): boolean {
  try {
    execFileSync('xmllint', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
const canValidate = existsSync(sharedSchemas) && hasXmllint()

const withAudio: ExportSource = {
  ...exportSource,
  audio: [
    {
      track: 'piano',
      name: 'Piano',
      path: 'stems/Piano.wav',
      channels: 2,
      sampleRate: 48_000,
      duration: seconds(5.04),
    },
  ],
}
const everyMarker: ExportOptions = { ...exportOptions, markers: { cuts: true, sections: true, chords: true } }

function unpack(source: ExportSource, options = exportOptions): Record<string, string> {
  const [[path, archive]] = [...exportDawproject(source, options)] as [[string, Uint8Array]]
  expect(path).toBe('Film – Ænd.dawproject')
  return Object.fromEntries(
    Object.entries(unzipSync(archive)).map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]),
  )
}
const project = (source = exportSource, options = exportOptions): XmlElement =>
  parseXml(unpack(source, options)['project.xml']!)
const path = (element: XmlElement, ...names: string[]): XmlElement =>
  names.reduce((parent, name) => childOf(parent, name)!, element)

describe('exportDawproject', () => {
  it('W1: is a ZIP of two files without data descriptors, the same every time', () => {
    const [archive] = [...exportDawproject(exportSource, exportOptions).values()] as [Uint8Array]
    const view = new DataView(archive.buffer, archive.byteOffset)
    let at = 0
    const names: string[] = []
    while (view.getUint32(at, true) === 0x04034b50) {
      expect(view.getUint16(at + 6, true) & 0x08).toBe(0)
      expect(view.getUint32(at + 14, true)).not.toBe(0)
      const [packed, nameLength, extra] = [
        view.getUint32(at + 18, true),
        view.getUint16(at + 26, true),
        view.getUint16(at + 28, true),
      ]
      names.push(new TextDecoder().decode(archive.subarray(at + 30, at + 30 + nameLength)))
      at += 30 + nameLength + extra + packed
    }
    expect(names).toEqual(['project.xml', 'metadata.xml'])
    expect([...exportDawproject(exportSource, exportOptions).values()]).toEqual([archive])
  })

  it('W2: says the first tempo and metre, and every change with nothing rounded', () => {
    const root = project()
    expect(path(root, 'Transport', 'Tempo').attributes).toMatchObject({ unit: 'bpm', value: '100' })
    const automation = path(root, 'Arrangement', 'TempoAutomation')
    expect(path(automation, 'Target').attributes.parameter).toBe(
      path(root, 'Transport', 'Tempo').attributes.id,
    )
    const points = childrenOf(automation, 'RealPoint').map(({ attributes }) => attributes)
    expect(points.map(({ time, interpolation }) => [Number(time) * 960, interpolation])).toEqual(
      exampleScore.tempo.map(({ tick }) => [tick, 'hold']),
    )
    expect(points.map(({ value }) => Math.round(60e6 / Number(value)))).toEqual(
      exampleScore.tempo.map((change) => change.microsecondsPerQuarter),
    )
    expect(
      childrenOf(path(root, 'Arrangement', 'TimeSignatureAutomation'), 'TimeSignaturePoint').map(
        ({ attributes }) => attributes,
      ),
    ).toEqual([
      { time: '0', numerator: '4', denominator: '4' },
      { time: '4', numerator: '7', denominator: '8' },
      { time: '7.5', numerator: '6', denominator: '8' },
    ])
  })

  it('W3: has the chosen markers in order of time', () => {
    const names = (options: ExportOptions) =>
      childrenOf(path(project(exportSource, options), 'Arrangement', 'Markers'), 'Marker').map(
        ({ attributes }) => `${attributes.time} ${attributes.name}`,
      )
    expect(names(exportOptions)).toEqual(['0 A', '4 B', '4 Cut 1', '7.5 Cut 2 – “Abblende”'])
    expect(names(everyMarker)).toContain('4 C#')
    const none = { ...exportOptions, markers: { cuts: false, sections: false, chords: false } }
    expect(childOf(path(project(exportSource, none), 'Arrangement'), 'Markers')).toBeUndefined()
  })

  it('W4, W5: has a track with a channel for each part, and a clip for each cue that it plays in', () => {
    const root = project()
    const tracks = childrenOf(path(root, 'Structure'), 'Track')
    expect(tracks.map(({ attributes }) => attributes.name)).toEqual([
      'Strings – légato',
      '日本のピアノ',
      'Percussion',
      'Film – Ænd',
      'Master',
    ])
    expect(tracks[0]!.attributes.comment).toBe('General MIDI program 49, channel 1')
    const volume = Number(path(tracks[0]!, 'Channel', 'Volume').attributes.value)
    expect(20 * Math.log10(volume)).toBeCloseTo(40 * Math.log10(100 / 127), 9)
    const ids = descendantsOf(root, 'Clip').map(({ attributes }) => [attributes.name, attributes.time])
    expect(ids).toEqual([
      ['1m1', '0'],
      ['1m2', '4'],
      ['1m1', '0'],
      ['1m2', '4'],
      ['Film – Ænd', '0'],
    ])
  })

  it('W6: refers to the film and to stems where they are, in seconds', () => {
    const root = project(withAudio)
    const [video] = descendantsOf(root, 'Video')
    expect(video!.attributes).toMatchObject({ channels: '2', sampleRate: '48000' })
    expect(Number(video!.attributes.duration)).toBeCloseTo((151 * 1001) / 30_000, 12)
    expect(path(video!, 'File').attributes).toEqual({ path: '/films/a film & more.mp4', external: 'true' })
    const [audio] = descendantsOf(root, 'Audio')
    expect(path(audio!, 'File').attributes).toEqual({ path: 'stems/Piano.wav', external: 'true' })
  })

  it('W7: has controllers and the program as points in each clip, set again at its start', () => {
    const clips = descendantsOf(project(), 'Clip').filter(({ attributes }) => attributes.name === '1m2')
    const points = descendantsOf(clips[0]!, 'Points')
    expect(points.map((lane) => path(lane, 'Target').attributes)).toEqual([
      { expression: 'programChange', channel: '0' },
      { expression: 'channelController', channel: '0', controller: '11' },
    ])
    expect(descendantsOf(points[0]!, 'IntegerPoint')[0]!.attributes).toEqual({ time: '0', value: '48' })
    expect(descendantsOf(points[1]!, 'RealPoint')[0]!.attributes).toMatchObject({ time: '0', value: '1' })
  })

  it('W5: gives back every note of any score', () => {
    fc.assert(
      fc.property(arbitraryScore, (score) => {
        const document = {
          ...exportDocument,
          composition: {
            ...exportDocument.composition!,
            score,
            plan: { ...exportDocument.composition!.plan, cues: [] },
          },
        }
        const root = project({ ...exportSource, document })
        const lanes = childrenOf(path(root, 'Arrangement', 'Lanes'), 'Lanes')
        for (const [index, track] of score.tracks.entries()) {
          const notes = descendantsOf(lanes[index]!, 'Clip').flatMap((clip) =>
            descendantsOf(clip, 'Note').map(({ attributes }) => [
              Math.round((Number(clip.attributes.time) + Number(attributes.time)) * 960),
              Math.round(Number(attributes.duration) * 960),
              Number(attributes.key),
              Math.round(Number(attributes.vel) * 127),
              Number(attributes.channel),
            ]),
          )
          expect(notes).toEqual(
            separateNotes(track.notes, score.endTick).map(({ start, duration, pitch, velocity }) => [
              start,
              duration,
              pitch,
              velocity,
              track.channel,
            ]),
          )
        }
      }),
      { numRuns: 60 },
    )
  })

  it('W8: every id is there once, and every reference has one', () => {
    const root = project(withAudio, everyMarker)
    const all = (element: XmlElement): XmlElement[] => [
      element,
      ...element.children.flatMap((child) => (typeof child === 'string' ? [] : all(child))),
    ]
    const elements = all(root)
    const ids = elements.flatMap(({ attributes }) => attributes.id ?? [])
    expect(new Set(ids).size).toBe(ids.length)
    for (const name of ['track', 'destination', 'parameter'])
      for (const reference of elements.flatMap(({ attributes }) => attributes[name] ?? []))
        expect(ids).toContain(reference)
  })

  it('W9: the metadata have the title and where the picture starts', () => {
    const metadata = parseXml(unpack(exportSource)['metadata.xml']!)
    expect(textOf(childOf(metadata, 'Title'))).toBe('Film – Ænd')
    expect(textOf(childOf(metadata, 'Comment'))).toContain('first picture, 01:00:00;00, at 29.97 frames')
  })

  it.skipIf(!canValidate)('W10: xmllint finds both files valid by the official schemas', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hitpoint-dawproject-'))
    const validate = (files: Record<string, string>) => {
      for (const [schema, name] of [
        ['Project.xsd', 'project.xml'],
        ['MetaData.xsd', 'metadata.xml'],
      ] as const) {
        writeFileSync(join(folder, name), files[name]!)
        execFileSync('xmllint', ['--noout', '--schema', join(sharedSchemas, schema), join(folder, name)], {
          stdio: 'pipe',
        })
      }
    }
    try {
      validate(unpack(exportSource))
      validate(unpack(withAudio, everyMarker))
      for (const score of fc.sample(arbitraryScore, { numRuns: 5, seed: 1 }))
        validate(
          unpack(
            {
              ...exportSource,
              document: { ...exportDocument, composition: { ...exportDocument.composition!, score } },
            },
            everyMarker,
          ),
        )
      const broken = unpack(exportSource)
      expect(() =>
        validate({ ...broken, 'project.xml': broken['project.xml']!.replaceAll('key=', 'kye=') }),
      ).toThrow()
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
