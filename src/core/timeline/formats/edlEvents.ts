import type { Rational } from '../../time/rational'
import { frameOfLabel } from './editorTimeline'

/** number, reel (may hold spaces in files of today), track, edit, its length, four timecodes. */
const eventPattern =
  /^\s*(\d{1,6})\s+(\S.*?)\s+([ABV][^\s]*|NONE)\s+(C|D|W\d{1,3}|K[BO]?)(?:\s+(\d{1,4}))?\s+([\d:;.,]{11,12})\s+([\d:;.,]{11,12})\s+([\d:;.,]{11,12})\s+([\d:;.,]{11,12})\s*$/u
const looksLikeEvent = /^\s*\d{1,6}\s+\S+\s.*\d\d:\d\d:\d\d/u

/** An event as the list says it; frames since 00:00:00:00. */
export interface EdlEvent {
  readonly reel: string
  readonly edit: string
  readonly length: number
  /** Null where the source's labels are of another counting than the record's. */
  readonly source: readonly [number, number] | null
  readonly record: readonly [number, number]
  readonly notes: string[]
}

const isVideo = (track: string): boolean => /^(?:B|V1?|AA?\/V|A\d\/V|V\/A.*)$/u.test(track)

/** The event of a line; null when it is none, undefined when it is not of the first video track. */
function parseEvent(
  text: string,
  line: number,
  frameRate: Rational,
  dropFrame: boolean,
): EdlEvent | null | undefined {
  const match = eventPattern.exec(text)
  if (!match) return null
  const [, , reel, track, edit, length, sourceIn, sourceOut, recordIn, recordOut] = match
  if (!isVideo(track!)) return undefined
  const frames = (first: string, last: string): readonly [number, number] => [
    frameOfLabel(first, frameRate, dropFrame),
    frameOfLabel(last, frameRate, dropFrame),
  ]
  try {
    return {
      reel: reel!,
      edit: edit!,
      length: Number(length ?? 0),
      source: sourceFrames(() => frames(sourceIn!, sourceOut!)),
      record: frames(recordIn!, recordOut!),
      notes: [],
    }
  } catch (error) {
    throw new SyntaxError(`line ${line}: ${(error as Error).message}`, { cause: error })
  }
}

/** A source tape may count its frames in another way than the record: then it tells nothing. */
function sourceFrames(read: () => readonly [number, number]): readonly [number, number] | null {
  try {
    return read()
  } catch {
    return null
  }
}

/** What an EDL holds, before it is understood. */
export interface EdlContent {
  readonly events: readonly EdlEvent[]
  readonly title: string
  readonly dropFrame: boolean
}

/** The video events of an EDL with the notes under them. Throws SyntaxError with the line. */
export function parseEdl(text: string, frameRate: Rational): EdlContent {
  const events: EdlEvent[] = []
  let title = ''
  let dropFrame = false
  text.split(/\r\n|\r|\n/u).forEach((line, index) => {
    const fcm = /^\s*FCM:\s*(NON[- ]?)?DROP/iu.exec(line)
    if (fcm) dropFrame = fcm[1] === undefined
    else if (/^\s*TITLE:/iu.test(line)) title = line.replace(/^\s*TITLE:\s*/iu, '').trim()
    else {
      const event = parseEvent(line, index + 1, frameRate, dropFrame)
      if (event) events.push(event)
      else if (event === null && looksLikeEvent.test(line))
        throw new SyntaxError(`line ${index + 1} is no event of an EDL`)
      else if (event === null && line.trim() !== '') events.at(-1)?.notes.push(line.trim())
    }
  })
  return { events, title, dropFrame: dropFrame || /\d\d;\d\d/u.test(text) }
}

/** What the notes under an event say. */
export interface EdlNotes {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly retimed: boolean
}

/** Clip names and whether the shot runs at another speed (`M2`). */
export function notesOf(notes: readonly string[]): EdlNotes {
  const named = (pattern: RegExp): string | undefined => {
    for (const note of notes) {
      const match = pattern.exec(note)
      if (match) return match[1]!.trim()
    }
    return undefined
  }
  return {
    from: named(/^\*\s*FROM CLIP NAME:(.*)$/iu),
    to: named(/^\*\s*TO CLIP NAME:(.*)$/iu),
    retimed: notes.some((note) => /^M2\s/u.test(note)),
  }
}
