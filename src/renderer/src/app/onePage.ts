/**
 * Which page works on a project, where several pages of one browser show the same host: a lock of the browser, let go by
 * itself when its page closes, crashes or is loaded again. Pages of other browsers are told apart by the journal's
 * revisions when they write.
 */
export interface OnePage {
  /** True when no other page works on the project; from then on it is this page's. */
  claim(projectId: string): Promise<boolean>
  /** Asks the page that works on it to stop, and waits until it has written its last edits. */
  takeOver(projectId: string): Promise<void>
  /** This page works on nothing any more. */
  release(): void
}

interface Ask {
  readonly yield: string
}

/** Milliseconds after which a page that does not let go (it hangs) loses its lock. */
const patience = 5000

/** `onAsked`: another page wants the project; the lock goes to it when the promise is settled. */
export function createOnePage(onAsked: () => Promise<void>): OnePage {
  const { locks } = navigator as { readonly locks?: LockManager }
  const channel = new BroadcastChannel('hitpoint-pages')
  let held: { readonly projectId: string; readonly letGo: () => void } | null = null
  const release = (): void => {
    held?.letGo()
    held = null
  }
  /** Holds the lock from the moment it is granted; answers then whether it was. */
  const hold = (projectId: string, options: LockOptions): Promise<boolean> =>
    new Promise((resolve, reject) => {
      const asked = locks!.request(`hitpoint ${projectId}`, options, (lock) => {
        resolve(lock !== null)
        if (!lock) return undefined
        release()
        return new Promise<void>((letGo) => (held = { projectId, letGo }))
      })
      // One that hung and wakes finds its lock stolen: its writes are refused by their revision.
      asked.catch(reject)
    })
  channel.onmessage = ({ data }: MessageEvent<Ask>) => {
    if (data.yield === held?.projectId) void onAsked().finally(release)
  }
  return {
    async claim(projectId) {
      if (!locks || held?.projectId === projectId) return true
      // Where the browser keeps no locks, the revisions alone tell.
      return hold(projectId, { ifAvailable: true }).catch(() => true)
    },
    async takeOver(projectId) {
      if (!locks) return
      channel.postMessage({ yield: projectId } satisfies Ask)
      try {
        await hold(projectId, { signal: AbortSignal.timeout(patience) })
      } catch {
        await hold(projectId, { steal: true })
      }
    },
    release,
  }
}
