import { describe, expect, it } from 'vitest'
import type { FailureCode } from '../../../src/core/base/failure'
import { Failure } from '../../../src/core/base/failure'
import { failureText } from '../../../src/core/base/failureText'

/** Exhaustive by type: a new code must be added here. */
const codes: Readonly<Record<FailureCode, true>> = {
  cancelled: true,
  'ffmpeg-missing': true,
  'ffmpeg-failed': true,
  'file-missing': true,
  'file-is-directory': true,
  'file-empty': true,
  'file-not-readable': true,
  'not-a-video': true,
  'no-picture': true,
  'too-short': true,
  'output-exists': true,
  'output-not-writable': true,
  'disk-full': true,
  'project-damaged': true,
  'project-newer': true,
  'project-too-large': true,
  'project-elsewhere': true,
  'media-moved': true,
  'media-changed': true,
  'model-missing': true,
  'model-damaged': true,
  'inference-crashed': true,
  'inference-failed': true,
  'sound-bank-missing': true,
  'cuts-not-readable': true,
  'midi-not-readable': true,
  'midi-does-not-fit': true,
  'midi-unavailable': true,
  'midi-port-missing': true,
  'midi-crashed': true,
  'wrong-use': true,
  internal: true,
}

describe('failureText', () => {
  it.each(Object.keys(codes) as FailureCode[])('%s is one sentence that says what to do', (code) => {
    for (const context of [
      {},
      { path: '/films/my clip.mp4', reason: 'first line\n    at stack (file.js:1:2).' },
    ]) {
      const text = failureText(new Failure(code, context))
      expect(text).toMatch(/^[A-Z“f].*[^.]\.$/u)
      expect(text).not.toMatch(/undefined|\n| {2}|\[object/u)
      expect(text.split(/[.!?] [A-Z]/u)).toHaveLength(1)
      expect(text).toMatch(/; |: /u)
    }
  })

  it('names the file and shortens a long reason', () => {
    expect(failureText(new Failure('file-missing', { path: 'clip.mp4' }))).toBe(
      'There is no file “clip.mp4”; check the name and the folder.',
    )
    expect(
      failureText(new Failure('not-a-video', { path: 'a.mp4', reason: 'x'.repeat(5000) })).length,
    ).toBeLessThan(500)
  })
})
