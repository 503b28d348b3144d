import type { AnalysisWarning } from '../main/engine/workflow/analyse'

/** One sentence for something that the user should know although the work went on. */
export function warningText(warning: AnalysisWarning): string {
  switch (warning.code) {
    case 'truncated':
      return (
        `the picture ends at ${warning.at.toFixed(2)} s although the file promises ${warning.expected.toFixed(2)} s; ` +
        'it was used as far as it goes. If it was still being copied, copy it again.'
      )
    case 'damaged':
      return `ffmpeg met damaged data ${warning.errors} time(s); look at the result, or export the video again.`
    case 'sound-not-readable':
      return 'the sound track could not be decoded; the emotion was read from the picture alone.'
    case 'timestamps-repaired':
      return `${warning.pictures} picture(s) without a usable timestamp were given the nominal frame length.`
  }
}
