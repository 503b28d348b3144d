import type { Score } from '../music/score'
import { startTimecodeOf, type ExportOptions, type ExportSource } from './exportSource'
import { createFileSet, distinctNames, safeFileName, type FileSet } from './fileSet'
import { writeMidiFile, type MidiFileOptions } from './midiFile'
import { midiText } from './midiText'
import { scorePieces, type ScorePiece } from './scorePieces'

const pieceTitle = (title: string, { cue }: ScorePiece): string => (cue === null ? title : `${title} ${cue}`)

function fileOptions(source: ExportSource, options: ExportOptions, piece: ScorePiece): MidiFileOptions {
  return {
    title: pieceTitle(source.title, piece),
    frameRate: source.document.media.info.frameRate,
    startTimecode: startTimecodeOf(source, options),
    firstTick: piece.firstTick,
    markers: options.markers,
    guideTrack: options.guideTrack,
  }
}

/** `mid`: one file for the film, for a range, or for each cue. */
export function exportMidi(source: ExportSource, options: ExportOptions): FileSet {
  const pieces = scorePieces(source, options)
  const names = distinctNames(pieces.map((piece) => safeFileName(pieceTitle(source.title, piece))))
  return createFileSet(
    pieces.map((piece, index) => [
      `${names[index]!}.mid`,
      writeMidiFile(piece.score, fileOptions(source, options, piece)),
    ]),
  )
}

const withTrack = (score: Score, index: number): Score => ({ ...score, tracks: [score.tracks[index]!] })

/** `midi-tracks`: one file for every track, each with the whole tempo map and all markers. */
export function exportMidiTracks(source: ExportSource, options: ExportOptions): FileSet {
  const pieces = scorePieces(source, options)
  const bases = distinctNames(pieces.map((piece) => safeFileName(pieceTitle(source.title, piece), 60)))
  return createFileSet(
    pieces.flatMap((piece, which) => {
      const names = distinctNames(piece.score.tracks.map(({ name }) => midiText(name)))
      return names.map((name, index): [string, Uint8Array] => {
        const number = String(index + 1).padStart(2, '0')
        return [
          `${bases[which]!} - ${number} ${safeFileName(name, 40)}.mid`,
          writeMidiFile(withTrack(piece.score, index), fileOptions(source, options, piece)),
        ]
      })
    }),
  )
}
