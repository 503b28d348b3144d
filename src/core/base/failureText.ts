import type { Failure, FailureCode } from './failure'

type Context = Failure['context']

const quoted = (context: Context, fallback: string): string =>
  context.path === undefined ? fallback : `“${context.path}”`

/** The reason of a failure in brackets, one line, without the stop that the sentence brings. */
function because(context: Context): string {
  const { reason } = context
  if (reason === undefined || reason === '') return ''
  const line = String(reason).replace(/\s+/gu, ' ').trim().replace(/\.$/u, '')
  return ` (${line.length > 300 ? `${line.slice(0, 299)}…` : line})`
}

const megabytes = (bytes: string | number | undefined): string =>
  bytes === undefined ? 'too many' : String(Math.ceil(Number(bytes) / 1024 / 1024))

/** `audioTrack` counts from 0; people count from 1. */
const noAudioTrack = (audioTrack: number, tracks: number): string =>
  tracks === 0
    ? `There is no audio track ${audioTrack + 1}: the video has no sound.`
    : `There is no audio track ${audioTrack + 1}: the video has ${tracks === 1 ? 'only track 1' : `the tracks 1 to ${tracks}`}.`

function wrongUse(context: Context): string {
  if (context.reason !== undefined) return `That cannot be done${because(context)}; see --help.`
  if (context.audioTrack !== undefined)
    return noAudioTrack(Number(context.audioTrack), Number(context.tracks))
  return 'The command was not understood; see --help.'
}

const texts: Readonly<Record<FailureCode, (context: Context) => string>> = {
  cancelled: () => 'Cancelled; no unfinished file was left behind.',
  'ffmpeg-missing': (context) =>
    `ffmpeg was not found${context.path === undefined ? '' : ` at ${quoted(context, '')}`}; install ffmpeg or set FFMPEG_PATH to its path.`,
  'ffmpeg-failed': (context) =>
    `ffmpeg could not read ${quoted(context, 'the video')}${because(context)}; check that it plays, or convert it to MP4 first.`,
  'file-missing': (context) =>
    `There is no file ${quoted(context, 'of that name')}; check the name and the folder.`,
  'file-is-directory': (context) => `${capital(quoted(context, 'that'))} is a folder; name a file in it.`,
  'file-empty': (context) =>
    `${capital(quoted(context, 'the file'))} is empty; copy or export it again from where it came.`,
  'file-not-readable': (context) =>
    `${capital(quoted(context, 'the file'))} cannot be read${because(context)}; check its permissions and the drive.`,
  'not-a-video': (context) =>
    `${capital(quoted(context, 'the file'))} is not a video that ffmpeg can read${because(context)}; choose a video file such as MP4, MOV or MKV.`,
  'no-picture': (context) =>
    `${capital(quoted(context, 'the file'))} holds no picture; choose a file with a video track.`,
  'too-short': (context) =>
    `${capital(quoted(context, 'the video'))} is too short to score; choose one of at least two pictures and a second.`,
  'output-exists': (context) =>
    `${capital(quoted(context, 'the output'))} is already there and is kept; use --force to replace it or choose another folder.`,
  'output-not-writable': (context) =>
    `${capital(quoted(context, 'the output'))} cannot be written${because(context)}; choose another folder or change its permissions.`,
  'disk-full': (context) =>
    `The disk is full, so ${quoted(context, 'the output')} was not written; free some space or choose another disk.`,
  'project-damaged': (context) =>
    `${capital(quoted(context, 'the project file'))} is damaged or no Hitpoint project${because(context)}; open an earlier copy, or score the video again.`,
  'project-newer': (context) =>
    `${capital(quoted(context, 'the project'))} was saved by a newer Hitpoint${context.version === undefined ? '' : ` (format ${context.version})`}; update Hitpoint to open it.`,
  'project-too-large': (context) =>
    `${capital(quoted(context, 'the project file'))} is too large to be one (${megabytes(context.bytes)} MB, at most ${megabytes(context.limit)}); check that it is the right file.`,
  'project-elsewhere': () =>
    'This project was edited in another page meanwhile, so nothing was written over that; load this page again to go on with it, or save yours under another name.',
  'media-moved': (context) =>
    `The project’s video ${quoted(context, '')} was not found; put it back, or put it in the project’s folder.`,
  'media-changed': (context) =>
    `The video ${quoted(context, '')} is not the one that the project was made from; restore that one, or score this one anew.`,
  'model-missing': (context) => `The model ${quoted(context, 'file')} is missing; install Hitpoint again.`,
  'model-damaged': (context) =>
    `The model ${quoted(context, 'file')} is damaged${because(context)}; install Hitpoint again.`,
  'inference-crashed': (context) =>
    `The composer’s process stopped unexpectedly${because(context)}; try again, and close other programs if memory is short.`,
  'inference-failed': (context) =>
    `The model could not be run${because(context)}; try again, and report it if it happens twice.`,
  'sound-bank-missing': (context) =>
    `The sound bank ${quoted(context, '')} is missing or cannot be read; install Hitpoint again or choose another SF2 or SF3 file.`,
  'cuts-not-readable': (context) =>
    `${capital(quoted(context, 'the cut list'))} cannot be read${because(context)}; export it again as a CMX 3600 EDL, FCPXML, FCP 7 XML, OpenTimelineIO or CSV.`,
  'midi-not-readable': (context) =>
    `${capital(quoted(context, 'the MIDI file'))} cannot be read${because(context)}; export it again from your DAW as a Standard MIDI File.`,
  'midi-does-not-fit': (context) =>
    `${capital(quoted(context, 'the MIDI file'))} does not fit this project${because(context)}; export it from the DAW with its tempo map, from the project's first bar on.`,
  'midi-unavailable': (context) =>
    `This system has no MIDI ports that can be used${because(context)}; on Linux ALSA’s sequencer must be there (snd-seq), elsewhere the system’s MIDI.`,
  'midi-port-missing': (context) =>
    `There is no MIDI port ${context.name === undefined ? 'of that name' : `“${context.name}”`}; plug the device in or start its program, then choose it again (hitpoint ports lists what is there).`,
  'midi-crashed': () =>
    'The MIDI ports stopped working and were silenced; play again, and choose another port if it happens twice.',
  'wrong-use': wrongUse,
  internal: (context) =>
    `Hitpoint made a mistake${because(context)}; please report it with the command that you used.`,
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** One sentence for the user: what went wrong and what to do about it. Plain English, no stack trace. */
export function failureText(failure: Pick<Failure, 'code' | 'context'>): string {
  return texts[failure.code](failure.context).replace(/ +/gu, ' ')
}
