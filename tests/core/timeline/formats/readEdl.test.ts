import { describe, expect, it } from 'vitest'
import { rational } from '../../../../src/core/time/rational'
import { readEdl } from '../../../../src/core/timeline/formats/readEdl'
import { mergedMarkers, writeEdl } from '../../../../src/core/timeline/formats/writeEdl'
import { film } from '../../../fixtures/arbitraryEditorTimeline'

const pal = rational(25)

/** As Avid writes it: audio events, key, a wipe, black, a speed change, comments of its own. */
const avid = `TITLE:   REEL 1 V3
FCM: NON-DROP FRAME

001  TAPE01   V     C        02:00:10:00 02:00:12:00 01:00:00:00 01:00:02:00
* FROM CLIP NAME:  SLATE 4
002  TAPE01   AA    C        02:00:10:00 02:00:12:00 01:00:00:00 01:00:02:00
003  TAPE01   V     C        02:00:12:00 02:00:12:00 01:00:02:00 01:00:02:00
003  TAPE02   V     D    024 05:10:00:00 05:10:04:00 01:00:02:00 01:00:06:00
* FROM CLIP NAME:  SLATE 4
* TO CLIP NAME:  DOOR
* LOC: 01:00:03:00 MAGENTA LISTEN
004  TAPE02   V     C        05:10:04:00 05:10:04:00 01:00:06:00 01:00:06:00
004  BL       V     D    025 00:00:00:00 00:00:02:00 01:00:06:00 01:00:08:00
005  BL       V     C        00:00:00:00 00:00:00:00 01:00:08:00 01:00:08:00
005  AX       V     D    010 00:00:00:00 00:00:01:00 01:00:08:00 01:00:09:00
* TO CLIP NAME:  TITLE.MOV
006  AX       V     W001 010 00:00:01:00 00:00:03:00 01:00:09:00 01:00:11:00
* FROM CLIP NAME:  END.MOV
M2   AX             012.5                00:00:01:00
`

describe('readEdl', () => {
  it('F1-F3: reads cuts, dissolves, fades to and from black, wipes, speeds and locators', () => {
    const timeline = readEdl(avid, pal)
    expect(timeline).toMatchObject({ title: 'REEL 1 V3', startFrame: 90_000, dropFrame: false })
    expect(timeline.shots).toEqual([
      { name: 'SLATE 4', source: 'TAPE01', start: 0, end: 62, sourceStart: 180_250 },
      {
        name: 'DOOR',
        source: 'TAPE02',
        start: 62,
        end: 175,
        sourceStart: 465_012,
        transition: { kind: 'dissolve', start: 50, end: 74 },
      },
      {
        name: 'Black',
        source: 'BL',
        start: 175,
        end: 200,
        sourceStart: null,
        transition: { kind: 'fade', start: 150, end: 175 },
      },
      {
        name: 'TITLE.MOV',
        source: 'TITLE.MOV',
        start: 200,
        end: 230,
        sourceStart: 0,
        transition: { kind: 'fade', start: 200, end: 210 },
      },
      {
        name: 'END.MOV',
        source: 'END.MOV',
        start: 230,
        end: 275,
        sourceStart: 30,
        transition: { kind: 'wipe', start: 225, end: 235 },
        retimed: true,
      },
    ])
    expect(timeline.markers).toEqual([{ name: 'LISTEN', note: '', colour: 'purple', start: 75, duration: 1 }])
  })

  it('F2: puts black where nothing is cut in, and takes the later of two that overlap', () => {
    const { shots } = readEdl(
      `001 A V C 00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00
002 B V C 00:00:00:00 00:00:02:00 01:00:02:00 01:00:04:00
003 C V2 C 00:00:00:00 00:00:02:00 01:00:00:00 01:00:04:00
004 D V C 00:00:00:00 00:00:01:00 01:00:03:00 01:00:04:00`,
      pal,
    )
    expect(shots.map(({ source, start, end }) => [source, start, end])).toEqual([
      ['A', 0, 25],
      ['BL', 25, 50],
      ['B', 50, 75],
      ['D', 75, 100],
    ])
  })

  it('F2: counts drop-frame by FCM or by the semicolon, and never mixes them up', () => {
    const event = (mark: string) =>
      `001 A V C 01:00:59${mark}29 01:01:00${mark}02 01:00:59${mark}29 01:01:00${mark}02`
    const ntsc = rational(30_000, 1001)
    expect(readEdl(`FCM: DROP FRAME\n${event(':')}`, ntsc).shots[0]).toMatchObject({ start: 0, end: 1 })
    expect(readEdl(event(';'), ntsc)).toMatchObject({ dropFrame: true, startFrame: 109_691 })
    expect(readEdl(`FCM: NON-DROP FRAME\n${event(':')}`, ntsc).shots[0]).toMatchObject({ end: 3 })
  })

  it.each([
    ['', 'no video events'],
    ['TITLE: only', 'no video events'],
    ['001 A V C 01:00:00:00 01:00:01:00 01:00:00:00', 'line 1 is no event'],
    [
      'TITLE: x\n\n001 A V C 00:00:00:00 00:00:01:00 01:00:00:00 01:00:00:29',
      'line 3: the timecode 01:00:00:29 does not exist at 25',
    ],
    ['FCM: DROP FRAME\n001 A V C 0:0 0:0 x', 'no video events'],
  ])('F2: %j is refused', (text, reason) => {
    expect(() => readEdl(text, pal)).toThrow(reason)
  })

  it('F2: a drop-frame label that does not exist is refused by its rate', () => {
    const text = 'FCM: DROP FRAME\n001 A V C 00:00:00:00 00:00:01:00 01:01:00:00 01:01:01:00'
    expect(() => readEdl(text, rational(30_000, 1001))).toThrow(
      'does not exist at 30 frames per second, drop-frame',
    )
  })
})

describe('writeEdl', () => {
  const timeline = { title: 'A\nB', frameRate: pal, dropFrame: false, startFrame: 0, markers: [] }
  const shot = (start: number, end: number) => ({ name: 'x', source: 'x', start, end, sourceStart: start })

  it('F1: has one line for a cut and a pair of lines for a dissolve; longer than 999 frames is a cut with a note', () => {
    const long = { kind: 'dissolve', start: 1000, end: 2500 } as const
    const text = writeEdl(
      { ...timeline, shots: [shot(0, 1700), { ...shot(1700, 4000), transition: long }] },
      film,
    )
    expect(text.split('\r\n')).toEqual([
      'TITLE: A B',
      'FCM: NON-DROP FRAME',
      '',
      '001  AX       V     C        00:00:00:00 00:00:40:00 00:00:00:00 00:00:40:00',
      '* FROM CLIP NAME: a film & more.mp4',
      '002  AX       V     C        00:00:40:00 00:02:40:00 00:00:40:00 00:02:40:00',
      '* FROM CLIP NAME: a film & more.mp4',
      '* TRANSITION: DISSOLVE FROM 00:00:40:00 TO 00:01:40:00 AT 00:01:08:00',
      '',
    ])
    expect(readEdl(text, pal).shots[1]).toMatchObject({ start: 1700, transition: long })
  })

  it('F5: markers of one frame become one', () => {
    const marker = { name: 'a', note: 'x', colour: 'red', start: 5, duration: 1 } as const
    expect(
      mergedMarkers([marker, { ...marker, name: 'b', note: '', duration: 9 }, { ...marker, start: 4 }]),
    ).toEqual([
      { ...marker, start: 4 },
      { ...marker, name: 'a + b', duration: 9 },
    ])
  })
})
