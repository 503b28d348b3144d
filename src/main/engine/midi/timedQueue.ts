interface Due {
  /** Milliseconds. */
  readonly at: number
  readonly owner: unknown
  readonly send: () => void
}

/** What is to be sent later, in one order for all ports. */
export interface TimedQueue {
  /** Sends at a time in milliseconds, at once where it is past. */
  readonly add: (entries: readonly Due[]) => void
  /** Forgets what an owner has in it. */
  readonly drop: (owner: unknown) => void
}

/** `now`: milliseconds, with fractions. */
export function createTimedQueue(now: () => number): TimedQueue {
  let queue: Due[] = []
  let waking: ReturnType<typeof setTimeout> | undefined
  const sendDue = (): void => {
    clearTimeout(waking)
    while (queue[0] && queue[0].at <= now()) queue.shift()!.send()
    if (queue[0]) waking = setTimeout(sendDue, Math.max(0, queue[0].at - now()))
  }
  return {
    add(entries) {
      queue.push(...entries)
      queue.sort((a, b) => a.at - b.at)
      sendDue()
    },
    drop(owner) {
      queue = queue.filter((entry) => entry.owner !== owner)
    },
  }
}
