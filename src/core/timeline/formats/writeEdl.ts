import {
  labelAt,
  type EditorMarker,
  type EditorMedia,
  type EditorShot,
  type EditorTimeline,
} from './editorTimeline'

/** CMX 3600 counts transitions with three digits. */
const longestTransition = 999

const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()

const header = ({ title, dropFrame }: EditorTimeline): string[] => [
  `TITLE: ${oneLine(title)}`,
  `FCM: ${dropFrame ? 'DROP FRAME' : 'NON-DROP FRAME'}`,
]

/** One line of an event: number, reel of at most 8 characters, video track, edit, source in and out, record in and out. */
function eventLine(number: number, reel: string, edit: string, labels: readonly string[]): string {
  return `${String(number).padStart(3, '0')}  ${reel.padEnd(8)} V     ${edit.padEnd(8)} ${labels.join(' ')}`
}

const editOf = (length: number, kind: string): string =>
  `${kind === 'wipe' ? 'W001' : 'D'}`.padEnd(4) + ` ${String(length).padStart(3, '0')}`

/** What CMX 3600 cannot say of a transition, in a note that other programs pass over. */
function transitionNote(timeline: EditorTimeline, shot: EditorShot): string[] {
  const { transition } = shot
  if (!transition) return []
  const at = (frame: number): string => labelAt(timeline, frame)
  return [
    `* TRANSITION: ${transition.kind.toUpperCase()} FROM ${at(transition.start)} TO ${at(transition.end)} AT ${at(shot.start)}`,
  ]
}

const locator = (timeline: EditorTimeline, { start, colour, name }: EditorMarker): string =>
  `* LOC: ${labelAt(timeline, start)} ${colour.toUpperCase().padEnd(7)} ${oneLine(name)}`

/**
 * A CMX 3600 cut list: docs/spec/editor-formats.md, F1 to F4. Reel AX (a file without a tape), the film's name in the notes.
 * Dissolves begin where they start to show, on two lines as the format asks.
 */
export function writeEdl(timeline: EditorTimeline, film: EditorMedia): string {
  const lines = [...header(timeline), '']
  const at = (frame: number): string => labelAt(timeline, frame)
  const { shots, markers } = timeline
  shots.forEach((shot, index) => {
    const begins = shot.transition?.start ?? shot.start
    const ends = shots[index + 1]?.transition?.start ?? shots[index + 1]?.start ?? shot.end
    const number = index + 1
    const length = shot.transition ? shot.transition.end - shot.transition.start : 0
    if (length > 0 && length <= longestTransition) {
      lines.push(eventLine(number, 'AX', 'C', [at(begins), at(begins), at(begins), at(begins)]))
      lines.push(
        eventLine(number, 'AX', editOf(length, shot.transition!.kind), [
          at(begins),
          at(ends),
          at(begins),
          at(ends),
        ]),
      )
      lines.push(`* FROM CLIP NAME: ${oneLine(film.name)}`, `* TO CLIP NAME: ${oneLine(film.name)}`)
    } else {
      lines.push(eventLine(number, 'AX', 'C', [at(begins), at(ends), at(begins), at(ends)]))
      lines.push(`* FROM CLIP NAME: ${oneLine(film.name)}`)
    }
    lines.push(...transitionNote(timeline, shot))
    const own = markers.filter(({ start }) => start >= begins && (start < ends || index === shots.length - 1))
    lines.push(...own.map((marker) => locator(timeline, marker)))
  })
  return `${lines.join('\r\n')}\r\n`
}

const resolveColours = {
  red: 'Red',
  yellow: 'Yellow',
  green: 'Green',
  cyan: 'Cyan',
  blue: 'Blue',
  purple: 'Purple',
} as const

/** Resolve's marker lines part their fields by a bar. */
const field = (text: string): string => oneLine(text).replaceAll('|', '/')

/** Markers of one frame joined into one, because Resolve keeps only one of them. */
export function mergedMarkers(markers: readonly EditorMarker[]): EditorMarker[] {
  const merged: EditorMarker[] = []
  for (const marker of [...markers].sort((a, b) => a.start - b.start)) {
    const before = merged.at(-1)
    if (before?.start === marker.start)
      merged[merged.length - 1] = {
        ...before,
        name: `${before.name} + ${marker.name}`,
        note: [before.note, marker.note].filter((note) => note !== '').join('; '),
        duration: Math.max(before.duration, marker.duration),
      }
    else merged.push(marker)
  }
  return merged
}

/** Resolve's "Timeline Markers from EDL": one event of a frame and one line of fields for each marker (F5). */
export function writeResolveEdl(timeline: EditorTimeline): string {
  const lines = header(timeline)
  mergedMarkers(timeline.markers).forEach((marker, index) => {
    const labels = [marker.start, marker.start + 1, marker.start, marker.start + 1].map((frame) =>
      labelAt(timeline, frame),
    )
    lines.push('', eventLine(index + 1, '001', 'C', labels))
    lines.push(
      `${field(marker.note)} |C:ResolveColor${resolveColours[marker.colour]} |M:${field(marker.name)} |D:${marker.duration}`,
    )
  })
  return `${lines.join('\r\n')}\r\n`
}
