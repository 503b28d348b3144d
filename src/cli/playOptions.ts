import { InvalidArgumentError, Option } from 'commander'
import { parsePoint, type FilmPoint } from '../core/document/cueText'
import { decimal } from './arguments'

function point(text: string): FilmPoint {
  const found = parsePoint(text)
  if (found && found !== 'end') return found
  throw new InvalidArgumentError('Write seconds such as 12.5, or a timecode such as 01:00:12:12.')
}

function trackPort(
  text: string,
  before: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, string> {
  const at = text.lastIndexOf('=')
  if (at > 0 && at < text.length - 1) return new Map([...before, [text.slice(0, at), text.slice(at + 1)]])
  throw new InvalidArgumentError('Write TRACK=PORT, such as Strings=IAC Driver Bus 1.')
}

/** Options of `hitpoint play`. */
export const playOptions = (): readonly Option[] => [
  new Option('--port <name>', 'the MIDI port, by its name in `hitpoint ports`').makeOptionMandatory(),
  new Option('--track-port <track=port>', 'another port for one track; may be repeated').argParser(trackPort),
  new Option('--from <time>', 'where to begin: seconds or timecode').argParser(point),
  new Option('--latency <ms>', 'milliseconds by which the device sounds late, -500 to 500')
    .argParser(decimal(-500, 500))
    .default(0),
  new Option('--clock', 'also send MIDI clock and song position'),
  new Option('--mtc', 'also send MIDI timecode'),
  new Option('--mmc', 'also send play, stop and locate of MIDI Machine Control'),
]
