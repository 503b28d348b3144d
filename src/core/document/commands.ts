/**
 * The one table of commands: keyboard, native menu, buttons' hints, the list under `?` and tests look things up here.
 * What a command does and whether it can be done now stands beside the page that does it, under the same ids.
 */

/** Where the native menu shows a command; `none`: by key only. */
export const menus = ['File', 'Edit', 'View', 'Transport', 'Cuts', 'Curve', 'Score', 'Help'] as const
export type Menu = (typeof menus)[number]

export interface CommandDefinition {
  readonly label: string
  readonly menu: Menu
  /**
   * Keys as `Mod+Shift+Z`: `Mod` is Cmd on macOS and Ctrl elsewhere, then a letter or a key's name as
   * `KeyboardEvent.key` gives it (`Space` for the space bar). The first is shown in menus.
   */
  readonly keys: readonly string[]
}

const command = (menu: Menu, label: string, ...keys: readonly string[]): CommandDefinition => ({
  menu,
  label,
  keys,
})

export const commands = {
  'file.open': command('File', 'Open …', 'Mod+O'),
  'file.openSample': command('File', 'Open the sample film'),
  'file.save': command('File', 'Save', 'Mod+S'),
  'file.saveAs': command('File', 'Save as …', 'Mod+Shift+S'),
  'file.earlier': command('File', 'Open the earlier version'),
  'file.export': command('File', 'Export …', 'Mod+E'),
  'file.import': command('File', 'Import cuts or MIDI …', 'Mod+I'),
  'file.analyse': command('File', 'Analyse the film'),
  'edit.undo': command('Edit', 'Undo', 'Mod+Z'),
  'edit.redo': command('Edit', 'Redo', 'Mod+Shift+Z', 'Mod+Y'),
  'edit.delete': command('Edit', 'Delete', 'Delete', 'Backspace'),
  'edit.selectAll': command('Edit', 'Select all', 'Mod+A'),
  'edit.copy': command('Edit', 'Copy curve of the range', 'Mod+C'),
  'edit.paste': command('Edit', 'Paste curve', 'Mod+V'),
  'view.zoomIn': command('View', 'Zoom in', '=', '+', 'Mod+='),
  'view.zoomOut': command('View', 'Zoom out', '-', 'Mod+-'),
  'view.zoomFilm': command('View', 'Whole film', 'Shift+Z'),
  'view.zoomRange': command('View', 'Zoom to the range', 'Z'),
  'view.tracksUp': command('View', 'Scroll the tracks up', 'PageUp'),
  'view.tracksDown': command('View', 'Scroll the tracks down', 'PageDown'),
  'view.follow': command('View', 'Follow the playhead', 'Shift+F'),
  'view.cuts': command('View', 'Cuts', '1'),
  'view.emotion': command('View', 'Emotion', '2'),
  'view.cues': command('View', 'Cues', '3'),
  'view.score': command('View', 'Score', '4'),
  'view.mixer': command('View', 'Mixer', '5'),
  'view.playback': command('View', 'Playback', '6'),
  'view.tallDetails': command('View', 'Details beside the timeline', 'Shift+T'),
  'transport.play': command('Transport', 'Play or pause', 'Space'),
  'transport.reverse': command('Transport', 'Backwards, faster each time', 'J'),
  'transport.stop': command('Transport', 'Stop', 'K'),
  'transport.forward': command('Transport', 'Forwards, faster each time', 'L'),
  'transport.frameBack': command('Transport', 'One frame back', 'ArrowLeft', ','),
  'transport.frameForward': command('Transport', 'One frame on', 'ArrowRight', '.'),
  'transport.secondBack': command('Transport', 'One second back', 'Shift+ArrowLeft'),
  'transport.secondForward': command('Transport', 'One second on', 'Shift+ArrowRight'),
  'transport.start': command('Transport', 'To the beginning', 'Home'),
  'transport.end': command('Transport', 'To the end', 'End'),
  'transport.markIn': command('Transport', 'Range begins here', 'I'),
  'transport.markOut': command('Transport', 'Range ends here', 'O'),
  'transport.clearRange': command('Transport', 'No range', 'Alt+X'),
  'transport.loop': command('Transport', 'Loop the range', 'Shift+L'),
  'transport.click': command('Transport', 'Click', 'N'),
  'transport.countIn': command('Transport', 'Count-in: none, one bar, two bars', 'Shift+N'),
  'transport.ducking': command('Transport', 'Duck the music under speech', 'Shift+D'),
  'transport.panic': command('Transport', 'Panic: silence now', 'Escape'),
  'cuts.previous': command('Cuts', 'Previous cut', 'ArrowUp'),
  'cuts.next': command('Cuts', 'Next cut', 'ArrowDown'),
  'cuts.add': command('Cuts', 'Add a cut here', 'M'),
  'cuts.merge': command('Cuts', 'Merge the selected cuts', 'Shift+M'),
  'cuts.rejectAndNext': command('Cuts', 'False cut, next', 'X'),
  'cuts.must': command('Cuts', 'Must hit', 'Q'),
  'cuts.soft': command('Cuts', 'Soft hit', 'W'),
  'cuts.off': command('Cuts', 'No hit', 'E'),
  'cuts.lock': command('Cuts', 'Lock or unlock', 'Shift+K'),
  'cuts.offsetEarlier': command('Cuts', 'Hit one frame earlier', 'Alt+ArrowLeft'),
  'cuts.offsetLater': command('Cuts', 'Hit one frame later', 'Alt+ArrowRight'),
  'cuts.moveEarlier': command('Cuts', 'Move cut one frame earlier', '['),
  'cuts.moveLater': command('Cuts', 'Move cut one frame later', ']'),
  'cues.add': command('Cuts', 'Cue from the range', 'C'),
  'cues.split': command('Cuts', 'Split the cue here', 'Shift+C'),
  'cues.silence': command('Cuts', 'Silence in the range', 'Alt+C'),
  'curve.add': command('Curve', 'Add a point here', 'P'),
  'curve.draw': command('Curve', 'Draw', 'D'),
  'curve.select': command('Curve', 'Select points', 'V'),
  'curve.raise': command('Curve', 'Raise range or points', 'Shift+ArrowUp'),
  'curve.lower': command('Curve', 'Lower range or points', 'Shift+ArrowDown'),
  'curve.smooth': command('Curve', 'Smooth the range', 'Shift+S'),
  'curve.reset': command('Curve', 'Reset the range to the detected curve', 'Shift+R'),
  'curve.both': command('Curve', 'Edit both curves', 'B'),
  'score.generate': command('Score', 'Generate', 'G'),
  'score.regenerate': command('Score', 'Regenerate the range', 'R'),
  'score.regenerateStale': command('Score', 'Regenerate what is stale', 'Shift+G'),
  'score.cancel': command('Score', 'Stop the work', 'Mod+.'),
  'score.lockRange': command('Score', 'Lock the range', 'Alt+L'),
  'help.keys': command('Help', 'Keys', '?', 'F1'),
  'help.machine': command('Help', 'This machine'),
} as const satisfies Readonly<Record<string, CommandDefinition>>

export type CommandId = keyof typeof commands
export const commandIds = Object.keys(commands) as readonly CommandId[]

/** A command with its id. */
export const commandOf = (id: CommandId): CommandDefinition => commands[id]
