import type { ElectronCalls, ShellWindow } from './electronCalls'

/** What a renderer ends with when the program meant it. */
const peacefulEnd = 'clean-exit'
/** Milliseconds within which a second crash is not answered by another try. */
const crashInterval = 20_000

/**
 * A page that crashed is loaded again and goes on with the journal's state (contract: `project.resume`); one that
 * crashes again at once is asked about. A page that hangs may be waited for or loaded again.
 */
export function handleTrouble(
  { dialog, app }: Pick<ElectronCalls, 'dialog' | 'app'>,
  window: ShellWindow,
  report: (error: unknown) => void,
  now: () => number = Date.now,
): void {
  let lastCrash = -Infinity
  let asking = false

  async function ask(message: string, detail: string, buttons: readonly string[]): Promise<number> {
    if (asking) return -1
    asking = true
    const options = {
      type: 'warning' as const,
      message,
      detail,
      buttons: [...buttons],
      defaultId: 0,
      cancelId: 0,
    }
    return dialog
      .showMessageBox(window, options)
      .then(
        ({ response }) => response,
        () => -1,
      )
      .finally(() => (asking = false))
  }

  async function afterCrash(reason: string): Promise<void> {
    report(new Error(`the window’s page ended: ${reason}`))
    const isFirst = now() - lastCrash > crashInterval
    lastCrash = now()
    if (isFirst) return window.webContents.reload()
    const detail = 'Your work is kept. Load the window again, or quit and start Hitpoint anew.'
    const answer = await ask('The window crashed twice in a row.', detail, ['Load again', 'Quit'])
    if (answer === 1) app.quit()
    else if (answer === 0) window.webContents.reload()
  }

  async function whileHanging(): Promise<void> {
    const detail = 'It may only be busy. Loaded again, it goes on with the last state that was kept.'
    const answer = await ask('The window does not answer.', detail, ['Wait', 'Load again'])
    if (answer === 1 && !window.isDestroyed()) window.webContents.reload()
  }

  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== peacefulEnd) void afterCrash(reason)
  })
  window.on('unresponsive', () => void whileHanging())
  app.on('child-process-gone', (_event, { type, reason, name }) => {
    // The engine answers for its own child: the call fails with a code and the next one starts another.
    if (reason !== 'clean-exit') report(new Error(`the process ${name ?? type} ended: ${reason}`))
  })
}
