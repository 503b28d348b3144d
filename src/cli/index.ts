import { Command, CommanderError, type Option } from 'commander'
import packageDescription from '../../package.json' with { type: 'json' }
import { wholeNumber } from './arguments'
import { analyseCommand, type AnalyseOptions } from './commands/analyse'
import { exportCommand, type ExportCommandOptions } from './commands/export'
import { fitCommand, type FitOptions } from './commands/fit'
import { importCommand, type ImportCommandOptions } from './commands/import'
import { infoCommand } from './commands/info'
import { playCommand, portsCommand, type PlayOptions } from './commands/ports'
import { scoreCommand, type ScoreOptions } from './commands/score'
import { serveCommand, type ServeOptions } from './commands/serve'
import { thumbnailsCommand, type ThumbnailsOptions } from './commands/thumbnails'
import { compositionOptions } from './compositionOptions'
import { exportOptions, importOptions } from './exchangeOptions'
import { exitCodes } from './exitCodes'
import { analysisOptions, filmOptions } from './filmOptions'
import { playOptions } from './playOptions'
import { runCommand } from './run'

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

/** A command with several options added. */
function withOptions(command: Command, options: readonly Option[]): Command {
  for (const option of options) command.addOption(option)
  return command
}

function addScore(program: Command, finish: (code: number) => void): void {
  withOptions(program.command('score'), [...filmOptions(), ...compositionOptions()])
    .description('Compose a score for a video, or write the score of a saved project again.')
    .argument('<video|project>', 'a video file or a .hitpoint project')
    .requiredOption('--out <folder>', 'folder for the .mid, .hitpoint and .wav files')
    .option('--wav', 'also render the score to sound')
    .option('--force', 'replace existing files')
    .option('--json', 'print the result as JSON')
    .option('--quiet', 'no progress on stderr')
    .action(async (input: string, options: ScoreOptions) =>
      finish(await runCommand(options, (context) => scoreCommand(context, input, options))),
    )
}

function addFit(program: Command, finish: (code: number) => void): void {
  withOptions(program.command('fit'), filmOptions())
    .description('List the tempo solutions of a video or project, best first, without composing.')
    .argument('<video|project>', 'a video file or a .hitpoint project')
    .option('--json', 'print the result as JSON')
    .option('--quiet', 'no progress on stderr')
    .action(async (input: string, options: FitOptions) =>
      finish(await runCommand(options, (context) => fitCommand(context, input, options))),
    )
}

function addExchange(program: Command, finish: (code: number) => void): void {
  withOptions(program.command('export'), exportOptions())
    .description('Write a project for DAWs and editing programs.')
    .argument('<project>', 'a .hitpoint project')
    .requiredOption('--out <folder>', 'folder for the files')
    .option('--force', 'replace existing files')
    .option('--json', 'print the result as JSON')
    .option('--quiet', 'no progress on stderr')
    .action(async (project: string, options: ExportCommandOptions) =>
      finish(await runCommand(options, (context) => exportCommand(context, project, options))),
    )
  withOptions(program.command('import'), importOptions())
    .description('Take a new cut list, or a MIDI file that was edited in a DAW, into a project.')
    .argument('<project>', 'a .hitpoint project; it is rewritten unless --out names a folder')
    .option('--out <folder>', 'folder for the changed project')
    .option('--force', 'replace an existing project there')
    .option('--json', 'print the result as JSON')
    .option('--quiet', 'no progress on stderr')
    .action(async (project: string, options: ImportCommandOptions) =>
      finish(await runCommand(options, (context) => importCommand(context, project, options))),
    )
}

function addPorts(program: Command, finish: (code: number) => void): void {
  program
    .command('ports')
    .description('List the MIDI ports of this system.')
    .option('--json', 'print them as JSON')
    .action(async (options: { json?: boolean }) =>
      finish(await runCommand({}, (context) => portsCommand(context, options))),
    )
  withOptions(program.command('play'), playOptions())
    .description('Play the score of a project on a MIDI port.')
    .argument('<project>', 'a .hitpoint project')
    .action(async (project: string, options: PlayOptions) =>
      finish(await runCommand({}, (context) => playCommand(context, project, options))),
    )
}

function createProgram(finish: (code: number) => void): Command {
  const program = new Command('hitpoint')
    .description(
      'Scores video: finds the cuts, reads the emotion and composes music whose chords land on the cuts.',
    )
    .version(packageDescription.version)
    .exitOverride()
    .showHelpAfterError('(add --help for help)')
  withOptions(program.command('analyse'), analysisOptions())
    .description('Find the transitions and the emotion curve of a video.')
    .argument('<video>', 'a video file')
    .option('--json', 'print the result as JSON')
    .option('--quiet', 'no progress on stderr')
    .action(async (video: string, options: AnalyseOptions) =>
      finish(await runCommand(options, (context) => analyseCommand(context, video, options))),
    )
  addFit(program, finish)
  addScore(program, finish)
  addThumbnails(program, finish)
  addExchange(program, finish)
  addPorts(program, finish)
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
    .argument('[file]', 'a video or a .hitpoint project to open')
    .option('--port <number>', 'port on 127.0.0.1, 0 for any', wholeNumber(0, 65535), 0)
    .option('--folder <folder>', 'the page may open files in here; by default where the file lies, or here')
    .action(async (file: string | undefined, options: ServeOptions) =>
      finish(await runCommand({}, (context) => serveCommand(context, file, options))),
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
