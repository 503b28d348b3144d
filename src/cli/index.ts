import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import packageDescription from '../../package.json' with { type: 'json' }
import { presetNames } from '../core/music/presets'
import { analyseCommand, type AnalyseOptions } from './commands/analyse'
import { infoCommand } from './commands/info'
import { scoreCommand, type ScoreOptions } from './commands/score'
import { serveCommand } from './commands/serve'
import { thumbnailsCommand, type ThumbnailsOptions } from './commands/thumbnails'
import { exitCodes } from './exitCodes'
import { runCommand } from './run'

function wholeNumber(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < minimum || value > maximum)
      throw new InvalidArgumentError(`It must be a whole number from ${minimum} to ${maximum}.`)
    return value
  }
}

const seed = wholeNumber(0, 0xffffffff)

const audioTrackOption = (): Option =>
  new Option(
    '--audio-track <number>',
    'audio track to read, counted from 1 (default: the one the file marks, else the first)',
  ).argParser(wholeNumber(1, 999))

function addThumbnails(program: Command, finish: (code: number) => void): void {
  program
    .command('thumbnails')
    .description('Write small pictures of a video, evenly spread, as JPEG files.')
    .argument('<video>', 'a video file')
    .requiredOption('--out <folder>', 'folder for the .jpg files')
    .option('--count <number>', 'how many', wholeNumber(1, 500), 12)
    .option('--height <pixels>', 'their height', wholeNumber(16, 480), 90)
    .option('--force', 'replace existing files')
    .option('--json', 'print the times and paths as JSON')
    .action(async (video: string, options: ThumbnailsOptions) =>
      finish(await runCommand({}, (context) => thumbnailsCommand(context, video, options))),
    )
}

function decimal(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!/^\d*\.?\d+$/.test(text) || value < minimum || value > maximum)
      throw new InvalidArgumentError(`It must be a number from ${minimum} to ${maximum}.`)
    return value
  }
}

const detectionOptions = (): readonly Option[] => [
  new Option(
    '--threshold <likelihood>',
    'how likely a transition must be (default 0.6); less finds more',
  ).argParser(decimal(0.02, 0.98)),
  new Option('--min-shot <seconds>', 'shortest shot between two transitions (default 0.1)').argParser(
    decimal(0, 60),
  ),
]

/** A command with several options added. */
function withOptions(command: Command, options: readonly Option[]): Command {
  for (const option of options) command.addOption(option)
  return command
}

function createProgram(finish: (code: number) => void): Command {
  const program = new Command('hitpoint')
    .description(
      'Scores video: finds the cuts, reads the emotion and composes music whose chords land on the cuts.',
    )
    .version(packageDescription.version)
    .exitOverride()
    .showHelpAfterError('(add --help for help)')
  withOptions(program.command('analyse'), [audioTrackOption(), ...detectionOptions()])
    .description('Find the transitions and the emotion curve of a video.')
    .argument('<video>', 'a video file')
    .option('--json', 'print the result as JSON')
    .option('--quiet', 'no progress on stderr')
    .action(async (video: string, options: AnalyseOptions) =>
      finish(await runCommand(options, (context) => analyseCommand(context, video, options))),
    )
  withOptions(program.command('score'), [audioTrackOption(), ...detectionOptions()])
    .description('Compose a score for a video, or write the score of a saved project again.')
    .argument('<video|project>', 'a video file or a .hitpoint project')
    .requiredOption('--out <folder>', 'folder for the .mid, .hitpoint and .wav files')
    .option('--seed <number>', 'another seed gives another score (default 1, or the project’s)', seed)
    .addOption(
      new Option('--hits <which>', 'transitions that must have a chord exactly on them').choices([
        'auto',
        'all',
        'none',
      ]),
    )
    .addOption(new Option('--preset <name>', 'instrumentation').choices(presetNames))
    .option('--wav', 'also render the score to sound')
    .option('--force', 'replace existing files')
    .option('--json', 'print the result as JSON')
    .option('--quiet', 'no progress on stderr')
    .action(async (input: string, options: ScoreOptions) =>
      finish(await runCommand(options, (context) => scoreCommand(context, input, options))),
    )
  addThumbnails(program, finish)
  program
    .command('info')
    .description('Show versions, the ffmpeg that is used, models and execution providers.')
    .option('--json', 'print the result as JSON')
    .action(async (options: { json?: boolean }) =>
      finish(await runCommand({}, (context) => infoCommand(context, options))),
    )
  program
    .command('serve')
    .description('Show the window in a browser on this machine.')
    .argument('[video]', 'a video file to open')
    .option('--port <number>', 'port on 127.0.0.1, 0 for any', wholeNumber(0, 65535), 0)
    .action(async (video: string | undefined, options: { port: number }) =>
      finish(await runCommand({}, (context) => serveCommand(context, video, options))),
    )
  return program
}

/** A reader that has seen enough (`hitpoint analyse film.mp4 | head -3`) is no failure. */
function endQuietlyWhenUnread(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(process.exitCode ?? exitCodes.done)
  })
}

async function main(): Promise<void> {
  endQuietlyWhenUnread()
  try {
    await createProgram((code) => {
      process.exitCode = code
    }).parseAsync()
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.wrongUse
  }
}

void main()
