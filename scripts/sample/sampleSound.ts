import { sampleFramesPerSecond, sampleMoods, type SampleMood } from './storyboard'

/** What is heard during one mood: a formula over `t` (ffmpeg's `aevalsrc`) and filtered noise beneath it. */
interface Atmosphere {
  readonly formula: string
  readonly noise: string
  readonly volume: number
}

/** A short call that repeats every `period` seconds, sliding from one pitch to another. */
const call = (
  period: number,
  at: number,
  length: number,
  from: number,
  to: number,
  loudness: number,
): string => {
  const local = `(mod(t,${period})-${at})`
  const pitch = `(${from}+${(to - from) / 2 / length}*${local})`
  return `${loudness}*between(mod(t,${period}),${at},${at + length})*sin(PI*${local}/${length})*sin(2*PI*${pitch}*${local})`
}

/** A heavy beat every `period` seconds that dies away. */
const thump = (period: number, at: number, pitch: number, decay: number, loudness: number): string =>
  `${loudness}*exp(-${decay}*mod(t+${period}-${at},${period}))*sin(2*PI*${pitch}*mod(t+${period}-${at},${period}))`

const engine = Array.from(
  { length: 7 },
  (_, index) => `${(0.16 / (index + 1)).toFixed(4)}*sin(${index + 1}*2*PI*(72*t+5*sin(1.7*t)+1.2*t*t))`,
).join('+')

const atmospheres: Readonly<Record<SampleMood, Atmosphere>> = {
  calm: {
    formula: [
      call(2.9, 0.4, 0.16, 2900, 3600, 0.07),
      call(2.9, 0.62, 0.2, 3500, 2600, 0.06),
      call(4.3, 2.1, 0.3, 2200, 2500, 0.05),
      '0.02*sin(2*PI*220*t)*(1+sin(0.9*t))',
    ].join('+'),
    noise: 'c=pink:a=0.16:seed=11,lowpass=f=700,tremolo=f=0.25:d=0.6',
    volume: 0.8,
  },
  tension: {
    formula: [
      '0.14*sin(2*PI*41*t)+0.1*sin(2*PI*43.7*t)',
      '0.03*sin(2*PI*100*t)*(1+0.8*sin(2*PI*0.4*t))',
      '0.018*sin(2*PI*1244*t)*(0.5+0.5*sin(0.7*t))+0.018*sin(2*PI*1318*t)*(0.5-0.5*cos(0.9*t))',
      thump(1.25, 0.1, 52, 13, 0.5),
      thump(1.25, 0.38, 47, 15, 0.34),
    ].join('+'),
    noise: 'c=brown:a=0.12:seed=12,bandpass=f=380:w=500,tremolo=f=0.35:d=0.7',
    volume: 0.95,
  },
  chase: {
    formula: [
      engine,
      thump(0.3, 0, 62, 17, 0.4),
      '0.1*gte(t,5.875)*lt(t,9.25)*sin(2*PI*(820*t+70*sin(2*PI*1.1*t)))',
    ].join('+'),
    noise: 'c=white:a=0.13:seed=13,bandpass=f=1500:w=2400,tremolo=f=8:d=0.4',
    volume: 1,
  },
  relief: {
    formula: [
      '(0.03*sin(2*PI*261.63*t)+0.024*sin(2*PI*329.63*t)+0.024*sin(2*PI*392*t))*(1-exp(-0.6*t))',
      call(3.7, 0.8, 0.34, 1750, 1250, 0.07),
      call(3.7, 1.2, 0.3, 1650, 1200, 0.05),
    ].join('+'),
    noise: 'c=pink:a=0.32:seed=14,lowpass=f=1500,tremolo=f=0.16:d=0.85',
    volume: 0.8,
  },
}

/** An ffmpeg filter graph that makes the whole film's sound and labels it `[sound]`. */
export function sampleSoundGraph(): string {
  const chains = sampleMoods.map(({ mood, from, to }, index) => {
    const length = (to - from) / sampleFramesPerSecond
    const { formula, noise, volume } = atmospheres[mood]
    const isLast = index === sampleMoods.length - 1
    const [fadeIn, fadeOut] = [index === 0 ? 1.2 : 0.04, isLast ? 2.4 : 0.04]
    const fades = `afade=t=in:d=${fadeIn},afade=t=out:st=${length - fadeOut - (isLast ? 0.5 : 0)}:d=${fadeOut}`
    return [
      `aevalsrc=exprs='${formula}':s=44100:d=${length}[tone${index}]`,
      `anoisesrc=r=44100:d=${length}:${noise}[noise${index}]`,
      // amix halves its two inputs.
      `[tone${index}][noise${index}]amix=inputs=2:duration=shortest,volume=${2 * volume},${fades}[part${index}]`,
    ].join(';')
  })
  const parts = sampleMoods.map((_, index) => `[part${index}]`).join('')
  return `${chains.join(';')};${parts}concat=n=${sampleMoods.length}:v=0:a=1,alimiter=limit=0.9,aformat=channel_layouts=stereo[sound]`
}
