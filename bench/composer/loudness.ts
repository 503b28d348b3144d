/** Sound of two channels at 48 kHz, samples -1..1. */
export interface StereoSound {
  readonly left: Float32Array
  readonly right: Float32Array
}

export const sampleRate = 48_000
const bytesPerFrame = 6

/** Reads 24-bit stereo PCM, little endian, as engine/sound writes it. A rest of less than a frame is left out. */
export function decodePcm24(bytes: Uint8Array): StereoSound {
  const frames = Math.floor(bytes.length / bytesPerFrame)
  const sound = { left: new Float32Array(frames), right: new Float32Array(frames) }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const sample = (at: number): number =>
    ((view.getInt8(at + 2) << 16) | (view.getUint8(at + 1) << 8) | view.getUint8(at)) / 2 ** 23
  for (let frame = 0; frame < frames; frame++) {
    sound.left[frame] = sample(frame * bytesPerFrame)
    sound.right[frame] = sample(frame * bytesPerFrame + 3)
  }
  return sound
}

/** Coefficients b0 b1 b2 a1 a2 at 48 kHz of ITU-R BS.1770-4, tables 1 and 2: the head's shelf and the high pass. */
const shelf = [
  1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585,
] as const
const highPass = [1, -2, 1, -1.99004745483398, 0.99007225036621] as const

function filtered(
  samples: Float32Array,
  [b0, b1, b2, a1, a2]: readonly [number, number, number, number, number],
) {
  const out = new Float32Array(samples.length)
  let [x1, x2, y1, y2] = [0, 0, 0, 0]
  for (let index = 0; index < samples.length; index++) {
    const x = samples[index]!
    const y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2
    out[index] = y
    ;[x2, x1, y2, y1] = [x1, x, y1, y]
  }
  return out
}

const meanSquare = (samples: Float32Array, from: number, to: number): number => {
  let sum = 0
  for (let index = from; index < to; index++) sum += samples[index]! ** 2
  return sum / Math.max(1, to - from)
}

const toLoudness = (power: number): number => -0.691 + 10 * Math.log10(power)
const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** Integrated loudness in LUFS (ITU-R BS.1770-4: K weighting, blocks of 400 ms, gates at -70 LUFS and 10 LU below). */
export function integratedLoudness({ left, right }: StereoSound): number {
  const channels = [left, right].map((samples) => filtered(filtered(samples, shelf), highPass))
  const block = 0.4 * sampleRate
  const powers: number[] = []
  for (let start = 0; start + block <= left.length; start += block / 4)
    powers.push(channels.reduce((sum, channel) => sum + meanSquare(channel, start, start + block), 0))
  const heard = powers.filter((power) => toLoudness(power) > -70)
  if (heard.length === 0) return -Infinity
  const gate = toLoudness(meanOf(heard)) - 10
  return toLoudness(meanOf(heard.filter((power) => toLoudness(power) > gate)))
}

/** Largest sample in dBFS. */
export function peak({ left, right }: StereoSound): number {
  let most = 0
  for (const samples of [left, right]) for (const sample of samples) most = Math.max(most, Math.abs(sample))
  return 20 * Math.log10(most)
}

/** Share of samples at full scale in either channel. */
export function clippedShare({ left, right }: StereoSound): number {
  let clipped = 0
  for (let index = 0; index < left.length; index++)
    if (Math.max(Math.abs(left[index]!), Math.abs(right[index]!)) >= 1 - 2 ** -15) clipped++
  return left.length ? clipped / left.length : 0
}

/** Share of tenths of a second below -60 dBFS (root mean square of both channels). */
export function silentShare({ left, right }: StereoSound): number {
  const block = sampleRate / 10
  let [silent, count] = [0, 0]
  for (let start = 0; start + block <= left.length; start += block, count++) {
    const power = (meanSquare(left, start, start + block) + meanSquare(right, start, start + block)) / 2
    if (power < 10 ** (-60 / 10)) silent++
  }
  return count ? silent / count : 1
}
