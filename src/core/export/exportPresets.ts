import type { ExportFormatName } from './formats'

/** What a program is best sent. */
export interface ExportPreset {
  readonly name: string
  readonly formats: readonly ExportFormatName[]
  readonly preRollBars: number
  readonly guideTrack: boolean
  /** What to do there; docs/formats.md says the same. */
  readonly hint: string
}

const preset = (
  name: string,
  formats: readonly ExportFormatName[],
  hint: string,
  more: Partial<ExportPreset> = {},
): ExportPreset => ({ name, formats, hint, preRollBars: 0, guideTrack: false, ...more })

/** By program, in the order in which users see them. */
export const exportPresets: readonly ExportPreset[] = [
  preset('Logic', ['mid'], 'Open the MIDI file; one that is dragged in loses its tempo map.', {
    preRollBars: 1,
  }),
  preset(
    'Cubase',
    ['mid', 'dawproject'],
    'Cubase 14 imports the DAWproject. For the MIDI file keep “Ignore Master Track Events on Merge” off.',
  ),
  preset('Live', ['mid'], 'The guide track lets Live read the tempo to the end; delete it then.', {
    guideTrack: true,
  }),
  preset('REAPER', ['rpp'], 'Open the project; the film and the tempo map are in it.'),
  preset(
    'Bitwig / Studio One',
    ['dawproject', 'mid'],
    'Open the DAWproject; take tempo and metre from the MIDI file where they are missing.',
  ),
  preset(
    'Premiere / Resolve',
    ['xmeml', 'resolve-edl', 'wav', 'stems'],
    'Import the XML. In Resolve the timeline must start at the film’s timecode: Timelines, Import, Timeline Markers from EDL.',
  ),
]
