/** Every way in which work can fail that a user must hear about. Words are chosen in `failureText.ts`. */
export type FailureCode =
  | 'cancelled'
  | 'ffmpeg-missing'
  | 'ffmpeg-failed'
  | 'file-missing'
  | 'file-is-directory'
  | 'file-empty'
  | 'file-not-readable'
  | 'not-a-video'
  | 'no-picture'
  | 'too-short'
  | 'output-exists'
  | 'output-not-writable'
  | 'disk-full'
  | 'project-damaged'
  | 'project-newer'
  | 'project-too-large'
  | 'project-elsewhere'
  | 'media-moved'
  | 'media-changed'
  | 'model-missing'
  | 'model-damaged'
  | 'inference-crashed'
  | 'inference-failed'
  | 'sound-bank-missing'
  | 'cuts-not-readable'
  | 'midi-not-readable'
  | 'midi-does-not-fit'
  | 'midi-unavailable'
  | 'midi-port-missing'
  | 'midi-crashed'
  | 'wrong-use'
  | 'internal'

/** A failure with a code that crosses process borders unchanged; `context` fills the words. */
export class Failure extends Error {
  override readonly name = 'Failure'

  constructor(
    readonly code: FailureCode,
    readonly context: Readonly<Record<string, string | number>> = {},
    options?: { readonly cause?: unknown },
  ) {
    super(`${code} ${JSON.stringify(context)}`, options)
  }
}

export const isFailure = (error: unknown): error is Failure => error instanceof Failure
