import { duckingGain } from '../../../core/playback/ducking'
import { spokenRanges, type SpokenRange } from '../../../core/playback/speech'
import type { Editor } from '../app/editor'
import { filmGain } from '../app/mixerActions'
import type { WaveformPeaks } from '../app/session'

/** What ducking leaves of the music at a film time, 0 to 1, by the analysed sound of the film (docs/spec/ducking.md). */
export function createDucking(editor: Editor): (time: number) => number {
  let known: WaveformPeaks | null = null
  let ranges: readonly SpokenRange[] = []
  return (time) => {
    const { waveform, playback } = editor.session.get()
    if (playback.ducking === 0 || !waveform || filmGain(editor.document.get()) === 0) return 1
    if (waveform !== known) ranges = spokenRanges(waveform)
    known = waveform
    return duckingGain(ranges, playback.ducking, time)
  }
}
