import { Failure } from '../base/failure'
import type { MediaInfo } from '../media/mediaInfo'
import { compareRational, rationalToNumber, subtractRational, type Rational } from '../time/rational'
import {
  downbeatPreferences,
  hitKinds,
  type DownbeatPreference,
  type HitKind,
  type HitMode,
  type Transition,
} from '../timeline/transition'
import { parsePoint, resolvePoint, type FilmPoint } from './cueText'

/** A hit as a user writes it; what is absent stays as the transition has it. */
export interface HitMark {
  readonly at: FilmPoint
  readonly mode: HitMode
  readonly kind?: HitKind | undefined
  /** Frames that the music lands after (or, negative, before) the transition. */
  readonly offset?: number | undefined
  /** Whether the music must, should or need not have a bar line there (P17). */
  readonly downbeat?: DownbeatPreference | undefined
  /** As it was written, for messages. */
  readonly text: string
}

/** A transition that is no further away than this is the one that is meant. */
const toleranceSeconds = 0.2
/** Frames; more is another place. */
const largestOffset = 240

const hitModes = ['must', 'soft', 'off'] as const
const isMode = (word: string): word is HitMode => hitModes.some((mode) => mode === word)
const isKind = (word: string): word is HitKind => hitKinds.some((kind) => kind === word)
const isDownbeat = (word: string): word is DownbeatPreference =>
  downbeatPreferences.some((preference) => preference === word)

function wrong(text: string, reason: string): Failure {
  return new Failure('wrong-use', { reason: `“${text}” is no hit: ${reason}` })
}

/** Reads the words after the time, from the last one on; returns how many there are. */
function readWords(
  words: readonly string[],
  text: string,
): {
  readonly count: number
  readonly marks: Partial<Pick<HitMark, 'mode' | 'kind' | 'offset' | 'downbeat'>>
} {
  const marks: { mode?: HitMode; kind?: HitKind; offset?: number; downbeat?: DownbeatPreference } = {}
  const once = (name: keyof typeof marks): void => {
    if (marks[name] !== undefined) throw wrong(text, `it names its ${name} twice`)
  }
  let count = 0
  for (const word of [...words].reverse().map((entry) => entry.trim().toLowerCase())) {
    if (isMode(word)) {
      once('mode')
      marks.mode = word
    } else if (isKind(word)) {
      once('kind')
      marks.kind = word
    } else if (isDownbeat(word)) {
      once('downbeat')
      marks.downbeat = word
    } else if (/^[+-]\d+$/u.test(word)) {
      once('offset')
      marks.offset = Number(word)
      if (Math.abs(marks.offset) > largestOffset)
        throw wrong(text, `an offset is at most ${largestOffset} frames`)
    } else break
    count++
  }
  return { count, marks }
}

/**
 * Parses `TIME[:kind][:+N|-N][:require|prefer|ignore][:must|soft|off]`, the time in seconds (`12.5`) or as a time code
 * (`01:00:12:12`), N in frames, the third word for a downbeat. Without a mode it is a must-hit. Throws Failure `wrong-use` with the reason.
 */
export function parseHitMark(text: string): HitMark {
  const words = text.split(':')
  const { count, marks } = readWords(words.slice(1), text)
  const at = parsePoint(words.slice(0, words.length - count).join(':'))
  if (!at || at === 'end')
    throw wrong(
      text,
      'write TIME in seconds or time code, then any of :chord :accent :stop :swell, :+3 or :-3 (frames), ' +
        ':require :prefer :ignore (a downbeat), :must :soft :off, such as 12.5:accent:+2',
    )
  return { at, mode: 'must', ...marks, text }
}

const distance = (a: Rational, b: Rational): number => Math.abs(rationalToNumber(subtractRational(a, b)))

function nearest(transitions: readonly Transition[], time: Rational): Transition | undefined {
  const near = transitions.filter((transition) => distance(transition.time, time) <= toleranceSeconds)
  return near.sort((a, b) => distance(a.time, time) - distance(b.time, time))[0]
}

function handMade(time: Rational, { frameRate }: MediaInfo, transitions: readonly Transition[]): Transition {
  const frame = Math.floor(rationalToNumber(time) * rationalToNumber(frameRate) + 1e-6)
  let id = `hand-${frame}`
  while (transitions.some((transition) => transition.id === id)) id += 'a'
  return { id, kind: 'cut', start: time, end: time, time, frame, confidence: 1, origin: 'user' }
}

/**
 * Marks transitions by hand: each mark the nearest one within 0.2 s of its time, or a cut made by hand where none is. Throws
 * Failure `wrong-use` for a time outside of the film, for two marks of one transition and for switching off what is not there.
 */
export function markHits(
  transitions: readonly Transition[],
  marks: readonly HitMark[],
  info: MediaInfo,
): readonly Transition[] {
  const marked = new Map<string, string>()
  let result = [...transitions]
  for (const { at, mode, kind, offset, downbeat, text } of marks) {
    const time = resolvePoint(at, info)
    if (rationalToNumber(time) < 0 || compareRational(time, info.duration) >= 0)
      throw wrong(text, `it lies outside of the film, which lasts ${rationalToNumber(info.duration)} s`)
    const found = nearest(result, time)
    if (!found && mode === 'off')
      throw wrong(text, `there is no transition within ${toleranceSeconds} s that could be switched off`)
    const meant = found ?? handMade(time, info, result)
    const before = marked.get(meant.id)
    if (before !== undefined) throw wrong(text, `“${before}” marks the same transition`)
    marked.set(meant.id, text)
    const own = {
      ...meant,
      hit: mode,
      ...(kind !== undefined && { hitKind: kind }),
      ...(offset !== undefined && { hitOffset: offset }),
      ...(downbeat !== undefined && { hitDownbeat: downbeat }),
    }
    result = [...result.filter(({ id }) => id !== meant.id), own]
  }
  return result.sort((a, b) => compareRational(a.time, b.time))
}
