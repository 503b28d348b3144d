declare module 'jzz-midi-smf' {
  /** A list of a track's MIDI messages; each is a list of bytes with the tick in `tt`. */
  export type Smf = Iterable<Iterable<ArrayLike<number> & { readonly tt: number }>> & {
    /** What is wrong with the file, or null. */
    validate(): readonly unknown[] | null
  }
  export default function install(jzz: unknown): void
}
