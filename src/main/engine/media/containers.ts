import { resolve } from 'node:path'

/**
 * The only demuxers that ffmpeg may choose. All of them read one file and nothing else: playlists and manifests
 * (concat, hls, dash, sdp, imf), numbered pictures (image2), devices and scripts (lavfi) are left out, so that a
 * crafted file, whatever its name, cannot make ffmpeg read other files or the network. Sound-only containers are
 * in, so that they are told from damaged files.
 */
export const allowedDemuxers: readonly string[] = [
  ...[
    'mov',
    'mp4',
    'matroska',
    'webm',
    'avi',
    'mpegts',
    'mpeg',
    'mpegvideo',
    'flv',
    'asf',
    'mxf',
    'ogg',
    'dv',
    'rm',
  ],
  ...['nut', 'gxf', 'wtv', 'ivf', 'h264', 'hevc', 'av1', 'obu', 'm4v', 'mjpeg', 'yuv4mpegpipe', 'gif', 'vc1'],
  ...['mp3', 'wav', 'w64', 'flac', 'aac', 'ac3', 'eac3', 'aiff', 'caf', 'amr', 'dts', 'tta', 'wv', 'ape'],
]

/**
 * ffmpeg arguments that open `path` and nothing else. `file:` and the absolute path keep names such as `concat:a|b`,
 * `-x.mp4` or `frame%03d.png` from meaning anything but a file.
 */
export const inputArguments = (path: string): readonly string[] => [
  ...['-protocol_whitelist', 'file,pipe', '-format_whitelist', allowedDemuxers.join(',')],
  ...['-i', `file:${resolve(path)}`],
]
