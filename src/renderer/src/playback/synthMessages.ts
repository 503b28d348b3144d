import type { ChannelMessage } from '../../../core/music/channelMessage'

/** What the page says to the synthesizer in the audio thread. Times are the audio context's seconds. */
export type SynthRequest =
  | { readonly kind: 'bank'; readonly bytes: ArrayBuffer }
  | {
      readonly kind: 'play'
      readonly events: readonly { readonly time: number; readonly message: ChannelMessage }[]
    }
  /** Forgets what was to come and ends every sound. */
  | { readonly kind: 'silence' }

/** What it answers. */
export type SynthAnswer = { readonly kind: 'ready' } | { readonly kind: 'failed'; readonly reason: string }

export const synthProcessorName = 'hitpoint-synth'
export const limiterProcessorName = 'hitpoint-limiter'

/** Samples by which the limiter knows a peak before it comes; it sounds so much later. */
export const limiterLookAhead = 128
