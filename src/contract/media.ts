import { z } from 'zod'
import type { MediaInfo } from '../core/media/mediaInfo'
import { call, event, service } from './define'
import { mediaId, resourceAddress } from './identifiers'
import { ofJob, startedJob } from './jobs'

export const ofMedia = z.object({ mediaId })

const audioTrack = z.object({
  /** 0-based. */
  index: z.number().int(),
  codec: z.string(),
  sampleRate: z.number(),
  channels: z.number(),
  language: z.string().optional(),
  title: z.string().optional(),
})

/** What a video says about itself, before it is analysed. */
export const mediaFacts = z.object({
  /** In square pixels, upright. */
  width: z.number(),
  height: z.number(),
  frameRate: z.number(),
  durationSeconds: z.number(),
  audioTracks: z.array(audioTrack),
  /** Index of the track that is read unless another is chosen; null without sound. */
  defaultAudioTrack: z.number().int().nullable(),
  /** The same and more as core knows it: exact times, codec, timecode. */
  info: z.custom<MediaInfo>((value) => typeof value === 'object' && value !== null && 'frameRate' in value),
})
export type MediaFacts = z.output<typeof mediaFacts>

/** What a `<video>` element plays, and where pictures of the film are. */
export const mediaSource = z.object({
  /** Answers range requests. */
  url: resourceAddress,
  /** With codecs where they are known, for `canPlayType`. */
  mimeType: z.string(),
  isProxy: z.boolean(),
  /**
   * `yes`: Chromium plays it. `no`: it cannot (the codec or container is none of its own), so make a proxy.
   * `perhaps`: it depends on the machine (HEVC) or is not known; when the element fails, make a proxy.
   */
  playable: z.enum(['yes', 'perhaps', 'no']),
  /**
   * JPEG of the frame shown at a time: put 16 to 480 in place of `{height}` and whole milliseconds from the first
   * picture in place of `{milliseconds}`. Kept on the host; a request that is given up stops its work.
   */
  pictureUrl: z.string(),
  /** The same at once: the key picture before that time, for strips where a second more or less does not matter. */
  roughPictureUrl: z.string(),
  /** Seconds that the media's own clock is at, at the first picture: `film time = video.currentTime - startSeconds`. */
  startSeconds: z.number(),
})
export type MediaSource = z.output<typeof mediaSource>

/** Peaks of a sound track for drawing, ready for wavesurfer.js. */
export const waveform = z.object({
  /**
   * Bytes of two planes of `count` signed 8-bit numbers, for 127 = full scale: the highest sample of each 1/`peaksPerSecond`
   * s of the mono mix, then the lowest. wavesurfer.js: `peaks: [high, low]` as numbers / 127.
   */
  url: resourceAddress,
  peaksPerSecond: z.number(),
  count: z.number().int(),
  /** Time of the first peak from the first picture; sound may start before it (negative) or after. */
  startSeconds: z.number(),
  audioTrack: z.number().int(),
})
export type Waveform = z.output<typeof waveform>

/** A small picture of the strip. */
export const thumbnail = z.object({
  mediaId,
  /** 0-based place in the strip. */
  index: z.number().int(),
  /** Seconds from the film's beginning. */
  time: z.number(),
  /** JPEG, base64. */
  jpeg: z.string(),
})
export type ThumbnailMessage = z.output<typeof thumbnail>

export const mediaService = service('media', {
  facts: call(ofMedia, mediaFacts),
  /** The proxy where one was made, else the file itself. */
  source: call(ofMedia, mediaSource),
  /** Makes (or finds) a copy that Chromium plays and seeks well: H.264 or VP9 with the film's own rate and times. */
  makeProxy: call(ofMedia, startedJob),
  proxyResult: call(ofJob, mediaSource),
  /** Without a track the film's default one. `wrong-use` for a film without sound. */
  readWaveform: call(ofMedia.extend({ audioTrack: z.number().int().min(0).optional() }), startedJob),
  waveformResult: call(ofJob, waveform),
  /**
   * Reads evenly spread small pictures of a film, which come as `onThumbnail` events while they are read; the answer is
   * how many there are.
   */
  thumbnails: call(
    ofMedia.extend({ count: z.number().int().min(1).max(500), height: z.number().int().min(16).max(480) }),
    z.number().int(),
  ),
  /** A picture of the strip, and again where a better one takes its place. */
  onThumbnail: event(thumbnail),
  /** The file behind an open video was changed or taken away: analyse again, or relink. */
  onChanged: event(z.object({ mediaId, what: z.enum(['changed', 'gone']) })),
})
