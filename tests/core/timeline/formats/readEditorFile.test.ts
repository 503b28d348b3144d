import { describe, expect, it } from 'vitest'
import { failureText } from '../../../../src/core/base/failureText'
import { isFailure } from '../../../../src/core/base/failure'
import { rational } from '../../../../src/core/time/rational'
import type { EditorTimeline } from '../../../../src/core/timeline/formats/editorTimeline'
import { editorFormatOf, readEditorFile } from '../../../../src/core/timeline/formats/readEditorFile'

const pal = { frameRate: rational(25), startFrame: 90_000 }
const read = (text: string): EditorTimeline => readEditorFile(text, pal)
const places = ({ shots }: EditorTimeline) => shots.map(({ name, start, end }) => [name, start, end])

/** As Resolve writes it: times with a denominator of 1, lanes, a gap, a compound clip, markers in clips, a retimed clip. */
const resolve = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE fcpxml>
<fcpxml version="1.9"><resources>
  <format id="r0" frameDuration="1001/24000s" width="1920" height="1080" name="FFVideoFormat1080p2398"/>
  <asset id="r1" name="A001.mov" start="3603600/1000s" hasVideo="1" format="r0"><media-rep kind="original-media" src="file:///a"/></asset>
  <media id="r2" name="Compound"/>
</resources><library><event name="e"><project name="Reel">
  <sequence format="r0" tcStart="3600/1s" tcFormat="NDF" duration="1001/100s"><spine>
    <asset-clip ref="r1" name="one" offset="3600/1s" start="3603600/1000s" duration="24024/24000s">
      <marker start="3603600/1000s" duration="1001/24000s" value="first" note="n"/>
      <asset-clip ref="r1" lane="1" name="above" offset="3600/1s" start="0s" duration="1001/24000s"/>
      <chapter-marker start="43255212/12000s" value="c"/>
    </asset-clip>
    <gap name="Gap" offset="86424024/24000s" start="3600/1s" duration="12012/24000s"/>
    <transition name="Cross Dissolve" offset="86432032/24000s" duration="8008/24000s"/>
    <ref-clip ref="r2" name="two" offset="86436036/24000s" duration="24024/24000s"><timeMap/></ref-clip>
  </spine></sequence></project></event></library></fcpxml>`

/** As Premiere writes it: a fade to black, a gap, a disabled clip, files described once. */
const premiere = `<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE xmeml>
<xmeml version="4"><sequence id="s"><name>Cut 2</name><rate><timebase>30</timebase><ntsc>TRUE</ntsc></rate>
<timecode><frame>107892</frame><displayformat>DF</displayformat></timecode>
<media><video><track>
  <clipitem id="a"><name>one</name><rate><timebase>30</timebase><ntsc>TRUE</ntsc></rate><start>0</start><end>-1</end><in>100</in><out>400</out>
    <file id="f1"><name>A.mov</name><timecode><frame>1000</frame></timecode></file></clipitem>
  <transitionitem><start>270</start><end>300</end><alignment>end-black</alignment><effect><name>Cross Dissolve</name></effect></transitionitem>
  <clipitem id="b"><name>off</name><enabled>FALSE</enabled><start>300</start><end>330</end><in>0</in><out>30</out></clipitem>
  <clipitem id="c"><name>two</name><start>360</start><end>400</end><in>7</in><out>47</out><file id="f1"/></clipitem>
