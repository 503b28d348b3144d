import { InvalidArgumentError, Option } from 'commander'
import { parseCueRange, type CueRange } from '../core/document/cueText'
import { filmSounds } from '../core/export/exportSource'
import { exportFormatNames, parseExportFormats, type ExportFormatName } from '../core/export/formats'
import type { MarkerChoice } from '../core/export/midiFile'
import { noteTimings } from '../core/export/noteTiming'
import { maximumPreRollBars } from '../core/export/scorePieces'
import { deepestDucking, usualDucking } from '../core/playback/ducking'
import { parseTimecode } from '../core/time/timecode'
import { parsed, wholeNumber } from './arguments'

const markerKinds = ['cuts', 'sections', 'chords'] as const

function markerChoice(text: string): MarkerChoice {
  const names = text === 'none' ? [] : text.split(',').map((name) => name.trim().toLowerCase())
  for (const name of names)
    if (!(markerKinds as readonly string[]).includes(name))
      throw new InvalidArgumentError('Markers are cuts, sections, chords, or none.')
  return {
    cuts: names.includes('cuts'),
    sections: names.includes('sections'),
    chords: names.includes('chords'),
  }
}

function timecode(text: string): string {
  if (parseTimecode(text)) return text
  throw new InvalidArgumentError('Write a timecode such as 01:00:00:00, or 01:00:00;00 for drop-frame.')
}

function loudness(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && value >= -40 && value <= -5) return value
  throw new InvalidArgumentError('Write a loudness in LUFS from -40 to -5, such as -23.')
}

function ducking(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && value >= 0 && value <= deepestDucking) return value
  throw new InvalidArgumentError(`Write decibels from 0 to ${deepestDucking}, such as ${usualDucking}.`)
}

export const preRollOption = (): Option =>
  new Option(
    '--pre-roll <bars>',
    'silent bars before the first picture, 0 to 8 (MIDI files, mix, stems)',
  ).argParser(wholeNumber(0, maximumPreRollBars))

/** Options of `hitpoint export`. */
export const exportOptions = (): readonly Option[] => [
  new Option('--format <names>', `one or more of ${exportFormatNames.join(', ')}`)
    .argParser((text: string, before: readonly ExportFormatName[] = []) => [
      ...new Set([...before, ...parsed(parseExportFormats)(text)]),
    ])
    .makeOptionMandatory(),
  new Option('--each-cue', 'MIDI, sound and preview files for each cue'),
  new Option(
    '--only-cue <name>',
    'only this cue, in MIDI, sound and preview files; may be repeated',
  ).argParser((text: string, before: readonly string[] = []) => [...before, text]),
  new Option('--range <in-out>', 'MIDI, sound and preview files of this part of the film only').argParser(
    parsed((text: string): CueRange => parseCueRange(text)),
  ),
  new Option('--markers <kinds>', 'cuts, sections, chords, or none (default cuts,sections)').argParser(
    markerChoice,
  ),
  new Option('--timing <timing>', 'how notes lie (default composed)').choices([...noteTimings]),
  preRollOption(),
  new Option('--guide-track', 'MIDI files with a note over the whole length, which Ableton Live needs'),
  new Option('--start-timecode <timecode>', 'of the first picture (default: the film’s own)').argParser(
    timecode,
  ),
  new Option(
    '--lufs <lufs>',
    'integrated loudness of mix, stems and preview (default: as composed)',
  ).argParser(loudness),
  new Option('--film-sound <how>', 'with: the preview’s music gives way to it (default); without').choices([
    ...filmSounds,
  ]),
  new Option(
    '--duck [decibels]',
    `lower mix and preview’s music under the film’s speech, 0 to ${deepestDucking} (${usualDucking} when none are given)`,
  )
    .preset(String(usualDucking))
    .argParser(ducking),
]

/** Options of `hitpoint import`. */
export const importOptions = (): readonly Option[] => [
  new Option('--cuts <file>', 'a cut list of the new cut: EDL, FCPXML, FCP 7 XML, OTIO or CSV').conflicts(
    'midi',
  ),
  new Option('--old-cuts <file>', 'a cut list of the cut that the project has, by the same sources'),
  new Option('--video <file>', 'the film in its new cut'),
  new Option('--compose', 'compose anew around what is locked'),
  new Option('--midi <file>', 'the score’s MIDI file as it was edited in a DAW'),
  preRollOption(),
]
