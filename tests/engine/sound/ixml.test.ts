import { describe, expect, it } from 'vitest'
import { parseXml } from '../../../src/core/base/parseXml'
import { childOf, descendantsOf, textOf } from '../../../src/core/base/xml'
import { rational } from '../../../src/core/time/rational'
import { ixmlContent, type ProductionFacts } from '../../../src/main/engine/sound/ixml'

/** docs/spec/sound-export.md, S10. */
describe('iXML', () => {
  const facts: ProductionFacts = { project: 'Nacht & „Tag“ <2>', part: 'Violins' }
  const read = (told: ProductionFacts, place = 0) =>
    parseXml(Buffer.from(ixmlContent(told, place, 48_000)).toString('utf8'))
  const speedOf = (told: ProductionFacts, place?: number) => childOf(read(told, place), 'SPEED')!

  it('names film, cue, part and both channels, whatever letters they have', () => {
    const root = read({ ...facts, scene: '1m2' })
    const texts = ['PROJECT', 'SCENE', 'NOTE'].map((name) => textOf(childOf(root, name)))
    expect(texts).toEqual([facts.project, '1m2', 'Violins'])
    const names = descendantsOf(root, 'TRACK').map((track) => textOf(childOf(track, 'NAME')))
    expect(names).toEqual(['Violins L', 'Violins R'])
    expect(childOf(read(facts), 'SCENE')).toBeUndefined()
  })

  it.each([
    [rational(24_000, 1001), false, '24000/1001', 'NDF'],
    [rational(25), false, '25/1', 'NDF'],
    [rational(30_000, 1001), true, '30000/1001', 'DF'],
  ])('tells how timecode counts at %o, drop-frame %s', (frameRate, dropFrame, rate, flag) => {
    const speed = speedOf({ ...facts, timecode: { frameRate, dropFrame } })
    expect(textOf(childOf(speed, 'TIMECODE_RATE'))).toBe(rate)
    expect(textOf(childOf(speed, 'TIMECODE_FLAG'))).toBe(flag)
  })

  it('tells no rate where the film has none that timecode counts, but always the place', () => {
    // 25 hours of samples do not fit into 32 bits.
    const place = 25 * 3600 * 48_000
    const speed = speedOf(facts, place)
    expect(childOf(speed, 'TIMECODE_RATE')).toBeUndefined()
    const [high, low] = ['HI', 'LO'].map((half) =>
      Number(textOf(childOf(speed, `TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_${half}`))),
    )
    expect(high! * 2 ** 32 + low!).toBe(place)
  })

  it('has an even length, as RIFF has chunks', () => {
    for (const part of ['a', 'ab', 'abc'])
      expect(ixmlContent({ ...facts, part }, 0, 48_000).length % 2).toBe(0)
  })
})