</track><track><clipitem id="v2"><start>0</start><end>9</end><in>0</in><out>9</out></clipitem></track></video></media>
<marker><name>m</name><comment>c</comment><in>12</in><out>-1</out></marker></sequence></xmeml>`

describe('readEditorFile', () => {
  it('F6: FCPXML as Resolve writes it', () => {
    const timeline = read(resolve)
    expect(timeline).toMatchObject({ title: 'Reel', frameRate: rational(24_000, 1001), startFrame: 86_314 })
    expect(timeline.shots).toMatchObject([
      { name: 'one', source: 'A001.mov', start: 0, end: 24, sourceStart: 86_400 },
      { name: 'Black', source: 'BL', start: 24, end: 36 },
      {
        name: 'two',
        source: 'Compound',
        start: 36,
        end: 60,
        transition: { kind: 'dissolve', start: 32, end: 40 },
        retimed: true,
      },
    ])
    expect(timeline.markers).toEqual([
      { name: 'first', note: 'n', colour: 'blue', start: 0, duration: 1 },
      { name: 'c', note: '', colour: 'yellow', start: 24, duration: 1 },
    ])
  })

  it('F7: FCP 7 XML as Premiere writes it', () => {
    const timeline = read(premiere)
    expect(timeline).toMatchObject({ title: 'Cut 2', dropFrame: true, startFrame: 107_892 })
    expect(timeline.shots).toMatchObject([
      { name: 'one', source: 'A.mov', start: 0, end: 300, sourceStart: 1100 },
      { name: 'Black', start: 300, end: 360, transition: { kind: 'fade', start: 270, end: 300 } },
      { name: 'two', source: 'A.mov', start: 360, end: 400, sourceStart: 1007 },
    ])
    expect(timeline.markers).toEqual([{ name: 'm', note: 'c', colour: 'blue', start: 12, duration: 1 }])
  })

  it('F9: tables by hand, by PySceneDetect and by Resolve', () => {
    expect(
      read('Timecode;Name\n01:00:02:00;"a;b"\n01:00:01:00;c\n').markers.map(({ name, start }) => [
        name,
        start,
      ]),
    ).toEqual([
      ['c', 25],
      ['a;b', 50],
    ])
    expect(read('time,comment\n1.5,x\n0:02.04,y\n').markers.map(({ start, note }) => [start, note])).toEqual([
      [38, 'x'],
      [51, 'y'],
    ])
    const detected = `Timecode List:,00:00:02.000
Scene Number,Start Frame,Start Timecode,Start Time (seconds),End Frame,End Timecode,End Time (seconds)
1,0,00:00:00.000,0.000,50,00:00:02.000,2.000
2,50,00:00:02.000,2.000,75,00:00:03.000,3.000`
    expect(places(read(detected))).toEqual([
      ['1', 0, 50],
      ['2', 50, 75],
    ])
    expect(
      places(read('Name\tRecord In\tRecord Out\nA\t10:00:00:00\t10:00:01:00\n')).at(-1)!.slice(1),
    ).toEqual([810_000, 810_025])
  })

  it.each([
    ['', 'no EDL'],
    ['hello', 'no EDL'],
    ['<html/>', 'no EDL'],
    ['{"a": 1}', 'no EDL'],
    ['<fcpxml version="1.9"><resources/></fcpxml>', 'no sequence'],
    ['<fcpxml', 'no EDL'],
    ['<fcpxml version="1.9">', 'not closed'],
    [resolve.replace('1001/24000s"', 'soon"'), 'is no time of FCPXML'],
    [resolve.replace('frameDuration="1001/24000s"', ''), 'no frame duration'],
    [
      resolve.replace('1001/24000s', '1/13s').replace('r0" frameDuration="1/13s', 'r0" frameDuration="7/13s'),
      'frame rate 13/7',
    ],
    [premiere.replaceAll('<timebase>30</timebase>', ''), 'no frame rate'],
    [
      premiere.replace('<start>0</start><end>-1</end>', '<start>-1</start><end>-1</end>'),
      'transition that is missing',
    ],
    ['{"OTIO_SCHEMA": "Clip.2"}', 'no OpenTimelineIO timeline'],
    ['{"OTIO_SCHEMA": "Timeline.1"', 'JSON'],
    ['{"OTIO_SCHEMA": "Timeline.1", "tracks": {}}', 'no times'],
    ['a,b\n1,2\n', 'no column is called'],
    ['frame,name\nx,y\n', 'row 2: “x” is no time'],
    ['timecode\n01:00:00:26\n', 'row 2: the timecode 01:00:00:26 does not exist'],
    ['frame,name\n"1,y\n', 'a quote does not end'],
    ['frame\n\n', 'no rows with a time'],
    ['001 A V C 00:00:00:00 00:00:01:00 01:00:00:00 01:00:00:29', 'line 1: the timecode'],
  ])('F10: %j is refused with a reason and what to do', (text, reason) => {
    let failure: unknown
    try {
      read(text)
    } catch (error) {
      failure = error
    }
    if (!isFailure(failure)) throw new Error('nothing was refused')
    expect(failure.code).toBe('cuts-not-readable')
    expect(failure.context.reason).toContain(reason)
    expect(failureText(failure)).toMatch(/^The cut list cannot be read \(.*\); export it again as .*\.$/u)
  })

  it('F10: knows a format by what is in it', () => {
    expect([resolve, premiere, '  {"OTIO_SCHEMA": 1}', 'TITLE: x', '\ufeffa,b'].map(editorFormatOf)).toEqual([
      'fcpxml',
      'xmeml',
      'otio',
      'edl',
      'csv',
    ])
  })
})
