import type { Seconds } from '../time/units'

/** Something that the user should know about a video although its analysis went on. Times count from the first picture. */
export type MediaWarning =
  /** The picture ends before the file says it does. */
  | { readonly code: 'truncated'; readonly at: Seconds; readonly expected: Seconds }
  /** Data between `at` and `until` could not be decoded cleanly; `errors` complaints of ffmpeg. */
  | { readonly code: 'damaged'; readonly at: Seconds; readonly until: Seconds; readonly errors: number }
  /** The pictures keep to one rate, but none lies between `at` and `until`. */
  | { readonly code: 'pictures-missing'; readonly at: Seconds; readonly until: Seconds }
  /** ffmpeg was ended by somebody else, or crashed. */
  | { readonly code: 'decoder-stopped'; readonly at: Seconds }
  /** The drive gave no more data. */
  | { readonly code: 'read-failed'; readonly at: Seconds }
  /** The file was written to during the analysis. */
  | { readonly code: 'file-changed' }
  /** The sound track could not be decoded; pictures only. */
  | { readonly code: 'sound-not-readable' }
  /** Pictures without a usable timestamp were given the nominal frame length. */
  | { readonly code: 'timestamps-repaired'; readonly pictures: number }
  /** The picture network of the user's choice cannot be used; the built-in one read the film. */
  | { readonly code: 'emotion-model-not-used'; readonly folder: string; readonly reason: string }

const passingCodes: ReadonlySet<MediaWarning['code']> = new Set([
  'decoder-stopped',
  'read-failed',
  'file-changed',
])

/** Whether the trouble lay in the moment and not in the file: another analysis may go better. */
export const isPassing = ({ code }: MediaWarning): boolean => passingCodes.has(code)

/** `00:01:12.3`: hours, minutes and seconds to a tenth, rounded down. */
export function clockText(time: Seconds): string {
  const tenths = Math.max(0, Math.floor(time * 10 + 1e-6))
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0')
  return `${two(tenths / 36_000)}:${two((tenths / 600) % 60)}:${two((tenths / 10) % 60)}.${tenths % 10}`
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

function damageText(at: Seconds, until: Seconds, errors: number): string {
  const [start, end] = [clockText(at), clockText(until)]
  const place = start === end ? `near ${start}` : `between ${start} and ${end}`
  return `damaged data ${place}, ${counted(errors, 'error')}; look at what was found there, or export the video again.`
}

/** What happened, in words, and what to do about it; begins with a small letter, to follow `Warning:`. */
export function warningText(warning: MediaWarning): string {
  switch (warning.code) {
    case 'truncated':
      return (
        `the picture ends at ${clockText(warning.at)} although the file promises ${clockText(warning.expected)}; ` +
        'it was used as far as it goes. If it was still being copied, copy it again.'
      )
    case 'damaged':
      return damageText(warning.at, warning.until, warning.errors)
    case 'pictures-missing':
      return (
        `there is no picture between ${clockText(warning.at)} and ${clockText(warning.until)}; ` +
        'if the film moves there, the file is damaged: export it again.'
      )
    case 'decoder-stopped':
      return (
        `ffmpeg was stopped at ${clockText(warning.at)}; what came before was analysed. ` +
        'Analyse the video again; close other programs if memory is short.'
      )
    case 'read-failed':
      return (
        `the drive gave no more data after ${clockText(warning.at)}; what came before was analysed. ` +
        'Check the drive or the network, then analyse the video again.'
      )
    case 'file-changed':
      return 'the file was changed during the analysis; wait until it is finished, then analyse it again.'
    case 'sound-not-readable':
      return (
        'the sound track could not be decoded; the emotion was read from the picture alone. ' +
        'Choose another audio track, or convert the video.'
      )
    case 'timestamps-repaired':
      return (
        `${counted(warning.pictures, 'picture')} without a usable timestamp got the nominal frame length; ` +
        'check the last transition, or convert the video to MP4.'
      )
    case 'emotion-model-not-used':
      return (
        `the emotion model in ${warning.folder} is not used: ${warning.reason}; the built-in model read the film. ` +
        'Repair the folder (docs/emotion-models.md) or unset HITPOINT_EMOTION_MODEL.'
      )
  }
}
