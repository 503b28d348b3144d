/** What is heard of the music now: as `window.hitpointHearing` for diagnostics, tests and benchmarks. */
export interface Hearing {
  /** Highest sample of the music that went out last, 0 to 1; 0 before something was played. */
  readonly peak: () => number
  /**
   * Film time in seconds of the music that leaves the output at a time of `performance.now()` in milliseconds, reckoned from
   * the output's own timestamps and not from the transport; null while no music plays.
   */
  readonly musicTimeAt: (milliseconds: number) => number | null
}

declare global {
  interface Window {
    /** Reads only; nothing in the page depends on it. */
    hitpointHearing?: Hearing
  }
}

/** Lets diagnostics see what is heard. */
export function exposeHearing({ peak, musicTimeAt }: Hearing): void {
  window.hitpointHearing = Object.freeze({ peak, musicTimeAt })
}
