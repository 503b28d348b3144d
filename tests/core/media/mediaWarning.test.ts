import { describe, expect, it } from 'vitest'
import { clockText, isPassing, warningText, type MediaWarning } from '../../../src/core/media/mediaWarning'
import { defaultAudioTrack, displaySize } from '../../../src/core/media/mediaInfo'
import { audioTrackText } from '../../../src/core/media/audioTrackText'
import { rational } from '../../../src/core/time/rational'
import { seconds } from '../../../src/core/time/units'

/** Exhaustive by type: a new warning must be added here. */
const warnings: { readonly [Code in MediaWarning['code']]: Extract<MediaWarning, { code: Code }> } = {
  truncated: { code: 'truncated', at: seconds(72.34), expected: seconds(3600) },
  damaged: { code: 'damaged', at: seconds(72.34), until: seconds(72.38), errors: 3 },
  'pictures-missing': { code: 'pictures-missing', at: seconds(72.34), until: seconds(80) },
  'decoder-stopped': { code: 'decoder-stopped', at: seconds(72.34) },
  'read-failed': { code: 'read-failed', at: seconds(72.34) },
  'file-changed': { code: 'file-changed' },
  'sound-not-readable': { code: 'sound-not-readable' },
  'timestamps-repaired': { code: 'timestamps-repaired', pictures: 1 },
  'emotion-model-not-used': {
    code: 'emotion-model-not-used',
    folder: '/models/mine',
    reason: 'meta.json is missing',
  },
}

describe('warnings about a video', () => {
  it.each(Object.values(warnings))('$code says what happened and what to do', (warning) => {
    const text = warningText(warning)
    expect(text).toMatch(/^[a-z\d].*\.$/)
    expect(text).toMatch(/analyse|copy|look|export|convert|wait|repair/i)
    if ('at' in warning) expect(text).toContain('00:01:12.3')
  })

  it('names one place or a stretch, one error or many', () => {
    expect(warningText(warnings.damaged)).toContain('near 00:01:12.3, 3 errors')
    expect(warningText({ ...warnings.damaged, until: seconds(80), errors: 1 })).toContain(
      'between 00:01:12.3 and 00:01:20.0, 1 error;',
    )
  })

  it.each([
    [0, '00:00:00.0'],
    [59.999, '00:00:59.9'],
    [0.3, '00:00:00.3'],
    [3661.05, '01:01:01.0'],
    [360_000, '100:00:00.0'],
    [-1, '00:00:00.0'],
  ])('%f s is %s', (time, text) => expect(clockText(seconds(time))).toBe(text))

  it('knows which troubles lie in the moment', () => {
    expect(
      Object.values(warnings)
        .filter(isPassing)
        .map(({ code }) => code),
    ).toEqual(['decoder-stopped', 'read-failed', 'file-changed'])
  })
})

describe('what a video is', () => {
  const track = { index: 0, codec: 'aac', sampleRate: 48_000, channels: 2, isDefault: false }

  it('is shown in square pixels, upright', () => {
    const pal = { width: 720, height: 576, pixelAspectRatio: rational(64, 45), rotation: 0 } as const
    expect(displaySize(pal)).toEqual({ width: 1024, height: 576 })
    expect(displaySize({ ...pal, rotation: 90 })).toEqual({ width: 576, height: 1024 })
    expect(displaySize({ ...pal, width: 1, height: 1, pixelAspectRatio: rational(1, 100) })).toEqual({
      width: 1,
      height: 1,
    })
  })

  it('is read with the track that the file marks, else the first', () => {
    expect(defaultAudioTrack([])).toBeNull()
    expect(defaultAudioTrack([track, { ...track, index: 1 }])).toBe(0)
    expect(defaultAudioTrack([track, { ...track, index: 1, isDefault: true }])).toBe(1)
  })

  it('has its tracks named for people', () => {
    expect(audioTrackText({ ...track, language: 'deu', title: 'Kommentar' })).toBe(
      '1: deu, “Kommentar”, aac, stereo, 48000 Hz',
    )
    expect(audioTrackText({ ...track, index: 2, channels: 6 })).toBe('3: aac, 6 channels, 48000 Hz')
  })
})
