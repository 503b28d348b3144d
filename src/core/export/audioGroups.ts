import type { AudioReference } from './exportSource'

type Files = readonly [AudioReference, ...AudioReference[]]

/** Sound files by the track of a DAW that they lie in: the files of one part, such as those of several cues, share one. */
export function audioGroups(audio: readonly AudioReference[]): readonly Files[] {
  const groups = new Map<string, [AudioReference, ...AudioReference[]]>()
  for (const file of audio) {
    const group = groups.get(file.track ?? '')
    if (group) group.push(file)
    else groups.set(file.track ?? '', [file])
  }
  return [...groups.values()]
}

/** Where a file lies in a project that begins with the first picture, in seconds. */
export interface AudioSpan {
  readonly position: number
  /** Of the file, what lies before the first picture. */
  readonly offset: number
  readonly length: number
}

export function audioSpan({ start, duration }: AudioReference): AudioSpan {
  const from: number = start ?? 0
  const offset = Math.max(0, -from)
  return { position: Math.max(0, from), offset, length: duration - offset }
}
