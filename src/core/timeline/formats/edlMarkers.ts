import type { Rational } from '../../time/rational'
import { frameOfLabel, markerColours, type EditorMarker, type MarkerColour } from './editorTimeline'
import type { EdlEvent } from './edlEvents'

const isColour = (text: string): text is MarkerColour => (markerColours as readonly string[]).includes(text)
/** The nearest of our colours to one that a program names. */
export function markerColour(text: string): MarkerColour {
  const name = text.toLowerCase()
  if (isColour(name)) return name
  const near: Readonly<Record<string, MarkerColour>> = {
    ...{
      magenta: 'purple',
      lavender: 'purple',
      fuchsia: 'purple',
      pink: 'red',
      rose: 'red',
      orange: 'yellow',
    },
    ...{ sand: 'yellow', lemon: 'yellow', cream: 'yellow', mint: 'green', sky: 'cyan', white: 'cyan' },
  }
  return near[name] ?? 'blue'
}

/** `* LOC:` notes, as Avid and Resolve write them. Frames since 00:00:00:00. */
export function locators(
  events: readonly EdlEvent[],
  frameRate: Rational,
  dropFrame: boolean,
): EditorMarker[] {
  return events.flatMap(({ notes }) =>
    notes.flatMap((note) => {
      const match = /^\*\s*LOC:\s*([\d:;.,]{11,12})\s+(\S+)\s*(.*)$/iu.exec(note)
      if (!match) return []
      const [, label, colour, name] = match
      return [
        {
          name: name!.trim(),
          note: '',
          colour: markerColour(colour!),
          start: frameOfLabel(label!, frameRate, dropFrame),
          duration: 1,
        },
      ]
    }),
  )
}

/** Resolve's marker events: `note |C:ResolveColorBlue |M:name |D:1` under an event of one frame. */
export function resolveMarkers(events: readonly EdlEvent[]): EditorMarker[] {
  return events.flatMap(({ notes, record }) =>
    notes.flatMap((note) => {
      const match = /^(.*?)\s*\|C:(?:ResolveColor)?(\w+)\s*\|M:(.*?)\s*\|D:(\d+)\s*$/u.exec(note)
      if (!match) return []
      const [, text, colour, name, duration] = match
      return [
        {
          name: name!.trim(),
          note: text!.trim(),
          colour: markerColour(colour!),
          start: record[0],
          duration: Math.max(1, Number(duration)),
        },
      ]
    }),
  )
}
