import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Failure } from '../../../src/core/base/failure'
import type { HitpointDocument } from '../../../src/core/document/document'
import { parseDocument, printDocument, projectVersion } from '../../../src/core/document/format'
import type { ControlChange, Note } from '../../../src/core/music/score'
import { rational } from '../../../src/core/time/rational'
import { seconds, ticks } from '../../../src/core/time/units'
import { arbitraryDocument } from '../../fixtures/arbitraryDocument'
import { exampleDocument } from '../../fixtures/exampleDocument'

const failureOf = (work: () => unknown): Pick<Failure, 'code' | 'context'> => {
  try {
    work()
  } catch (error) {
    if (error instanceof Failure) return { code: error.code, context: error.context }
    throw error
  }
  throw new Error('nothing failed')
}

/** The example's text with a member set to something else; `path` as in `media.bytes`. */
function tampered(path: string, value: unknown): string {
  const project = JSON.parse(printDocument(exampleDocument)) as Record<string, unknown>
  const names = path.split('.')
  let target = project
  for (const name of names.slice(0, -1)) target = target[name] as Record<string, unknown>
  target[names.at(-1)!] = value
  return JSON.stringify(project)
}

describe('printDocument and parseDocument', () => {
  it('P1, P3: gives back every document exactly', () => {
    fc.assert(
      fc.property(arbitraryDocument, (document) => {
        expect(parseDocument(printDocument(document))).toEqual(document)
      }),
      { numRuns: 150 },
    )
  })

  it('P1: starts with its format and version', () => {
    expect(printDocument(exampleDocument).slice(0, 40)).toMatch(
      /^\{\n "format": "hitpoint",\n "version": 5,\n/,
    )
  })

  it('P3: prints the same text again after a round trip', () => {
    const text = printDocument(exampleDocument)
    expect(printDocument(parseDocument(text))).toBe(text)
  })

  it('P5: puts lists into the order of time', () => {
    const reversed: HitpointDocument = {
      ...exampleDocument,
      transitions: exampleDocument.transitions.toReversed(),
    }
    expect(parseDocument(printDocument(reversed))).toEqual(exampleDocument)
  })

  it('P4: stays below a megabyte for an hour with 30,000 notes, 1,500 cuts and expression curves', () => {
    const bytes = printDocument(hourLongProject()).length
    expect(bytes).toBeLessThan(1_000_000)
    expect(bytes).toBeGreaterThan(400_000)
  })

  it('P6: never prints what it could not open', () => {
    const broken = { ...exampleDocument, media: { ...exampleDocument.media, bytes: Number.NaN } }
    expect(failureOf(() => printDocument(broken)).code).toBe('internal')
    const composition = exampleDocument.composition!
    const hanging = { ...composition, score: { ...composition.score, endTick: ticks(10) } }
    expect(failureOf(() => printDocument({ ...exampleDocument, composition: hanging })).code).toBe('internal')
  })

  it('reads a file with a byte order mark', () => {
    expect(parseDocument(`\ufeff${printDocument(exampleDocument)}`)).toEqual(exampleDocument)
  })
})

/** A film hour as a busy editor leaves it: random-looking numbers of realistic size. */
function hourLongProject(): HitpointDocument {
  const composition = exampleDocument.composition!
  const endTick = 120 * 60 * 960
  const parts = 12
  const notes = (part: number): Note[] =>
    Array.from({ length: 2500 }, (_, index) => ({
      start: ticks(index * 2764 + ((index * 37 + part * 101) % 960)),
      duration: ticks(120 + ((index * 53) % 1800)),
      pitch: 36 + ((index * 7) % 60),
      velocity: 40 + ((index * 11) % 88),
    }))
  const controls = (part: number): ControlChange[] =>
    Array.from({ length: 900 }, (_, index) => ({
      tick: ticks(index * 7680 + part),
      controller: 11,
      value: 40 + ((index * 13) % 80),
    }))
  const transitions = Array.from({ length: 1500 }, (_, index) => {
    const time = rational(index * 60 * 1001 + 1001, 25_000)
    const [start, end, frame] = [time, time, index * 60 + 1]
    const confidence = 0.5 + (index % 500) / 1000
    return {
      id: `t${index}`,
      kind: 'cut' as const,
      start,
      end,
      time,
      frame,
      confidence,
      origin: 'detected' as const,
    }
  })
  const points = Array.from({ length: 900 }, (_, index) => ({
    time: seconds(index * 4),
    valence: Math.round(Math.sin(index) * 1000) / 1000,
    arousal: Math.round(Math.cos(index) * 1000) / 1000,
    confidence: 0.75,
    step: index % 3 === 0,
  }))
  const tempo = transitions.map((_, index) => ({
    tick: ticks(index * 4608),
    microsecondsPerQuarter: 500_000 + ((index * 7919) % 90_000),
  }))
  return {
    ...exampleDocument,
    transitions,
    detectedCurve: { points },
    curve: { points: points.map((point) => ({ ...point, valence: point.valence / 2 })) },
    composition: {
      ...composition,
      plan: {
        ...composition.plan,
        tempo,
        bars: Array.from({ length: 1800 }, (_, index) => ({
          tick: ticks(index * 3840),
          length: ticks(3840),
          numerator: 4,
          denominator: 4,
        })),
        hits: transitions.map((transition, index) => ({
          id: transition.id,
          time: seconds(transition.time.numerator / transition.time.denominator),
          mode: 'must' as const,
          markedByUser: false,
          kind: 'chord' as const,
          tick: ticks(index * 4608),
          kept: true,
          error: seconds(Math.sin(index) * 1e-6),
          downbeat: index % 2 === 0,
        })),
      },
      score: {
        ...composition.score,
        tempo,
        endTick: ticks(endTick),
        tracks: Array.from({ length: parts }, (_, part) => ({
          ...composition.score.tracks[0]!,
          id: `part${part}`,
          notes: notes(part),
          controls: controls(part),
        })),
        chords: Array.from({ length: 1800 }, (_, index) => ({
          tick: ticks(index * 3840),
          root: index % 12,
          quality: 'minor' as const,
          bass: index % 12,
        })),
        markers: transitions.map((transition, index) => ({
          tick: ticks(index * 4608),
          kind: 'cut' as const,
          text: `Cut ${transition.id}`,
        })),
      },
    },
  }
}

/** A stored cue between two whole seconds. */
const cueRow = (id: string, start: number, end: number) => ({
  id,
  name: `1m${id}`,
  musicIn: [start, 1],
  musicOut: [end, 1],
})

describe('bad project files', () => {
  it.each([
    ['nothing', '', 'the file is empty'],
    ['text', 'not JSON at all', 'it is not JSON'],
    ['half a project', printDocument(exampleDocument).slice(0, 500), 'it is not JSON'],
    ['a list', '[]', 'it is not a Hitpoint project'],
    ['null', 'null', 'it is not a Hitpoint project'],
    ['another program’s JSON', '{"format":"other","version":1}', 'it is not a Hitpoint project'],
    ['no version', '{"format":"hitpoint"}', 'it has no version'],
    ['version 0', '{"format":"hitpoint","version":0}', 'it has no version'],
    ['a version in words', '{"format":"hitpoint","version":"1"}', 'it has no version'],
    ['a million brackets', '['.repeat(1_000_000), 'it is not JSON'],
    [
      'deep nesting',
      `{"format":${'['.repeat(200_000)}${']'.repeat(200_000)}}`,
      'it is not a Hitpoint project',
    ],
  ])('P7: %s is damaged, with the reason', (_, text, reason) => {
    expect(failureOf(() => parseDocument(text))).toEqual({ code: 'project-damaged', context: { reason } })
  })

  it('P8: a newer version is told apart from damage', () => {
    expect(failureOf(() => parseDocument(tampered('version', projectVersion + 1)))).toEqual({
      code: 'project-newer',
      context: { version: projectVersion + 1, readable: projectVersion },
    })
  })

  it('P9: refuses more than 64 MB before parsing', () => {
    const huge = ' '.repeat(64 * 1024 * 1024 + 1)
    expect(failureOf(() => parseDocument(huge)).code).toBe('project-too-large')
  })

  const track = 'composition.score.tracks.0'
  it.each([
    ['an infinite number', 'media.bytes', 1e999, 'media.bytes'],
    ['a negative size', 'media.bytes', -1, 'media.bytes'],
    ['a missing list', 'transitions', undefined, 'transitions'],
    ['an unknown member', 'surprise', 1, 'surprise'],
    ['a path with a zero character', 'media.path', 'a\0b', 'zero character'],
    ['a hash in another form', 'media.quickHash', 'AB', 'quickHash'],
    ['no frame rate', 'media.info.frameRate', [0, 1], 'no frame rate'],
    ['a denominator of zero', 'media.info.duration', [1, 0], 'media.info.duration'],
    ['a valence beyond 1', 'detectedCurve', [[0, 1.5, 0, 1, 0]], 'detectedCurve'],
    [
      'unsorted points',
      'detectedCurve',
      [
        [2, 0, 0, 1, 0],
        [1, 0, 0, 1, 0],
      ],
      'not in order',
    ],
    [
      'unsorted transitions',
      'transitions',
      [
        ['b', 'cut', 'user', [2, 1], 50, 1, null],
        ['a', 'cut', 'user', [1, 1], 25, 1, null],
      ],
      'not in order',
    ],
    [
      'a repeated id',
      'transitions',
      [
        ['a', 'cut', 'user', [1, 1], 25, 1, null],
        ['a', 'cut', 'user', [2, 1], 50, 1, null],
      ],
      'share an id',
    ],
    [
      'a transition that ends before it starts',
      'transitions',
      [['a', 'fade', 'user', [2, 1], 50, 1, null, [3, 1], [1, 1]]],
      'ends before',
    ],
    ['notes that are not rows', `${track}.notes`, [1, 2, 3], 'rows of 4'],
    ['notes in disorder', `${track}.notes`, [10, 1, 60, 64, -5, 1, 60, 64], 'not in order'],
    ['a note before the start', `${track}.notes`, [-10, 1, 60, 64], 'not in order'],
    ['a note after the end', `${track}.notes`, [10_080, 1, 60, 64], 'after the end'],
    ['a silent note', `${track}.notes`, [0, 1, 60, 0], 'cannot be played'],
    ['half a tick', `${track}.notes`, [0.5, 1, 60, 64], 'notes'],
    ['a control out of range', `${track}.controls`, [0, 11, 128], 'out of range'],
    ['a channel out of range', `${track}.channel`, 16, 'channel'],
    ['no tempo', 'composition.score.tempo', [], 'no tempo'],
    ['a tempo of zero', 'composition.score.tempo', [0, 0], 'not a tempo'],
    ['two tempi at once', 'composition.score.tempo', [0, 500_000, 0, 400_000], 'do not ascend'],
    ['a metre of thirds', 'composition.score.metre', [0, 4, 3], 'not a metre'],
    ['an unknown chord', 'composition.score.chords', [0, 1, 9, 1], 'chord is unknown'],
    ['bars without end', 'composition.plan.bars', [0, 3840, 4, 4, 1e9], 'too many bars'],
    ['a bar of no length', 'composition.plan.bars', [0, 0, 4, 4, 2], 'no length'],
    ['cues that overlap', 'cues', [cueRow('a', 0, 3), cueRow('b', 2, 4)], 'overlaps'],
    ['a cue that ends before it starts', 'cues', [cueRow('a', 3, 3)], 'ends before'],
    ['cues that share an id', 'cues', [cueRow('a', 0, 1), cueRow('a', 1, 2)], 'share an id'],
    ['an offset of half a frame', 'transitions.0.6', { mode: 'must', offset: 0.5 }, 'transitions'],
    ['an unknown kind of hit', 'transitions.0.6', { mode: null, kind: 'bang' }, 'transitions'],
    ['tempo limits that cross', 'settings.minimumTempo', 500, 'slowest'],
  ])('P7: %s is damaged', (_, path, value, reason) => {
    const text =
      path === 'media.bytes' && value === 1e999
        ? tampered(path, -7).replace('-7', '1e999')
        : tampered(path, value)
    const failure = failureOf(() => parseDocument(text))
    expect(failure.code).toBe('project-damaged')
    expect(failure.context.reason).toContain(reason)
  })

  it('P7: any edit of any byte gives a document or a Failure, never another error', () => {
    const text = printDocument(exampleDocument)
    fc.assert(
      fc.property(
        fc.nat(text.length - 1),
        fc.constantFrom('', '0', '-', '"', '[', '}', '9', 'null', 'e9'),
        (at, put) => {
          try {
            parseDocument(text.slice(0, at) + put + text.slice(at + 1))
          } catch (error) {
            expect(error).toBeInstanceOf(Failure)
          }
        },
      ),
      { numRuns: 400 },
    )
  })

  it('P7: does not let a file reach the prototype of objects', () => {
    const text = printDocument(exampleDocument).replace('"cost": {', '"cost": {"__proto__": 1, ')
    try {
      parseDocument(text)
    } catch (error) {
      expect(error).toBeInstanceOf(Failure)
    }
    expect(({} as Record<string, unknown>).tempo).toBeUndefined()
  })
})
