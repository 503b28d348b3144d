import { isFailure } from '../../../core/base/failure'
import { failureText } from '../../../core/base/failureText'
import type { HitpointClient } from '../../../contract/index'
import type { Store } from '../../../core/document/store'
import type { Session } from './session'

/** Tells the user what went wrong or was done, in sentences. */
export interface Notices {
  /** An error as a sentence with a next step; a cancelled work is no error. */
  readonly failed: (error: unknown) => void
  readonly say: (text: string) => void
  readonly dismiss: (id: number) => void
  /** Runs work whose failure is told. */
  readonly guard: (work: () => Promise<unknown>) => void
}

/** Pages have no command line to ask for help. */
const forPage = (text: string): string => text.replace(/; see --help\.$/u, '.')

/** What a user may send to the makers: code, context and stack. */
function detailsOf(error: unknown): string {
  if (isFailure(error)) return `${error.code} ${JSON.stringify(error.context)}\n${error.stack ?? ''}`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

export function createNotices(client: HitpointClient, session: Store<Session>): Notices {
  let next = 1
  const add = (kind: 'error' | 'information', text: string, details?: string): void =>
    session.edit('', (value) => ({
      ...value,
      notices: [
        ...value.notices.filter((notice) => notice.text !== text).slice(-3),
        { id: next++, kind, text, details },
      ],
    }))
  const failed = (error: unknown): void => {
    if (isFailure(error) && error.code === 'cancelled') return
    const details = detailsOf(error)
    if (isFailure(error)) return add('error', forPage(failureText(error)), details)
    add(
      'error',
      'Something went wrong inside Hitpoint; try it again, and report it with its details if it stays.',
      details,
    )
    void client.system.report({ message: details.slice(0, 2000) }).catch(() => undefined)
  }
  return {
    failed,
    say: (text) => add('information', text),
    dismiss: (id) =>
      session.edit('', (value) => ({
        ...value,
        notices: value.notices.filter((notice) => notice.id !== id),
      })),
    guard: (work) => void work().catch(failed),
  }
}
