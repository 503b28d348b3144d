import { execFileSync } from 'node:child_process'

export type Variants = readonly (readonly [name: string, arguments_: readonly string[]])[]

/** The same film as somebody else might have it: the arguments of ffmpeg that make it. */
export const variants: Variants = [
  [
    'compressed hard (x264 crf 36)',
    ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '36', '-c:a', 'aac', '-b:a', '48k'],
  ],
  ['scaled to 480×270', ['-vf', 'scale=480:270', '-c:v', 'libx264', '-preset', 'veryfast', '-c:a', 'copy']],
  [
    'letterboxed (2.35:1 bars)',
    ['-vf', 'pad=iw:ih*1.32:0:(oh-ih)/2:black', '-c:v', 'libx264', '-preset', 'veryfast', '-c:a', 'copy'],
  ],
  [
    'pillarboxed',
    ['-vf', 'pad=iw*1.3:ih:(ow-iw)/2:0:black', '-c:v', 'libx264', '-preset', 'veryfast', '-c:a', 'copy'],
  ],
  ['60 frames a second', ['-r', '60', '-c:v', 'libx264', '-preset', 'veryfast', '-c:a', 'copy']],
  ['25 frames a second', ['-r', '25', '-c:v', 'libx264', '-preset', 'veryfast', '-c:a', 'copy']],
]

/** What may be missing from a film: shown, not held to a limit. */
export const lacks: Variants = [
  ['without sound', ['-an', '-c:v', 'copy']],
  ['black and white', ['-vf', 'hue=s=0', '-c:v', 'libx264', '-preset', 'veryfast', '-c:a', 'copy']],
]

export function makeVariant(ffmpeg: string, film: string, arguments_: readonly string[], path: string): void {
  execFileSync(ffmpeg, ['-v', 'error', '-y', '-i', film, ...arguments_, path])
}
