import { writeMidiFile } from '../../../src/core/export/midiFile'
import { rational } from '../../../src/core/time/rational'
import { exampleScore } from '../../fixtures/midi/exampleScore'

/** The bytes of tests/fixtures/midi/film.mid as the program writes them now. */
export const currentFile = (): Uint8Array =>
  writeMidiFile(exampleScore, {
    title: 'Film – Ænd',
    frameRate: rational(30_000, 1001),
    startTimecode: '01:00:00;02',
  })
